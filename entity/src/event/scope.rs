//! Which events an actor may learn of.

use super::row::{Column, Entity, Model};
use crate::Actor;
use crate::shared::actor::Scope;
use sea_orm::sea_query::{Condition, Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select};

impl Entity {
    /// The only door to events for a person.
    pub fn visible_to(actor: &Actor) -> Select<Self> {
        Self::find().filter(match actor.scope() {
            Scope::Own(me) => Condition::any()
                .add(Column::OwnerId.eq(me))
                .add(Column::OtherOwnerId.eq(me))
                .add(Column::ActorId.eq(me)),
            Scope::Region(region) => {
                Condition::any().add(Column::RegionId.eq(region)).add(Column::ActorId.eq(actor.id))
            }
            Scope::Dealer => Condition::all(),
            Scope::Nothing => Condition::all().add(Expr::val(1).eq(0)),
        })
    }
}

impl Model {
    /// The same rule for one event in hand, for live streams.
    pub fn reaches(&self, actor: &Actor) -> bool {
        match actor.scope() {
            Scope::Own(me) => [self.owner_id, self.other_owner_id, self.actor_id].contains(&Some(me)),
            Scope::Region(region) => self.region_id == Some(region) || self.actor_id == Some(actor.id),
            Scope::Dealer => true,
            Scope::Nothing => false,
        }
    }
}
