//! The only door to contacts: one sees the contacts of the customers one sees.

use super::row::{Column, Entity};
use crate::{Actor, customer};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select};

impl Entity {
    /// Contacts of customers in scope.
    pub fn visible_to(actor: &Actor) -> Select<Self> {
        let customers = Query::select()
            .column(customer::row::Column::Id)
            .from(customer::row::Entity)
            .cond_where(customer::scope::visible(actor))
            .to_owned();
        Self::find().filter(Column::CustomerId.in_subquery(customers))
    }
}
