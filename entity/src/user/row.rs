//! Table `user`.

use super::Standing;
use crate::shared::ids::{BranchId, RegionId, UserId};
use crate::{Actor, Role};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UserId,
    /// Lower case, unique.
    pub email: String,
    pub name: String,
    pub role: Role,
    pub region_id: Option<RegionId>,
    pub branch_id: Option<BranchId>,
    /// PHC string; empty means: cannot sign in (people an import brought).
    pub password_hash: String,
    pub active: bool,
    /// Raised by "sign out everywhere", a new password, a role change: older sessions end.
    pub epoch: i64,
    /// IANA zone in which this user reads times.
    pub time_zone: String,
    /// `auto`, `light` or `dark`.
    pub theme: String,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// Whether he can sign in.
    pub const fn standing(&self) -> Standing {
        Standing::of(self.active, !self.password_hash.is_empty())
    }

    /// The actor this user is while signed in.
    pub fn actor(&self) -> Actor {
        Actor { id: self.id, name: self.name.clone(), role: self.role, region: self.region_id }
    }
}
