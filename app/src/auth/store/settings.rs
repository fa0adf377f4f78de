//! One's own settings and sessions.

use crate::auth::password;
use crate::auth::types::{PasswordForm, SessionRow, SettingsData};
use crate::core::AppError;
use crate::core::ctx::Ctx;
use crate::core::db::Ring;
use entity::session::row as session;
use entity::user::row as user;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

async fn me(ctx: &Ctx) -> Result<user::Model, AppError> {
    user::Entity::find_by_id(ctx.actor.id).one(&ctx.db.read).await?.ok_or(AppError::SignedOut)
}

/// Everything on the settings page.
///
/// # Errors
/// The database's.
pub async fn settings(ctx: &Ctx) -> Result<SettingsData, AppError> {
    let me = me(ctx).await?;
    let rows = session::Entity::find()
        .filter(session::Column::UserId.eq(ctx.actor.id))
        .filter(session::Column::Epoch.eq(me.epoch))
        .filter(session::Column::ExpiresAt.gt(ctx.now))
        .order_by_desc(session::Column::LastSeenAt)
        .all(&ctx.db.read)
        .await?;
    let sessions = rows.into_iter().map(|row| SessionRow {
        browser: row.user_agent,
        ip: row.ip,
        last_seen: ctx.local(row.last_seen_at),
        here: row.id == ctx.session,
    });
    Ok(SettingsData {
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
pub async fn sign_out(ctx: &Ctx) -> Result<(), AppError> {
    session::Entity::delete_by_id(ctx.session.clone()).exec(&ctx.db.write).await?;
    ctx.db.bell.ring(Ring::User(ctx.actor.id));
    Ok(())
}

/// Ends every session of this user, this one too: older epochs are over.
///
/// # Errors
/// The database's.
pub async fn sign_out_everywhere(ctx: &Ctx) -> Result<(), AppError> {
    user::Entity::update_many()
        .col_expr(user::Column::Epoch, Expr::col(user::Column::Epoch).add(1))
        .filter(user::Column::Id.eq(ctx.actor.id))
        .exec(&ctx.db.write)
        .await?;
    ctx.db.bell.ring(Ring::User(ctx.actor.id));
    Ok(())
}

/// Changes one's own password and ends every other session (S13).
///
/// # Errors
/// [`AppError::Invalid`] at the field that is wrong.
pub async fn change_password(ctx: &Ctx, form: PasswordForm) -> Result<(), AppError> {
    form.parse()?;
    let me = me(ctx).await?;
    if !password::verify(form.current, Some(me.password_hash)).await? {
        return Err(AppError::field("current", "This is not your present password."));
    }
    let hash = password::hash(form.password).await?;
    user::Entity::update_many()
        .col_expr(user::Column::PasswordHash, Expr::value(hash))
        .col_expr(user::Column::Epoch, Expr::col(user::Column::Epoch).add(1))
        .filter(user::Column::Id.eq(ctx.actor.id))
        .exec(&ctx.db.write)
        .await?;
    session::Entity::update_many()
        .col_expr(session::Column::Epoch, Expr::value(me.epoch + 1))
        .filter(session::Column::Id.eq(ctx.session.clone()))
        .exec(&ctx.db.write)
        .await?;
    ctx.db.bell.ring(Ring::User(ctx.actor.id));
    Ok(())
}

/// Light, dark, or as the machine says.
///
/// # Errors
/// [`AppError::Invalid`] for another word.
pub async fn set_theme(ctx: &Ctx, theme: String) -> Result<(), AppError> {
    if !["auto", "light", "dark"].contains(&theme.as_str()) {
        return Err(AppError::field("theme", "Choose automatic, light or dark."));
    }
    user::Entity::update_many()
        .col_expr(user::Column::Theme, Expr::value(theme))
        .filter(user::Column::Id.eq(ctx.actor.id))
        .exec(&ctx.db.write)
        .await?;
    Ok(())
}
