//! Table `event`: append only.

use super::{Deed, Noun};
use crate::shared::ids::{CustomerId, RecordId, RegionId, UserId};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;
use uuid::Uuid;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub struct Model {
    /// Monotonic; live streams resume from it.
    #[sea_orm(primary_key)]
    pub seq: i64,
    pub at: DateTime<Utc>,
    /// `None`: the system, or a command line.
    pub actor_id: Option<UserId>,
    pub noun: Noun,
    pub record_id: RecordId,
    /// The customer in whose timeline it belongs.
    pub customer_id: Option<CustomerId>,
    pub deed: Deed,
    /// Version of the record after it.
    pub version: i64,
    /// JSON of [`super::Detail`].
    pub detail: String,
    /// The client's idempotency key, so that it knows its own echo.
    pub mutation: Option<Uuid>,
    /// Who could see the record after the event: its owner,
    pub owner_id: Option<UserId>,
    /// its other owner (product support), or the owner before,
    pub other_owner_id: Option<UserId>,
    /// its region,
    pub region_id: Option<RegionId>,
    /// and the region before, when it left one.
    pub other_region_id: Option<RegionId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
