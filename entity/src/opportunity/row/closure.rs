//! Table `closure`: the record of each closing; a reopened opportunity keeps the old ones.

use crate::Money;
use crate::opportunity::{Close, Phase};
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

impl Model {
    /// The record of a closing made at a moment.
    pub fn of(
        close: &Close,
        id: ClosureId,
        opportunity: OpportunityId,
        user: Option<UserId>,
        at: DateTime<Utc>,
    ) -> Self {
        let blank = Self {
            id,
            opportunity_id: opportunity,
            outcome: close.phase(),
            reason: close.reason().to_owned(),
            closed_on: close.on(),
            actual: None,
            competitor_id: None,
            make: None,
            model: None,
            price: None,
            learned: None,
            user_id: user,
            at,
            reopened_at: None,
        };
        match close.clone() {
            Close::Won { actual, .. } => Self { actual: Some(actual), ..blank },
            Close::Lost { competitor, make, model, price, learned, .. } => {
                Self { competitor_id: competitor, make, model, price, learned, ..blank }
            }
            Close::NoDeal { learned, .. } => Self { learned, ..blank },
        }
    }

    /// The closing as the law words it; `None` for a word this version does not know.
    pub fn close(self) -> Option<Close> {
        let on = self.closed_on;
        Some(match self.outcome {
            Phase::Won => {
                Close::Won { reason: self.reason.parse().ok()?, actual: self.actual.unwrap_or(Money::ZERO), on }
            }
            Phase::Lost => Close::Lost {
                reason: self.reason.parse().ok()?,
                competitor: self.competitor_id,
                make: self.make,
                model: self.model,
                price: self.price,
                on,
                learned: self.learned,
            },
            Phase::NoDeal => Close::NoDeal { reason: self.reason.parse().ok()?, on, learned: self.learned },
            Phase::Qualification | Phase::Development | Phase::Proposal => return None,
        })
    }
}
