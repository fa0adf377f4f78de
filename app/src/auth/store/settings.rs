//! One's own settings and sessions.

use super::session::tell;
use super::throttle;
use super::viewing::cease;
use crate::auth::password;
use crate::auth::types::{PasswordForm, SessionRow, SettingsData};
use crate::core::AppError;
use crate::core::ctx::{Ctx, Guest};
use crate::core::db::Ring;
use crate::core::write::{Fail, Tx, keep_house, notify_of, write};
use entity::event::{Deed, Detail};
use entity::session::row as session;
use entity::session::rules::Lives;
use entity::user::row as user;
use sea_orm::sea_query::{Condition, Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Select};

/// Characters of a session's id that pages name it by.
const SHORT: usize = 16;

async fn me(ctx: &Ctx) -> Result<user::Model, AppError> {
    user::Entity::find_by_id(ctx.actor.id).one(&ctx.db.read).await?.ok_or(AppError::SignedOut)
}

fn my_sessions(ctx: &Ctx) -> Select<session::Entity> {
    session::Entity::find().filter(session::Column::UserId.eq(ctx.actor.id))
}

/// Everything on the settings page.
///
/// # Errors
/// The database's.
pub async fn settings(ctx: &Ctx, lives: Lives) -> Result<SettingsData, AppError> {
    let me = me(ctx).await?;
    let rows = my_sessions(ctx)
        .filter(session::Column::Epoch.eq(me.epoch))
        .order_by_desc(session::Column::LastSeenAt)
        .all(&ctx.db.read)
        .await?;
    let living = rows.into_iter().filter(|row| !lives.is_over(ctx.now, row.last_seen_at, row.expires_at, row.kept));
    let sessions = living.map(|row| SessionRow {
        here: row.id == ctx.session,
        id: row.id.chars().take(SHORT).collect(),
        browser: row.user_agent,
        ip: row.ip,
        last_seen: ctx.local(row.last_seen_at),
    });
    Ok(SettingsData {
        name: me.name,
        role: me.role,
        email: me.email,
        theme: me.theme,
        time_zone: me.time_zone,
        sessions: sessions.collect(),
        today: ctx.today(),
    })
}

/// Ends this session.
///
/// # Errors
/// The database's.
pub async fn sign_out(guest: &Guest, ctx: &Ctx) -> Result<(), AppError> {
    let own = ctx.own(guest);
    end(&own, own.session.clone()).await
}

/// Ends one of one's own sessions, named as [`SessionRow::id`] names it.
///
/// # Errors
/// [`AppError::NotFound`] for somebody else's, and for one that is over.
pub async fn end_session(ctx: &Ctx, short: &str) -> Result<(), AppError> {
    let rows = my_sessions(ctx).all(&ctx.db.read).await?;
    let found = rows.into_iter().find(|row| short.len() == SHORT && row.id.starts_with(short));
    end(ctx, found.ok_or(AppError::NotFound)?.id).await
}

async fn end(ctx: &Ctx, id: String) -> Result<(), AppError> {
    write(ctx, None, id, |tx, id| {
        Box::pin(async move {
            cease(tx, session::Column::Id.eq(id.clone())).await?;
            session::Entity::delete_by_id(id).exec(tx.db).await?;
            // The session's streams may be another node's.
            notify_of(tx.db, tx.ctx.actor.id).await?;
            Ok(())
        })
    })
    .await?;
    ctx.db.bell.ring(Ring::User(ctx.actor.id));
    Ok(())
}

/// Ends every session of this user, this one too.
///
/// # Errors
/// The database's.
pub async fn sign_out_everywhere(ctx: &Ctx) -> Result<(), AppError> {
    write(ctx, None, (), |tx, ()| {
        Box::pin(async move {
            raise_epoch(tx).await?;
            cease(tx, Condition::all()).await?;
            session::Entity::delete_many().filter(session::Column::UserId.eq(tx.ctx.actor.id)).exec(tx.db).await?;
            tell(tx, Deed::SignedOut, Detail::default()).await
        })
    })
    .await?;
    ctx.db.bell.ring(Ring::User(ctx.actor.id));
    Ok(())
}

