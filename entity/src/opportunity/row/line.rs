//! Table `opportunity_line`.

use crate::Money;
use crate::shared::ids::{LineId, OpportunityId, ProductId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "opportunity_line")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LineId,
    pub opportunity_id: OpportunityId,
    /// Order on the page.
    pub position: i32,
    pub product_id: Option<ProductId>,
    pub description: String,
    pub quantity: i32,
    /// Of one unit.
    pub price: Money,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
