//! Table `customer`.

use super::{Kind, Status};
use crate::shared::ids::{BranchId, CustomerId, DivisionId, RegionId, UserId};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "customer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CustomerId,
    pub kind: Kind,
    pub number: Option<String>,
    pub name: String,
    /// The name as [`crate::shared::text::fold`] writes it: duplicate warning, import match, and the order of lists.
    pub name_key: String,
    pub status: Status,
    pub customer_type: Option<String>,
    pub size: Option<String>,
    pub division_id: Option<DivisionId>,
    pub branch_id: Option<BranchId>,
    pub region_id: Option<RegionId>,
    pub phone: Option<String>,
    pub website: Option<String>,
    pub street: Option<String>,
    pub city: Option<String>,
    pub county: Option<String>,
    pub state: Option<String>,
    pub postal_code: Option<String>,
    pub country: Option<String>,
    pub parent_id: Option<CustomerId>,
    pub machine_rep_id: Option<UserId>,
    pub support_rep_id: Option<UserId>,
    /// Words between commas, with a comma at either end: `,paving,vip,`.
    pub tags: String,
    pub notes: Option<String>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
