//! The form of an opportunity, filled.

use super::all_stages;
use super::choices::{Named, named};
use crate::core::AppError;
use crate::core::ctx::Ctx;
use crate::customers::types::CustomerRef;
use crate::opportunities::types::FormPage;
use entity::opportunity::row::line;
use entity::opportunity::{LineForm, OpportunityForm, row};
use entity::product::ProductRef;
use entity::shared::actor::Action;
use entity::shared::ids::{CustomerId, OpportunityId, UserId};
use entity::{Money, customer, product};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationDef};

/// How many customers a plain choice lists; beyond that one types.
const CUSTOMERS: u64 = 500;

/// The form of an opportunity, or of a new one (at a customer).
///
/// # Errors
/// [`AppError::NotFound`] out of scope, [`AppError::Denied`] for readers.
pub async fn form_page(
    ctx: &Ctx,
    id: Option<OpportunityId>,
    customer: Option<CustomerId>,
) -> Result<FormPage, AppError> {
    ctx.allow(Action::WorkOpportunities)?;
    let ctx = &ctx.snapshot().await?;
    let mut known = match id {
        Some(id) => stored(ctx, id).await?,
        None => Known::new(ctx.actor.id),
    };
    let asked = customer.filter(|_| id.is_none());
    let Named { owners, divisions, customer } = named(ctx, Some(known.owner), asked).await?;
    if let (Some(id), Some(name)) = (asked, customer) {
        known.form.customer = id.to_string();
        known.customer = Some(CustomerRef { id, name, note: String::new() });
    }
    Ok(FormPage {
        form: known.form,
        id,
        version: known.version,
        key: ctx.id(),
        customer: known.customer,
        customers: customers(ctx).await?,
        owners,
        divisions,
        products: products(ctx).await?,
        stages: if id.is_none() { all_stages(&ctx.db.read).await? } else { Vec::new() },
    })
}

/// What is set: it stays choosable, also when it could not be chosen today. An unknown choice would be sent back empty.
struct Known {
    form: OpportunityForm,
    version: i64,
    customer: Option<CustomerRef>,
    owner: UserId,
}

impl Known {
    fn new(owner: UserId) -> Self {
        let form = OpportunityForm { owner: owner.to_string(), ..OpportunityForm::default() };
        Self { form, version: 0, customer: None, owner }
    }
}

async fn customers(ctx: &Ctx) -> Result<Vec<CustomerRef>, DbErr> {
    let rows: Vec<(CustomerId, String)> = customer::row::Entity::visible_to(&ctx.actor)
        .select_only()
        .columns([customer::row::Column::Id, customer::row::Column::Name])
        .order_by_asc(customer::row::Column::NameKey)
        .limit(CUSTOMERS)
        .into_tuple()
        .all(&ctx.db.read)
        .await?;
    Ok(rows.into_iter().map(|(id, name)| CustomerRef { id, name, note: String::new() }).collect())
}

async fn products(ctx: &Ctx) -> Result<Vec<ProductRef>, DbErr> {
    let rows = product::row::Entity::find().order_by_asc(product::row::Column::Name).all(&ctx.db.read).await?;
    let product = |row: product::row::Model| ProductRef {
        id: row.id,
        name: row.name,
        category: row.category,
        list_price: row.list_price,
    };
    Ok(rows.into_iter().map(product).collect())
}

/// The stored record as the form shows it. Whoever sees an opportunity sees what its customer is called.
async fn stored(ctx: &Ctx, id: OpportunityId) -> Result<Known, AppError> {
    let to_customer: RelationDef = row::Entity::belongs_to(customer::row::Entity)
        .from(row::Column::CustomerId)
        .to(customer::row::Column::Id)
        .into();
    let found = row::Entity::visible_one(&ctx.actor, id)
        .join(JoinType::LeftJoin, to_customer)
        .select_also(customer::row::Entity)
        .one(&ctx.db.read)
        .await?;
    let (row, customer) = found.ok_or(AppError::NotFound)?;
    let lines = line::Entity::find()
        .filter(line::Column::OpportunityId.eq(row.id))
        .order_by_asc(line::Column::Position)
        .all(&ctx.db.read)
        .await?;
    Ok(Known {
        version: row.version,
        owner: row.owner_id,
        customer: customer.map(|row| CustomerRef { id: row.id, name: row.name, note: String::new() }),
        form: form_of(row, lines),
    })
}

/// A stored opportunity as typed.
pub fn form_of(row: row::Model, lines: Vec<line::Model>) -> OpportunityForm {
    let sum: Money = lines.iter().map(|line| line.price.times(i64::from(line.quantity))).sum();
    let worth = sum.max(Money::ZERO);
    // An empty amount is the worth of the lines. Where the stored one is that, it goes on following them, until it is
    // closed with an amount of its own.
    let follows = row.amount == worth && (worth == Money::ZERO || (row.phase.is_open() && !lines.is_empty()));
    OpportunityForm {
        name: row.name,
        customer: text(row.customer_id),
        owner: row.owner_id.to_string(),
        division: text(row.division_id),
        kind: row.kind.word().to_owned(),
        amount: if follows { String::new() } else { row.amount.field_text() },
        margin: row.margin.map_or(String::new(), Money::field_text),
        probability: row.probability_override.map_or(String::new(), |percent| percent.0.to_string()),
        expected_close: text(row.expected_close),
        source: row.source.unwrap_or_default(),
        trade_in: row.trade_in.unwrap_or_default(),
        notes: row.notes.unwrap_or_default(),
        lines: lines.into_iter().map(line_form).collect(),
    }
}

fn line_form(line: line::Model) -> LineForm {
    LineForm {
        product: text(line.product_id),
        description: line.description,
        quantity: line.quantity.to_string(),
        price: line.price.field_text(),
    }
}

fn text(value: Option<impl ToString>) -> String {
    value.map_or(String::new(), |value| value.to_string())
}
