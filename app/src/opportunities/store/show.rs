//! An opportunity's page: a constant number of queries.

use super::closing::{closing_in, with_closing};
use super::{CardRow, all_stages, card_of, cards_select};
use crate::core::AppError;
use crate::core::ctx::Ctx;
use crate::core::timeline::{self, Entry, Of};
use crate::opportunities::types::{HistoryRow, LineRow, OpportunityPage, PersonRow, Revert};
use chrono::NaiveDate;
use entity::opportunity::board::Card;
use entity::opportunity::row::{self, line, stage_change};
use entity::opportunity::transition::idle_days;
use entity::opportunity::{MoveForm, Stage};
use entity::shared::actor::Action;
use entity::shared::ids::{CustomerId, OpportunityId, UserId};
use entity::{Money, contact, dealer, product, user};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, RelationDef,
};

/// Timeline entries on a page.
const ENTRIES: u16 = 40;

#[derive(FromQueryResult)]
struct More {
    owner_id: UserId,
    division_name: Option<String>,
    margin: Option<Money>,
    source: Option<String>,
    trade_in: Option<String>,
    notes: Option<String>,
}

/// Everything on the page. `before` asks for entries of the timeline older than that one.
///
/// # Errors
/// [`AppError::NotFound`] out of scope.
pub async fn show(ctx: &Ctx, id: OpportunityId, before: Option<i64>) -> Result<OpportunityPage, AppError> {
    let ctx = &ctx.snapshot().await?;
    let to_division: RelationDef = row::Entity::belongs_to(dealer::division::Entity)
        .from(row::Column::DivisionId)
        .to(dealer::division::Column::Id)
        .into();
    let select = cards_select(row::Entity::visible_one(&ctx.actor, id))
        .join(JoinType::LeftJoin, to_division)
        .columns([row::Column::OwnerId, row::Column::Margin, row::Column::Source])
        .columns([row::Column::TradeIn, row::Column::Notes])
        .column_as(dealer::division::Column::Name, "division_name");
    let found = ctx.db.read.query_one(&with_closing(select).into_query()).await?.ok_or(AppError::NotFound)?;
    let card = CardRow::from_query_result(&found, "")?;
    let More { owner_id, division_name, margin, source, trade_in, notes } = More::from_query_result(&found, "")?;
    let (close, competitor_name) = closing_in(&found)?;
    let (customer, phase, kind) = (card.customer_id, card.phase, card.kind);
    let card = card_of(ctx, card);
    let stages = all_stages(&ctx.db.read).await?;
    let stage = stages.iter().find(|stage| stage.key == card.stage);
    let idle_days = stage.and_then(|stage| idle_days(card.stage_since, ctx.today(), stage));
    let (timeline, older) = timeline::read(ctx, Of::Record(id.0), before, ENTRIES).await?;
    Ok(OpportunityPage {
        customer,
        phase,
        kind,
        owner: owner_id,
        division_name: division_name.unwrap_or_default(),
        margin,
        source,
        trade_in,
        notes,
        lines: lines(ctx, id).await?,
        history: history(ctx, id).await?,
        close,
        competitor_name,
        people: people(ctx, customer).await?,
        revert: revert(ctx, &card, &stages, &timeline),
        timeline,
        older,
        today: ctx.today(),
        idle_days,
        may_work: ctx.actor.may(Action::WorkOpportunities),
        stages,
        card,
    })
}

/// The way back from the last thing that happened, when that was a move. Its version is the card's own: what somebody does
/// until the button is pressed makes it a conflict, told like any other.
fn revert(ctx: &Ctx, card: &Card, stages: &[Stage], timeline: &[Entry]) -> Option<Revert> {
    let last = timeline.first().filter(|last| last.version == card.version)?;
    let before = last.before.as_ref().filter(|_| ctx.actor.may(Action::WorkOpportunities))?;
    let to = stages.iter().find(|stage| stage.key == before.stage)?.name.clone();
    let form = MoveForm { key: ctx.id().to_string(), ..before.way_back(card.id, card.version, "Reverted") };
    Some(Revert { seq: last.seq, to, form })
}

async fn lines(ctx: &Ctx, id: OpportunityId) -> Result<Vec<LineRow>, AppError> {
    let to_product: RelationDef = line::Entity::belongs_to(product::row::Entity)
        .from(line::Column::ProductId)
        .to(product::row::Column::Id)
        .into();
    let rows = line::Entity::find()
        .filter(line::Column::OpportunityId.eq(id))
        .join(JoinType::LeftJoin, to_product)
        .select_also(product::row::Entity)
        .order_by_asc(line::Column::Position)
        .all(&ctx.db.read)
        .await?;
    let row = |(line, product): (line::Model, Option<product::row::Model>)| {
        let (name, category) = product.map(|product| (product.name, product.category)).unwrap_or_default();
        let description = if line.description.is_empty() { name } else { line.description };
        LineRow { description, category, quantity: line.quantity, price: line.price }
    };
    Ok(rows.into_iter().map(row).collect())
}

async fn history(ctx: &Ctx, id: OpportunityId) -> Result<Vec<HistoryRow>, AppError> {
    let to_user: RelationDef = stage_change::Entity::belongs_to(user::row::Entity)
        .from(stage_change::Column::UserId)
        .to(user::row::Column::Id)
        .into();
    let rows = stage_change::Entity::find()
        .filter(stage_change::Column::OpportunityId.eq(id))
        .join(JoinType::LeftJoin, to_user)
        .select_also(user::row::Entity)
        .order_by_asc(stage_change::Column::At)
        .order_by_asc(stage_change::Column::Id)
        .all(&ctx.db.read)
        .await?;
    let days: Vec<NaiveDate> = rows.iter().map(|(change, _)| ctx.local(change.at).date()).collect();
    let ends = days.iter().copied().skip(1).chain([ctx.today()]);
    let steps = rows.into_iter().zip(days.iter().zip(ends)).map(|((change, who), (on, until))| HistoryRow {
        to: change.to_stage,
        on: *on,
        days: (until - *on).num_days(),
        who: who.map(|who| who.name).unwrap_or_default(),
        reason: change.reason,
    });
    Ok(steps.collect())
}

async fn people(ctx: &Ctx, customer: Option<CustomerId>) -> Result<Vec<PersonRow>, AppError> {
    let Some(customer) = customer else { return Ok(Vec::new()) };
    let rows = contact::row::Entity::visible_to(&ctx.actor)
        .filter(contact::row::Column::CustomerId.eq(customer))
        .order_by_asc(contact::row::Column::Name)
        .limit(6)
        .all(&ctx.db.read)
        .await?;
    let person = |row: contact::row::Model| {
        let influence = row.influence.map(|influence| influence.label().to_lowercase());
        let role = [row.role, influence].into_iter().flatten().collect::<Vec<_>>().join(", ");
        let reachable = !row.do_not_contact;
        PersonRow {
            name: row.name,
            role,
            phone: row.phone.filter(|_| reachable),
            email: row.email.filter(|_| reachable),
        }
    };
    Ok(rows.into_iter().map(person).collect())
}
