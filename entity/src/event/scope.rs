//! Which events an actor may learn of.

use super::row::{Column, Entity, Model};
use super::{Deed, Noun};
use crate::Actor;
use crate::shared::actor::Scope;
use crate::shared::ids::{CustomerId, RecordId};
use sea_orm::sea_query::{Condition, Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select};

impl Entity {
    /// The only door to events for a person.
    pub fn visible_to(actor: &Actor) -> Select<Self> {
        Self::find().filter(visible(actor))
    }

    /// Everything that happened to a record that was found in scope: who may see it may see how it came to be,
    /// also what happened in another's hands.
    pub fn of_record(record: RecordId) -> Select<Self> {
        Self::find().filter(Column::RecordId.eq(record))
    }

    /// A customer's timeline, for an actor in whose scope the customer was found: everything about it and its
    /// contacts, and of other records what reaches the actor.
    pub fn of_customer(actor: &Actor, customer: CustomerId) -> Select<Self> {
        let its = Condition::any().add(Column::Noun.is_in([Noun::Customer, Noun::Contact])).add(visible(actor));
        Self::find().filter(Column::CustomerId.eq(customer)).filter(its)
    }
}

fn visible(actor: &Actor) -> Condition {
    match actor.scope() {
        Scope::Own(me) => {
            Condition::any().add(Column::OwnerId.eq(me)).add(Column::OtherOwnerId.eq(me)).add(Column::ActorId.eq(me))
        }
        Scope::Region(region) => Condition::any()
            .add(Column::RegionId.eq(region))
            .add(Column::OtherRegionId.eq(region))
            .add(Column::ActorId.eq(actor.id)),
        Scope::Dealer => Condition::all(),
        Scope::Nothing => Condition::all().add(Expr::val(1).eq(0)),
    }
}

impl Model {
    /// Whether it is one of the thousands that a file brings or an undo takes away. The event of the import itself
    /// stands for all of them.
    pub fn is_of_a_file(&self) -> bool {
        matches!(self.deed, Deed::Imported | Deed::Removed) && self.noun != Noun::Import
    }

    /// The same rule for one event in hand, for live streams.
    pub fn reaches(&self, actor: &Actor) -> bool {
        match actor.scope() {
            Scope::Own(me) => [self.owner_id, self.other_owner_id, self.actor_id].contains(&Some(me)),
            Scope::Region(region) => {
                [self.region_id, self.other_region_id].contains(&Some(region)) || self.actor_id == Some(actor.id)
            }
            Scope::Dealer => true,
            Scope::Nothing => false,
        }
    }
}
