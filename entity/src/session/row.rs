//! Table `session`.

use crate::shared::ids::UserId;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    /// SHA-256 of the random token, hex; the token itself is only in the browser (S11).
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub user_id: UserId,
    /// As whom the user looks on, while he does (View as).
    pub viewing_id: Option<UserId>,
    /// The user's epoch at sign-in; a session of an older epoch is over.
    pub epoch: i64,
    pub created_at: DateTime<Utc>,
    pub last_seen_at: DateTime<Utc>,
    /// Absolute end, whatever happens.
    pub expires_at: DateTime<Utc>,
    /// True for "Keep me signed in": the idle limit does not apply.
    pub kept: bool,
    /// For the list of one's own sessions.
    pub user_agent: String,
    pub ip: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
