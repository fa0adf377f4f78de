//! Table `product`.

use crate::shared::ids::*;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "product")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProductId,
    pub name: String,
    /// The name as [`crate::shared::text::fold`] writes it; unique, so that `GTX Pro` and `GTXPro` are one.
    pub name_key: String,
    pub category: String,
    pub list_price: crate::Money,
    pub division_id: Option<DivisionId>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
