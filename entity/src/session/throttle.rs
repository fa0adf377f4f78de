//! Table `throttle`: attempts counted per key in a window, in the database so that all nodes share it (S23).

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "throttle")]
pub struct Model {
    /// For example `sign-in:account:<hash>` or `sign-in:ip:127.0.0.1`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub count: i64,
    pub window_start: DateTime<Utc>,
    pub last_at: DateTime<Utc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
