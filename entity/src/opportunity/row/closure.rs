//! Table `closure`: the record of each closing; a reopened opportunity keeps the old ones.

use crate::Money;
use crate::opportunity::Phase;
use crate::shared::ids::{ClosureId, CompetitorId, OpportunityId, UserId};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "closure")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ClosureId,
    pub opportunity_id: OpportunityId,
    /// `won`, `lost` or `no_deal`.
    pub outcome: Phase,
    pub reason: String,
    pub closed_on: NaiveDate,
    /// What was agreed (won).
    pub actual: Option<Money>,
    pub competitor_id: Option<CompetitorId>,
    pub make: Option<String>,
    pub model: Option<String>,
    pub price: Option<Money>,
    pub learned: Option<String>,
    pub user_id: Option<UserId>,
    pub at: DateTime<Utc>,
    /// Set when the opportunity was opened again: this record no longer speaks.
    pub reopened_at: Option<DateTime<Utc>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
