//! The only door to customers.

use super::row::{Column, Entity};
use crate::shared::actor::Scope;
use crate::shared::ids::{CustomerId, RegionId, UserId};
use crate::{Actor, opportunity};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, Select};

impl Entity {
    /// Customers an actor may know of: a rep's book, a manager's region, everything for executive and admin.
    ///
    /// A rep who works an opportunity at somebody else's customer has that customer shared with him.
    pub fn visible_to(actor: &Actor) -> Select<Self> {
        Self::find().filter(visible(actor))
    }

    /// Id and region of every customer that bears one of these names, wherever it is: enough to say *ask there*,
    /// and nothing of what it holds.
    pub fn namesakes(keys: Vec<String>) -> Select<Self> {
        Self::find().select_only().columns([Column::Id, Column::RegionId]).filter(Column::NameKey.is_in(keys))
    }

    /// The parent of a customer and nothing else of it, so that no circle closes outside one's scope.
    pub fn parent_of(id: CustomerId) -> Select<Self> {
        Self::find().select_only().column(Column::ParentId).filter(Column::Id.eq(id))
    }

    /// One of them; what is out of scope is not found.
    pub fn visible_one(actor: &Actor, id: CustomerId) -> Select<Self> {
        Self::visible_to(actor).filter(Column::Id.eq(id))
    }
}

/// The condition alone, for joins.
///
/// Shared customers are asked for row by row, on an index, so that a page costs the same whatever a rep has worked.
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
    worked(opportunity::row::Column::OwnerId.eq(me))
}

fn worked_in(region: RegionId) -> Expr {
    worked(opportunity::row::Column::RegionId.eq(region))
}

fn worked(by: Expr) -> Expr {
    use opportunity::row::{Column as Opportunity, Entity as Opportunities};
    let its = Expr::col((Opportunities, Opportunity::CustomerId)).equals((Entity, Column::Id));
    Expr::exists(Query::select().expr(Expr::val(1)).from(Opportunities).and_where(its).and_where(by).to_owned())
}
