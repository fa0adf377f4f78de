//! What filters and forms offer: only what the actor may choose.

use crate::core::ctx::Ctx;
use crate::customers::types::FilterChoices;
use entity::customer::row as customer;
pub use entity::customer::{sells_machines, sells_support};
use entity::dealer::{DivisionRef, branch, division};
use entity::shared::actor::Scope;
use entity::user::{UserRef, row as user};
use entity::{Actor, Role};
use sea_orm::sea_query::{Condition, Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// Most industries that are offered.
const INDUSTRIES: u64 = 100;

/// What one may filter by.
pub async fn filter_choices(ctx: &Ctx) -> Result<FilterChoices, DbErr> {
    let db = &ctx.db.read;
    let industries = customer::Entity::visible_to(&ctx.actor)
        .filter(customer::Column::CustomerType.is_not_null())
        .select_only()
        .column(customer::Column::CustomerType)
        .distinct()
        .order_by_asc(customer::Column::CustomerType)
        .limit(INDUSTRIES)
        .into_tuple::<String>()
        .all(db)
        .await?;
    Ok(FilterChoices { owners: people(&ctx.actor, db).await?, divisions: divisions(db).await?, industries })
}

/// Divisions in the dealer's order.
pub async fn divisions(db: &impl ConnectionTrait) -> Result<Vec<DivisionRef>, DbErr> {
    let rows = division::Entity::find().order_by_asc(division::Column::Position).all(db).await?;
    Ok(rows.into_iter().map(|row| DivisionRef { id: row.id, name: row.name }).collect())
}

/// Active people who may look after customers and whom the actor reaches.
pub async fn people(actor: &Actor, db: &impl ConnectionTrait) -> Result<Vec<UserRef>, DbErr> {
    let sells = [Role::SalesRep, Role::ProductSupportRep, Role::SalesManager];
    let rows = user::Entity::find()
        .filter(reached(actor))
        .filter(user::Column::Role.is_in(sells))
        .filter(user::Column::Active.eq(true))
        .order_by_asc(user::Column::Name)
        .select_only()
        .columns([user::Column::Id, user::Column::Name, user::Column::Role])
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(id, name, role)| UserRef { id, name, role }).collect())
}

/// Users an actor may name.
pub fn reached(actor: &Actor) -> Condition {
    match actor.scope() {
        Scope::Own(me) => Condition::all().add(user::Column::Id.eq(me)),
        Scope::Region(region) => Condition::all().add(user::Column::RegionId.eq(region)),
        Scope::Dealer => Condition::all(),
        Scope::Nothing => Condition::all().add(Expr::val(1).eq(0)),
    }
}

/// Branches an actor may name: those of his region, all for those without bounds.
pub fn near(actor: &Actor) -> Condition {
    match (actor.scope(), actor.region) {
        (Scope::Dealer, _) => Condition::all(),
        (Scope::Own(_) | Scope::Region(_), Some(region)) => Condition::all().add(branch::Column::RegionId.eq(region)),
        (Scope::Own(_) | Scope::Region(_) | Scope::Nothing, _) => Condition::all().add(Expr::val(1).eq(0)),
    }
}
