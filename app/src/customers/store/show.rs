//! A customer's page: a constant number of statements on every tab.

use super::form::reference;
use super::record::Record;
use crate::core::AppError;
use crate::core::ctx::Ctx;
use crate::core::timeline::{self, Of};
use crate::customers::types::{ContactRow, CustomerPage, CustomerRef, Facts, OpenRow, OpenWork, Tab};
use crate::opportunities::store as opportunities;
use crate::opportunities::types::OpportunityRow;
use chrono::NaiveDate;
use entity::Money;
use entity::contact::row as contact;
use entity::customer::row::{Column, Entity};
use entity::customer::tags_of;
use entity::opportunity::OpportunityFilter;
use entity::opportunity::row::{self as opportunity, stage};
use entity::shared::actor::Action;
use entity::shared::ids::{CustomerId, OpportunityId};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Func};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationDef,
};

/// Entries of the timeline on the overview, and on a page of its tab.
const ENTRIES: u16 = 15;
const ENTRIES_PAGE: u16 = 50;
/// Companies of one family, contacts, and open opportunities that a page shows.
const RELATIVES: u64 = 50;
const CONTACTS: u64 = 200;
const OPEN: u64 = 20;
/// Opportunities on their tab; the list has the rest.
const ROWS: u64 = 50;

/// Everything on the page. `before` asks for entries of the timeline older than that one.
///
/// # Errors
/// [`AppError::NotFound`] out of scope.
pub async fn show(ctx: &Ctx, id: CustomerId, tab: Tab, before: Option<i64>) -> Result<CustomerPage, AppError> {
    let ctx = &ctx.snapshot().await?;
    let found = Record::of(Entity::visible_one(&ctx.actor, id)).one(&ctx.db.read).await?;
    let record = found.ok_or(AppError::NotFound)?;
    let me = Some(ctx.actor.id);
    let yours = [record.row.machine_rep_id, record.row.support_rep_id].contains(&me);
    let (parent, children) = family(ctx, &record).await?;
    let (opportunities_count, work) = work(ctx, id).await?;
    let (timeline, older) = match tab {
        Tab::Overview => timeline::read(ctx, Of::Customer(id), None, ENTRIES).await?,
        Tab::Timeline => timeline::read(ctx, Of::Customer(id), before, ENTRIES_PAGE).await?,
        Tab::Contacts | Tab::Opportunities => (Vec::new(), None),
    };
    Ok(CustomerPage {
        tab,
        yours,
        parent,
        children,
        contacts: contacts(ctx, id).await?,
        opportunities_count,
        work,
        open: if tab == Tab::Overview { open(ctx, id).await? } else { Vec::new() },
        opportunities: if tab == Tab::Opportunities { rows(ctx, id).await? } else { Vec::new() },
        timeline,
        older,
        may_edit: ctx.actor.may(Action::EditCustomers),
        today: ctx.today(),
        facts: facts(ctx, record),
    })
}

fn facts(ctx: &Ctx, record: Record) -> Facts {
    let Record { row, division, branch, machine_rep, support_rep } = record;
    Facts {
        id: row.id,
        kind: row.kind,
        number: row.number,
        name: row.name,
        status: row.status,
        customer_type: row.customer_type,
        size: row.size,
        phone: row.phone,
        website: row.website,
        street: row.street,
        city: row.city,
        county: row.county,
        state: row.state,
        postal_code: row.postal_code,
        country: row.country,
        division,
        branch,
        machine_rep,
        support_rep,
        tags: tags_of(&row.tags),
        notes: row.notes,
        created: ctx.local(row.created_at).date(),
    }
}

/// Parent and children, those in scope.
async fn family(ctx: &Ctx, record: &Record) -> Result<(Option<CustomerRef>, Vec<CustomerRef>), DbErr> {
    let (id, parent) = (record.row.id, record.row.parent_id);
    let kin = Condition::any().add(Column::ParentId.eq(id)).add_option(parent.map(|parent| Column::Id.eq(parent)));
    let rows = Entity::visible_to(&ctx.actor)
        .filter(kin)
        .order_by_asc(Column::NameKey)
        .limit(RELATIVES)
        .all(&ctx.db.read)
        .await?;
    let (above, below): (Vec<_>, Vec<_>) = rows.iter().partition(|row| Some(row.id) == parent);
    Ok((above.first().map(|row| reference(row)), below.into_iter().map(reference).collect()))
}

