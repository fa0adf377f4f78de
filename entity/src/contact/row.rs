//! Table `contact`.

use super::Influence;
use crate::shared::ids::{ContactId, CustomerId};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contact")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ContactId,
    pub customer_id: CustomerId,
    pub name: String,
    pub role: Option<String>,
    pub influence: Option<Influence>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub do_not_contact: bool,
    pub notes: Option<String>,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
