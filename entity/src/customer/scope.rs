//! The only door to customers.

use super::row::{Column, Entity};
use crate::shared::actor::Scope;
use crate::shared::ids::{CustomerId, RegionId, UserId};
use crate::{Actor, opportunity};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select};

impl Entity {
    /// Customers an actor may know of: a rep's book, a manager's region, everything for executive and admin.
    ///
    /// A rep who works an opportunity at somebody else's customer has that customer shared with him.
    pub fn visible_to(actor: &Actor) -> Select<Self> {
        Self::find().filter(visible(actor))
    }

    /// One of them; what is out of scope is not found.
    pub fn visible_one(actor: &Actor, id: CustomerId) -> Select<Self> {
        Self::visible_to(actor).filter(Column::Id.eq(id))
    }
}

/// The condition alone, for joins.
pub fn visible(actor: &Actor) -> Condition {
    match actor.scope() {
        Scope::Own(me) => {
            Condition::any().add(Column::MachineRepId.eq(me)).add(Column::SupportRepId.eq(me)).add(worked_by(me))
        }
        Scope::Region(region) => Condition::any().add(Column::RegionId.eq(region)).add(worked_in(region)),
        Scope::Dealer => Condition::all(),
        Scope::Nothing => Condition::all().add(Expr::val(1).eq(0)),
    }
}

fn worked_by(me: UserId) -> Expr {
    use opportunity::row::Column as Opportunity;
    Column::Id.in_subquery(
        Query::select()
            .column(Opportunity::CustomerId)
            .from(opportunity::row::Entity)
            .and_where(Opportunity::OwnerId.eq(me))
            .and_where(Opportunity::CustomerId.is_not_null())
            .to_owned(),
    )
}

fn worked_in(region: RegionId) -> Expr {
    use opportunity::row::Column as Opportunity;
    Column::Id.in_subquery(
        Query::select()
            .column(Opportunity::CustomerId)
            .from(opportunity::row::Entity)
            .and_where(Opportunity::RegionId.eq(region))
            .and_where(Opportunity::CustomerId.is_not_null())
            .to_owned(),
    )
}