async fn contacts(ctx: &Ctx, id: CustomerId) -> Result<Vec<ContactRow>, DbErr> {
    let rows = contact::Entity::visible_to(&ctx.actor)
        .filter(contact::Column::CustomerId.eq(id))
        .order_by_asc(contact::Column::Name)
        .order_by_asc(contact::Column::Id)
        .limit(CONTACTS)
        .all(&ctx.db.read)
        .await?;
    Ok(rows.into_iter().map(contact_row).collect())
}

fn contact_row(row: contact::Model) -> ContactRow {
    let reachable = !row.do_not_contact;
    ContactRow {
        id: row.id,
        name: row.name,
        role: row.role,
        influence: row.influence,
        phone: row.phone.filter(|_| reachable),
        email: row.email.filter(|_| reachable),
        do_not_contact: row.do_not_contact,
        notes: row.notes,
    }
}

#[derive(FromQueryResult)]
struct Sums {
    all: i64,
    open: i64,
    amount: Option<i64>,
}

/// How many opportunities there are, and the open ones with their sum.
async fn work(ctx: &Ctx, id: CustomerId) -> Result<(i64, OpenWork), DbErr> {
    use opportunity::Column::{Amount, ClosedOn, CustomerId};
    let amount: Expr = Expr::case(Expr::col(ClosedOn).is_null(), Expr::col(Amount)).finally(0).into();
    let open: Expr = Expr::case(Expr::col(ClosedOn).is_null(), 1).into();
    let sums = opportunity::Entity::visible_to(&ctx.actor)
        .filter(CustomerId.eq(id))
        .select_only()
        .expr_as(opportunities::rows_of(), "all")
        .expr_as(Func::count(open), "open")
        .expr_as(opportunities::sum_of(amount), "amount")
        .into_model::<Sums>()
        .one(&ctx.db.read)
        .await?;
    let Some(Sums { all, open, amount }) = sums else { return Ok((0, OpenWork::default())) };
    Ok((all, OpenWork { count: open, amount: Money(amount.unwrap_or(0)) }))
}

/// The open ones, the next to close first.
async fn open(ctx: &Ctx, id: CustomerId) -> Result<Vec<OpenRow>, DbErr> {
    use opportunity::Column::{Amount, ClosedOn, CustomerId, ExpectedClose, Id, Name, SortClose, Stage};
    let to_stage: RelationDef =
        opportunity::Entity::belongs_to(stage::Entity).from(Stage).to(stage::Column::Key).into();
    let rows: Vec<(OpportunityId, String, Money, Option<NaiveDate>, String)> =
        opportunity::Entity::visible_to(&ctx.actor)
            .filter(CustomerId.eq(id))
            .filter(ClosedOn.is_null())
            .join(JoinType::InnerJoin, to_stage)
            .select_only()
            .columns([Id, Name, Amount, ExpectedClose])
            .column_as(Expr::col((stage::Entity, stage::Column::Name)), "stage_name")
            .order_by_asc(SortClose)
            .order_by_asc(Id)
            .limit(OPEN)
            .into_tuple()
            .all(&ctx.db.read)
            .await?;
    let row = |(id, name, amount, expected_close, stage_name)| OpenRow { id, name, stage_name, amount, expected_close };
    Ok(rows.into_iter().map(row).collect())
}

/// The newest opportunities, open and closed.
async fn rows(ctx: &Ctx, id: CustomerId) -> Result<Vec<OpportunityRow>, AppError> {
    let stages = opportunities::all_stages(&ctx.db.read).await?;
    let filter = OpportunityFilter::read(&format!("customer={id}&sort=-updated"));
    Ok(opportunities::rows(ctx, &filter, &stages, ROWS).await?.rows)
}
