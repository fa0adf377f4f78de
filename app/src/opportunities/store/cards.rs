//! The row behind cards and lists: one join, only the columns they show.

use crate::core::ctx::Ctx;
use chrono::{DateTime, NaiveDate, Utc};
use entity::opportunity::board::Card;
use entity::opportunity::row::{Column, Entity};
use entity::opportunity::{OpportunityType, Phase, StageKey};
use entity::shared::ids::{CustomerId, OpportunityId};
use entity::{Money, Percent, customer, user};
use sea_orm::{EntityTrait, FromQueryResult, JoinType, QuerySelect, RelationDef, Select};

/// What cards and lists read of an opportunity.
#[derive(Debug, Clone, FromQueryResult)]
pub struct CardRow {
    pub id: OpportunityId,
    pub version: i64,
    pub number: String,
    pub name: String,
    pub stage: StageKey,
    pub phase: Phase,
    pub kind: OpportunityType,
    pub customer_id: Option<CustomerId>,
    pub customer_name: Option<String>,
    pub owner_name: String,
    pub amount: Money,
    pub probability: Percent,
    pub probability_override: Option<Percent>,
    pub summary: String,
    pub expected_close: Option<NaiveDate>,
    pub sort_close: NaiveDate,
    pub stage_since: DateTime<Utc>,
    pub closed_on: Option<NaiveDate>,
    pub updated_at: DateTime<Utc>,
    pub rank: String,
}

/// The columns of [`CardRow`], with the names of customer and owner joined.
///
/// The names need no scope of their own: whoever sees an opportunity sees what it is called and who works it.
pub fn cards_select(select: Select<Entity>) -> Select<Entity> {
    let columns = [
        Column::Id,
        Column::Version,
        Column::Number,
        Column::Name,
        Column::Stage,
        Column::Phase,
        Column::Kind,
        Column::CustomerId,
        Column::Amount,
        Column::Probability,
        Column::ProbabilityOverride,
        Column::Summary,
        Column::ExpectedClose,
        Column::SortClose,
        Column::StageSince,
        Column::ClosedOn,
        Column::UpdatedAt,
        Column::Rank,
    ];
    let to_customer: RelationDef =
        Entity::belongs_to(customer::row::Entity).from(Column::CustomerId).to(customer::row::Column::Id).into();
    let to_owner: RelationDef =
        Entity::belongs_to(user::row::Entity).from(Column::OwnerId).to(user::row::Column::Id).into();
    select
        .select_only()
        .columns(columns)
        .column_as(customer::row::Column::Name, "customer_name")
        .column_as(user::row::Column::Name, "owner_name")
        .join(JoinType::LeftJoin, to_customer)
        .join(JoinType::InnerJoin, to_owner)
}

/// A row as a card, with days as the actor's calendar has them.
pub fn card_of(ctx: &Ctx, row: CardRow) -> Card {
    let CardRow {
        id,
        version,
        number,
        name,
        stage,
        phase: _,
        kind: _,
        customer_id: _,
        customer_name,
        owner_name,
        amount,
        probability,
        probability_override,
        summary,
        expected_close,
        sort_close: _,
        stage_since,
        closed_on: _,
        updated_at: _,
        rank,
    } = row;
    Card {
        id,
        version,
        number,
        name,
        stage,
        customer_name: customer_name.unwrap_or_default(),
        owner_name,
        amount,
        probability,
        by_hand: probability_override.is_some(),
        summary,
        expected_close,
        stage_since: ctx.local(stage_since).date(),
        rank,
    }
}
