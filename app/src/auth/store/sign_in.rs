//! Signing in.

use super::session::{Lasting, NewSession, start};
use super::throttle;
use crate::auth::password;
use crate::core::AppError;
use crate::core::ctx::{Ctx, Guest};
use crate::core::write::keep_house;
use entity::FieldErrors;
use entity::user::SignInForm;
use entity::user::row as user;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// Starts a session for the right address and password. Whatever is wrong, the answer and its time are the same (S24).
///
/// # Errors
/// [`AppError::Invalid`] for any wrong pair, [`AppError::TooMany`] when tried too often.
pub async fn sign_in(guest: &Guest, earlier: Option<&Ctx>, form: &SignInForm) -> Result<NewSession, AppError> {
    let (email, typed) = form.parse()?;
    let (now, keys) = (guest.source.now(), throttle::sign_in(guest, &email));
    throttle::attempt(&guest.db, now, keys.clone()).await?;
    let found = user::Entity::find().filter(user::Column::Email.eq(email)).one(&guest.db.read).await?;
    let able = found.filter(|user| user.active && !user.password_hash.is_empty());
    let stored = able.as_ref().map(|user| user.password_hash.clone());
    let fits = password::verify(typed.clone(), stored).await?;
    let Some(user) = able.filter(|_| fits) else {
        return Err(AppError::Invalid(FieldErrors::one("email", "E-mail and password do not belong together.")));
    };
    throttle::forgive(&guest.db, now, keys).await?;
    if password::is_dated(&user.password_hash) {
        renew(guest, &user, password::hash(typed).await?).await?;
    }
    let lasting = if form.keep == "on" { Lasting::Kept } else { Lasting::Day };
    start(guest, &user, lasting, earlier).await
}

/// Stores a hash by today's parameters; only now is the password at hand.
async fn renew(guest: &Guest, user: &user::Model, hash: String) -> Result<(), AppError> {
    keep_house(&guest.db, (user.id, user.password_hash.clone(), hash), |tx, (id, dated, hash)| {
        Box::pin(async move {
            user::Entity::update_many()
                .col_expr(user::Column::PasswordHash, Expr::value(hash))
                .filter(user::Column::Id.eq(id))
                // Not over another one that was given meanwhile.
                .filter(user::Column::PasswordHash.eq(dated))
                .exec(tx)
                .await?;
            Ok(())
        })
    })
    .await
}
