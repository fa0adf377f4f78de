//! Server functions of signing in and of one's own settings.

use super::types::{FirstAdminForm, PasswordForm, SettingsData, Went};
use crate::core::AppError;
#[cfg(feature = "ssr")]
use crate::routes;
use entity::shared::ids::UserId;
use entity::user::SignInForm;
use leptos::prelude::*;

/// Signs in; anonymous.
#[server(endpoint = "auth/sign_in")]
pub async fn sign_in(form: SignInForm) -> Result<Went, AppError> {
    let earlier = crate::core::ctx::ctx().ok();
    let session = super::store::sign_in(&crate::core::ctx::guest()?, earlier.as_ref(), &form).await?;
    crate::core::reply::start_session(&session);
    Ok(went(&routes::safe_next(&form.next)))
}

/// Creates the first administrator; anonymous, and only while there are no users.
#[server(endpoint = "auth/first_admin")]
pub async fn first_admin(form: FirstAdminForm) -> Result<Went, AppError> {
    let session = super::store::first_admin(&crate::core::ctx::guest()?, &form).await?;
    crate::core::reply::start_session(&session);
    Ok(went(routes::HOME))
}

/// Signs out.
#[server(endpoint = "auth/sign_out")]
pub async fn sign_out() -> Result<Went, AppError> {
    super::store::sign_out(&crate::core::ctx::guest()?, &crate::core::ctx::ctx()?).await?;
    crate::core::reply::end_session();
    Ok(went(routes::SIGN_IN))
}

/// Looks on as another user, read-only, until [`stop_viewing`] or the end of the session.
#[server(endpoint = "auth/view_as")]
pub async fn view_as(user: UserId) -> Result<Went, AppError> {
    super::store::view_as(&crate::core::ctx::ctx()?, user).await?;
    Ok(went(routes::HOME))
}

/// Ceases to look on as somebody else.
#[server(endpoint = "auth/stop_viewing")]
pub async fn stop_viewing() -> Result<Went, AppError> {
    super::store::stop_viewing(&crate::core::ctx::guest()?, &crate::core::ctx::ctx()?).await?;
    Ok(went(routes::USERS))
}

/// Ends every session of this user.
#[server(endpoint = "auth/sign_out_everywhere")]
pub async fn sign_out_everywhere() -> Result<Went, AppError> {
    super::store::sign_out_everywhere(&crate::core::ctx::ctx()?).await?;
    crate::core::reply::end_session();
    Ok(went(routes::SIGN_IN))
}

/// Ends one of one's own sessions.
#[server(endpoint = "auth/end_session")]
pub async fn end_session(session: String) -> Result<Went, AppError> {
    super::store::end_session(&crate::core::ctx::ctx()?, &session).await?;
    Ok(went(routes::SETTINGS))
}

/// Changes one's own password.
#[server(endpoint = "auth/change_password")]
pub async fn change_password(form: PasswordForm) -> Result<Went, AppError> {
    let ctx = crate::core::ctx::ctx()?;
    super::store::change_password(&ctx, form).await?;
    // A page without scripting has no other way to say so.
    Ok(went(&crate::core::flash_store::telling(&ctx, routes::SETTINGS, super::settings::CHANGED).await))
}

/// Light, dark, or as the machine says.
#[server(endpoint = "auth/set_theme")]
pub async fn set_theme(theme: String) -> Result<Went, AppError> {
    super::store::set_theme(&crate::core::ctx::ctx()?, theme).await?;
    Ok(went(routes::SETTINGS))
}

/// One's own settings and sessions.
#[server(endpoint = "auth/settings")]
pub async fn read_settings() -> Result<SettingsData, AppError> {
    super::store::settings(&crate::core::ctx::ctx()?, crate::core::ctx::guest()?.lives).await
}

#[cfg(feature = "ssr")]
fn went(path: &str) -> Went {
    crate::core::reply::goto(path);
    Went { goto: path.to_owned() }
}
