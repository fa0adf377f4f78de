//! Places in a column under manual order, as ranks.

use crate::core::AppError;
use crate::core::write::{Fail, Tx};
use entity::opportunity::row::{self, stage};
use entity::opportunity::{Place, Stage, StageKey, rank};
use entity::shared::ids::OpportunityId;
use sea_orm::sea_query::LockType;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect, Select,
};

/// The rank that puts a card at a place of a stage.
///
/// # Errors
/// [`AppError::NotFound`] for a card one does not see; the database's.
pub(super) async fn at(tx: &Tx<'_>, stage: &Stage, place: Place) -> Result<String, Fail> {
    match place {
        Place::Behind(card) => behind(tx, stage, card).await,
        Place::First => first(tx, stage).await,
        Place::Ordered => last(tx, stage).await,
    }
}

/// A rank behind every card of a stage.
///
/// # Errors
/// The database's.
pub(super) async fn last(tx: &Tx<'_>, stage: &Stage) -> Result<String, Fail> {
    queue(tx, stage).await?;
    Ok(rank::after(end(tx, &stage.key, Order::Desc).await?.as_deref()))
}

/// A rank before every card of a stage.
async fn first(tx: &Tx<'_>, stage: &Stage) -> Result<String, Fail> {
    queue(tx, stage).await?;
    Ok(rank::between(None, end(tx, &stage.key, Order::Asc).await?.as_deref()))
}

/// A rank right behind a card that the actor sees in that stage.
async fn behind(tx: &Tx<'_>, stage: &Stage, before: OpportunityId) -> Result<String, Fail> {
    queue(tx, stage).await?;
    let card = row::Entity::visible_one(&tx.ctx.actor, before).one(tx.db).await?.ok_or(AppError::NotFound)?;
    // Somebody was faster and moved it on.
    if card.stage != stage.key {
        return last(tx, stage).await;
    }
    let after = ranks(&stage.key).filter(row::Column::Rank.gt(card.rank.clone()));
    let next = after.order_by_asc(row::Column::Rank).into_tuple::<String>().one(tx.db).await?;
    Ok(rank::between(Some(&card.rank), next.as_deref()))
}

/// Waits for those who look for a place in the same stage: else two find the same one, and with many at once some never
/// find theirs. SQLite has one writer anyway. Always before the rows of opportunities, so that nobody waits in a circle;
/// and no stronger than that, or those who only name the stage would wait as well.
async fn queue(tx: &Tx<'_>, stage: &Stage) -> Result<(), DbErr> {
    if tx.db.get_database_backend() == DbBackend::Postgres {
        let row = stage::Entity::find_by_id(stage.key.0.clone()).select_only().column(stage::Column::Key);
        row.lock(LockType::NoKeyUpdate).into_tuple::<String>().one(tx.db).await?;
    }
    Ok(())
}

/// The last rank of a stage, or the first.
///
/// # Errors
/// The database's.
pub async fn end(tx: &Tx<'_>, stage: &StageKey, order: Order) -> Result<Option<String>, DbErr> {
    ranks(stage).order_by(row::Column::Rank, order).into_tuple().one(tx.db).await
}

fn ranks(stage: &StageKey) -> Select<row::Entity> {
    // unscoped: ranks are unique in the whole stage, seen or not
    row::Entity::find().select_only().column(row::Column::Rank).filter(row::Column::Stage.eq(stage.clone()))
}
