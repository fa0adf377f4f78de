//! The doors of imports: to imports themselves, and to what a file may match.

use super::ImportStatus;
use super::row::{Column, Entity, chunk, report};
use crate::shared::actor::{Action, Scope};
use crate::shared::ids::ImportId;
use crate::{Actor, Role, customer, dealer::branch, opportunity, user};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

impl Entity {
    /// One's own imports; an administrator sees everybody's (S31).
    pub fn visible_to(actor: &Actor) -> Select<Self> {
        Self::find().filter(visible(actor))
    }

    /// One of them; what is out of scope is not found.
    pub fn visible_one(actor: &Actor, id: ImportId) -> Select<Self> {
        Self::visible_to(actor).filter(Column::Id.eq(id))
    }

    /// For the job runner, which acts for nobody: imports that wait for a node, the oldest first.
    pub fn waiting(now: DateTime<Utc>) -> Select<Self> {
        Self::find()
            .filter(Column::Status.is_in(ImportStatus::WORKING))
            .filter(Condition::any().add(Column::LeasedUntil.is_null()).add(Column::LeasedUntil.lt(now)))
            .order_by_asc(Column::UpdatedAt)
    }
}

fn visible(actor: &Actor) -> Condition {
    match (actor.role, actor.may(Action::Import)) {
        (Role::Admin, _) => Condition::all(),
        (_, true) => Condition::all().add(Column::UserId.eq(actor.id)),
        (_, false) => Condition::all().add(Expr::val(1).eq(0)),
    }
}

fn visible_ids(actor: &Actor) -> sea_orm::sea_query::SelectStatement {
    Query::select().column(Column::Id).from(Entity).cond_where(visible(actor)).to_owned()
}

impl report::Entity {
    /// The report of an import that the actor may see.
    pub fn visible_to(actor: &Actor, import: ImportId) -> Select<Self> {
        Self::find()
            .filter(report::Column::ImportId.eq(import))
            .filter(report::Column::ImportId.in_subquery(visible_ids(actor)))
    }
}

impl chunk::Entity {
    /// The pieces of a file that the actor may see.
    pub fn visible_to(actor: &Actor, import: ImportId) -> Select<Self> {
        Self::find()
            .filter(chunk::Column::ImportId.eq(import))
            .filter(chunk::Column::ImportId.in_subquery(visible_ids(actor)))
            .order_by_asc(chunk::Column::Position)
    }
}

/// People an importer's file may name: everybody for administrators, his region for a manager. Those who left are among
/// them: their names stand in old rows, and what is theirs stays theirs.
pub fn people(actor: &Actor) -> Select<user::row::Entity> {
    use user::row::Column as Person;
    user::row::Entity::find().filter(match actor.scope() {
        Scope::Own(me) => Condition::all().add(Person::Id.eq(me)),
        Scope::Region(region) => Condition::all().add(Person::RegionId.eq(region)),
        Scope::Dealer => Condition::all(),
        Scope::Nothing => Condition::all().add(Expr::val(1).eq(0)),
    })
}

/// Branches an importer's file may name: as in the form, those of his region, or all for an administrator.
pub fn branches(actor: &Actor) -> Select<branch::Entity> {
    branch::Entity::find().filter(match (actor.scope(), actor.region) {
        (Scope::Dealer, _) => Condition::all(),
        (Scope::Own(_) | Scope::Region(_), Some(region)) => Condition::all().add(branch::Column::RegionId.eq(region)),
        (Scope::Own(_) | Scope::Region(_) | Scope::Nothing, _) => Condition::all().add(Expr::val(1).eq(0)),
    })
}

/// Which of these customer numbers exist, whoever may see them. Answers with numbers alone: a number is unique in the
/// whole dealer, so that "taken" has to be said.
pub fn customer_numbers_in_use(numbers: Vec<String>) -> Select<customer::row::Entity> {
    use customer::row::Column as Customer;
    customer::row::Entity::find().select_only().column(Customer::Number).filter(Customer::Number.is_in(numbers))
}

/// Which of these opportunity numbers exist, likewise.
pub fn opportunity_numbers_in_use(numbers: Vec<String>) -> Select<opportunity::row::Entity> {
    use opportunity::row::Column as Opportunity;
    opportunity::row::Entity::find()
        .select_only()
        .column(Opportunity::Number)
        .filter(Opportunity::Number.is_in(numbers))
}
