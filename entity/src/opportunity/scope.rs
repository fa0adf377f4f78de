//! The only door to opportunities and what hangs on them.

use super::row::{Column, Entity};
use crate::Actor;
use crate::shared::actor::Scope;
use crate::shared::ids::OpportunityId;
use sea_orm::sea_query::{Condition, Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select};

impl Entity {
    /// Opportunities an actor may know of: a rep's own, a manager's region, everything for executive and admin.
    pub fn visible_to(actor: &Actor) -> Select<Self> {
        Self::find().filter(visible(actor))
    }

    /// One of them; what is out of scope is not found.
    pub fn visible_one(actor: &Actor, id: OpportunityId) -> Select<Self> {
        Self::visible_to(actor).filter(Column::Id.eq(id))
    }
}

/// The condition alone, for joins and sums.
pub fn visible(actor: &Actor) -> Condition {
    match actor.scope() {
        Scope::Own(me) => Condition::all().add(Column::OwnerId.eq(me)),
        Scope::Region(region) => Condition::all().add(Column::RegionId.eq(region)),
        Scope::Dealer => Condition::all(),
        Scope::Nothing => Condition::all().add(Expr::val(1).eq(0)),
    }
}
