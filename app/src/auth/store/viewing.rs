//! View as: an administrator looks on as another user. The session remembers as whom, and a record stays.

use super::session::of_user;
use crate::core::AppError;
use crate::core::ctx::{Ctx, Guest};
use crate::core::db::Ring;
use crate::core::write::{Fail, Tx, notify_of, write};
use entity::Actor;
use entity::event::{Deed, Detail};
use entity::session::row as session;
use entity::shared::actor::Action;
use entity::shared::ids::UserId;
use entity::user::row as user;
use sea_orm::sea_query::{Expr, IntoCondition};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// Begins to look on as `whom`, in this session.
///
/// # Errors
/// [`AppError::Denied`] for others than administrators and while one looks on, [`AppError::Refused`] for oneself,
/// [`AppError::NotFound`] for somebody who is not there or may not sign in.
pub async fn view_as(ctx: &Ctx, whom: UserId) -> Result<(), AppError> {
    ctx.allow(Action::Administer)?;
    if whom == ctx.actor.id {
        return Err(AppError::Refused("This is you. Choose somebody else to look on as.".to_owned()));
    }
    write(ctx, None, whom, |tx, whom| Box::pin(begin(tx, whom))).await?;
    ctx.db.bell.ring(Ring::User(ctx.actor.id));
    Ok(())
}

async fn begin(tx: &Tx<'_>, whom: UserId) -> Result<(), Fail> {
    let whom = user::Entity::find_by_id(whom).one(tx.db).await?.filter(|whom| whom.standing().can_be_viewed());
    let whom = whom.ok_or(AppError::NotFound)?;
    keep(tx, &tx.ctx.session, Some(whom.id)).await?;
    record(tx, &whom.actor(), "began").await
}

/// Ceases to look on; nothing happens when one does not.
///
/// # Errors
/// The database's.
pub async fn stop_viewing(guest: &Guest, ctx: &Ctx) -> Result<(), AppError> {
    let own = ctx.own(guest);
    write(&own, None, own.session.clone(), |tx, session| {
        Box::pin(async move { cease(tx, session::Column::Id.eq(session)).await })
    })
    .await?;
    own.db.bell.ring(Ring::User(own.actor.id));
    Ok(())
}

/// Ends and records the looking on of those of the actor's sessions that `which` says, also when nobody can be looked on as any
/// more. Whatever ends a session asks this first.
pub(super) async fn cease(tx: &Tx<'_>, which: impl IntoCondition) -> Result<(), Fail> {
    let found = session::Entity::find()
        .filter(session::Column::UserId.eq(tx.ctx.actor.id))
        .filter(session::Column::ViewingId.is_not_null())
        .filter(which)
        .all(tx.db)
        .await?;
    for session in found {
        keep(tx, &session.id, None).await?;
        let whom = session.viewing_id.map(user::Entity::find_by_id);
        if let Some(whom) = whom
            && let Some(whom) = whom.one(tx.db).await?
        {
            record(tx, &whom.actor(), "ceased").await?;
        }
    }
    Ok(())
}

/// The session's streams, here and on other nodes, look at once as whom they are.
async fn keep(tx: &Tx<'_>, session: &str, whom: Option<UserId>) -> Result<(), Fail> {
    session::Entity::update_many()
        .col_expr(session::Column::ViewingId, Expr::value(whom))
        .filter(session::Column::Id.eq(session))
        .exec(tx.db)
        .await?;
    Ok(notify_of(tx.db, tx.ctx.actor.id).await?)
}

async fn record(tx: &Tx<'_>, whom: &Actor, what: &str) -> Result<(), Fail> {
    let note = format!("{} {what} to look on", tx.ctx.actor.name);
    let detail = Detail { name: whom.name.clone(), note, ..Detail::default() };
    tx.event(of_user(whom.id, Deed::Viewed, detail)).await?;
    Ok(())
}
