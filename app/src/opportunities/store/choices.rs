//! What filters and forms offer: only what the actor may choose.

use super::all_stages;
use crate::core::AppError;
use crate::core::ctx::Ctx;
use crate::opportunities::types::{FilterChoices, FormPage};
use entity::dealer::{DivisionRef, division};
use entity::opportunity::row::line;
use entity::opportunity::{LineForm, OpportunityFilter, OpportunityForm, Stage, row};
use entity::product::ProductRef;
use entity::shared::actor::{Action, Scope};
use entity::shared::ids::{CustomerId, OpportunityId};
use entity::user::UserRef;
use entity::{Money, Role, customer, product, user};
use sea_orm::sea_query::{Condition, Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// How many customers a plain choice lists; beyond that one searches.
const CUSTOMERS: u64 = 500;

/// What one may filter by.
///
/// # Errors
/// The database's.
pub async fn choices(ctx: &Ctx, filter: &OpportunityFilter, stages: Vec<Stage>) -> Result<FilterChoices, AppError> {
    let customer_name = match filter.customer {
        Some(id) => customer::row::Entity::visible_one(&ctx.actor, id).one(&ctx.db.read).await?.map(|row| row.name),
        None => None,
    };
    Ok(FilterChoices { owners: owners(ctx).await?, divisions: divisions(ctx).await?, stages, customer_name })
}

/// People whose opportunities the actor reaches, himself first in a rep's case, by name otherwise.
pub(super) async fn owners(ctx: &Ctx) -> Result<Vec<UserRef>, AppError> {
    let sells = user::row::Column::Role.is_in([Role::SalesRep, Role::ProductSupportRep, Role::SalesManager]);
    let reach = match ctx.actor.scope() {
        Scope::Own(me) => Condition::all().add(user::row::Column::Id.eq(me)),
        Scope::Region(region) => Condition::all().add(user::row::Column::RegionId.eq(region)).add(sells),
        Scope::Dealer => Condition::all().add(sells),
        Scope::Nothing => Condition::all().add(Expr::val(1).eq(0)),
    };
    let rows = user::row::Entity::find()
        .filter(reach)
        .filter(user::row::Column::Active.eq(true))
        .order_by_asc(user::row::Column::Name)
        .all(&ctx.db.read)
        .await?;
    Ok(rows.into_iter().map(|row| UserRef { id: row.id, name: row.name, role: row.role }).collect())
}

async fn divisions(ctx: &Ctx) -> Result<Vec<DivisionRef>, AppError> {
    let rows = division::Entity::find().order_by_asc(division::Column::Position).all(&ctx.db.read).await?;
    Ok(rows.into_iter().map(|row| DivisionRef { id: row.id, name: row.name }).collect())
}

/// The form of an opportunity, or of a new one (at a customer, in a stage).
///
/// # Errors
/// [`AppError::NotFound`] out of scope, [`AppError::Denied`] for readers.
pub async fn form_page(
    ctx: &Ctx,
    id: Option<OpportunityId>,
    customer: Option<CustomerId>,
) -> Result<FormPage, AppError> {
    ctx.allow(Action::WorkOpportunities)?;
    let (form, version) = match id {
        Some(id) => filled(ctx, id).await?,
        None => (
            OpportunityForm { customer: text(customer), owner: ctx.actor.id.to_string(), ..OpportunityForm::default() },
            0,
        ),
    };
    let customers = customer::row::Entity::visible_to(&ctx.actor)
        .select_only()
        .columns([customer::row::Column::Id, customer::row::Column::Name])
        .order_by_asc(customer::row::Column::NameKey)
        .limit(CUSTOMERS)
        .into_tuple::<(CustomerId, String)>()
        .all(&ctx.db.read)
        .await?;
    let products = product::row::Entity::find().order_by_asc(product::row::Column::Name).all(&ctx.db.read).await?;
    let products = products
        .into_iter()
        .map(|row| ProductRef { id: row.id, name: row.name, category: row.category, list_price: row.list_price })
        .collect();
    Ok(FormPage {
        form,
        id,
        version,
        key: ctx.id(),
        customers,
        owners: owners(ctx).await?,
        divisions: divisions(ctx).await?,
        products,
        stages: all_stages(&ctx.db.read).await?,
    })
}

/// The stored record as the form shows it.
async fn filled(ctx: &Ctx, id: OpportunityId) -> Result<(OpportunityForm, i64), AppError> {
    let row = row::Entity::visible_one(&ctx.actor, id).one(&ctx.db.read).await?.ok_or(AppError::NotFound)?;
    let lines = line::Entity::find()
        .filter(line::Column::OpportunityId.eq(row.id))
        .order_by_asc(line::Column::Position)
        .all(&ctx.db.read)
        .await?;
    let lines = lines
        .into_iter()
        .map(|line| LineForm {
            product: text(line.product_id),
            description: line.description,
            quantity: line.quantity.to_string(),
            price: line.price.field_text(),
        })
        .collect();
    let form = OpportunityForm {
        name: row.name,
        customer: text(row.customer_id),
        owner: row.owner_id.to_string(),
        division: text(row.division_id),
        kind: row.kind.word().to_owned(),
        amount: if row.amount == Money::ZERO { String::new() } else { row.amount.field_text() },
        margin: row.margin.map_or(String::new(), Money::field_text),
        probability: row.probability_override.map_or(String::new(), |percent| percent.0.to_string()),
        expected_close: text(row.expected_close),
        source: row.source.unwrap_or_default(),
        trade_in: row.trade_in.unwrap_or_default(),
        notes: row.notes.unwrap_or_default(),
        lines,
    };
    Ok((form, row.version))
}

fn text(value: Option<impl ToString>) -> String {
    value.map_or(String::new(), |value| value.to_string())
}
