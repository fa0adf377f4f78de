//! Table `opportunity`.

use crate::opportunity::{Before, Close, OpportunityType, Phase, StageKey};
use crate::shared::dates;
use crate::shared::ids::{CustomerId, DivisionId, OpportunityId, RegionId, UserId};
use crate::{Money, Percent};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "opportunity")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OpportunityId,
    /// What people call it on the telephone: `O-10482`, or the number a file brought. Unique.
    pub number: String,
    pub name: String,
    pub customer_id: Option<CustomerId>,
    pub owner_id: UserId,
    /// The owner's region, kept here so that a manager's board needs no join.
    pub region_id: Option<RegionId>,
    pub division_id: Option<DivisionId>,
    pub kind: OpportunityType,
    pub stage: StageKey,
    /// Phase of that stage, kept here for the indexes.
    pub phase: Phase,
    pub amount: Money,
    pub margin: Option<Money>,
    /// Probability in force, whole percent.
    pub probability: Percent,
    /// Probability set by hand, if any.
    pub probability_override: Option<Percent>,
    pub expected_close: Option<NaiveDate>,
    /// The day it was closed, else `expected_close`, else the far future: the order of board and list, and their keyset.
    pub sort_close: NaiveDate,
    /// Place under manual order; unique within a stage.
    pub rank: String,
    /// First line in words: `Excavators · 2 units` on the card.
    pub summary: String,
    pub source: Option<String>,
    pub trade_in: Option<String>,
    pub notes: Option<String>,
    /// When it entered its stage.
    pub stage_since: DateTime<Utc>,
    /// The day it was closed, while it is.
    pub closed_on: Option<NaiveDate>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// What a move takes away: its event keeps it. `close` is the closing that the move silences.
    pub fn before(&self, close: Option<Close>) -> Before {
        Before { stage: self.stage.clone(), amount: self.amount, expected_close: self.expected_close, close }
    }

    /// With the place in the order of days that its dates give it.
    #[must_use]
    pub fn sorted(self) -> Self {
        Self { sort_close: self.closed_on.or(self.expected_close).unwrap_or(dates::FAR_FUTURE), ..self }
    }
}
