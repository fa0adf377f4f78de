//! Table `idempotency`: one row per user intention, written in the transaction of its effect (S41).

use crate::shared::ids::UserId;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;
use uuid::Uuid;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency")]
pub struct Model {
    /// Chosen by the client, one per intention.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub user_id: UserId,
    /// SHA-256 over function and input: the same key with another input is refused.
    pub fingerprint: String,
    /// The answer given the first time, JSON.
    pub answer: String,
    pub created_at: DateTime<Utc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