/// Older sessions end, on every node, at their next request.
async fn raise_epoch(tx: &Tx<'_>) -> Result<(), Fail> {
    user::Entity::update_many()
        .col_expr(user::Column::Epoch, Expr::col(user::Column::Epoch).add(1))
        .filter(user::Column::Id.eq(tx.ctx.actor.id))
        .exec(tx.db)
        .await?;
    Ok(())
}

/// Changes one's own password and ends every other session (S13).
///
/// # Errors
/// [`AppError::Invalid`] at the field that is wrong.
pub async fn change_password(ctx: &Ctx, form: PasswordForm) -> Result<(), AppError> {
    form.parse()?;
    let me = me(ctx).await?;
    password::strong(&form.password, &[&me.email, &me.name]).map_err(|why| AppError::field("password", why))?;
    let keys = throttle::present_password(ctx);
    throttle::attempt(&ctx.db, ctx.now, keys.clone()).await?;
    if !password::verify(form.current, Some(me.password_hash.clone())).await? {
        return Err(AppError::field("current", "This is not your present password."));
    }
    throttle::forgive(&ctx.db, ctx.now, keys).await?;
    let hash = password::hash(form.password).await?;
    let was = (me.password_hash, me.epoch);
    write(ctx, None, (was, hash), |tx, (was, hash)| Box::pin(store_password(tx, was, hash))).await?;
    ctx.db.bell.ring(Ring::User(ctx.actor.id));
    Ok(())
}

/// Only in the place of the password that was shown to be known: hashing takes its time, and an operator may have given
/// another one meanwhile, or ended the sessions.
async fn store_password(tx: &Tx<'_>, (known, epoch): (String, i64), hash: String) -> Result<(), Fail> {
    let me = tx.ctx.actor.id;
    let done = user::Entity::update_many()
        .col_expr(user::Column::PasswordHash, Expr::value(hash))
        .filter(user::Column::Id.eq(me))
        .filter(user::Column::PasswordHash.eq(known))
        .filter(user::Column::Epoch.eq(epoch))
        .filter(user::Column::Active.eq(true))
        .exec(tx.db)
        .await?;
    if done.rows_affected != 1 {
        return Err(AppError::SignedOut.into());
    }
    let others = session::Column::Id.ne(tx.ctx.session.clone());
    cease(tx, others.clone()).await?;
    session::Entity::delete_many().filter(session::Column::UserId.eq(me)).filter(others).exec(tx.db).await?;
    // A sign-in with the old password that is under way would begin a session of the old epoch.
    raise_epoch(tx).await?;
    session::Entity::update_many()
        .col_expr(session::Column::Epoch, Expr::col(session::Column::Epoch).add(1))
        .filter(session::Column::Id.eq(tx.ctx.session.clone()))
        .exec(tx.db)
        .await?;
    tell(tx, Deed::Changed, Detail { note: "Password changed".to_owned(), ..Detail::default() }).await
}

/// Light, dark, or as the machine says.
///
/// # Errors
/// [`AppError::Invalid`] for another word.
pub async fn set_theme(ctx: &Ctx, theme: String) -> Result<(), AppError> {
    if !["auto", "light", "dark"].contains(&theme.as_str()) {
        return Err(AppError::field("theme", "Choose automatic, light or dark."));
    }
    keep_house(&ctx.db, (ctx.actor.id, theme), |tx, (me, theme)| {
        Box::pin(async move {
            user::Entity::update_many()
                .col_expr(user::Column::Theme, Expr::value(theme))
                .filter(user::Column::Id.eq(me))
                .exec(tx)
                .await?;
            Ok(())
        })
    })
    .await
}
