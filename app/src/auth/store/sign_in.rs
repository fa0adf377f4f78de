//! Signing in.

use super::session::{NewSession, start};
use super::throttle;
use crate::auth::password;
use crate::core::AppError;
use crate::core::ctx::Guest;
use entity::FieldErrors;
use entity::user::SignInForm;
use entity::user::row as user;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// Starts a session for the right address and password. Whatever is wrong, the answer and its time are the same (S24).
///
/// # Errors
/// [`AppError::Invalid`] for any wrong pair, [`AppError::TooMany`] when tried too often.
pub async fn sign_in(guest: &Guest, form: &SignInForm) -> Result<NewSession, AppError> {
    let (email, typed) = form.parse()?;
    throttle::attempt(guest, &email).await?;
    let found = user::Entity::find().filter(user::Column::Email.eq(email.clone())).one(&guest.db.read).await?;
    let able = found.filter(|user| user.active && !user.password_hash.is_empty());
    let stored = able.as_ref().map(|user| user.password_hash.clone());
    let fits = password::verify(typed, stored).await?;
    match able.filter(|_| fits) {
        Some(user) => {
            throttle::forgive(guest, &email).await?;
            start(guest, &user, form.keep == "on").await
        }
        None => Err(AppError::Invalid(FieldErrors::one("email", "E-mail and password do not belong together."))),
    }
}
