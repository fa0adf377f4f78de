//! Table `stage_change`: append only.

use crate::opportunity::StageKey;
use crate::shared::ids::{OpportunityId, StageChangeId, UserId};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stage_change")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: StageChangeId,
    pub opportunity_id: OpportunityId,
    /// `None`: the creation.
    pub from_stage: Option<StageKey>,
    pub to_stage: StageKey,
    pub at: DateTime<Utc>,
    /// `None`: a file or the command line.
    pub user_id: Option<UserId>,
    /// Why, when a reason was asked for (reopening).
    pub reason: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
