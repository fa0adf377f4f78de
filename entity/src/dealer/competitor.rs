//! Table `competitor`.

use crate::shared::ids::*;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "competitor")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CompetitorId,
    pub name: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
