//! The first administrator of a fresh installation.

use super::session::{NewSession, start};
use crate::auth::password;
use crate::auth::types::FirstAdminForm;
use crate::core::AppError;
use crate::core::ctx::Guest;
use entity::Role;
use entity::dealer::setting;
use entity::shared::ids::UserId;
use entity::user::row as user;
use sea_orm::{
    ActiveModelTrait, EntityTrait, PaginatorTrait, Set, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

/// Setting that holds the one-time word while nobody has signed up.
pub const TOKEN: &str = "first_run_token";

/// Whether anybody can sign in yet.
///
/// # Errors
/// The database's.
pub async fn has_users(guest: &Guest) -> Result<bool, AppError> {
    Ok(user::Entity::find().count(&guest.db.read).await? > 0)
}

/// Creates the administrator, once, for the one who can read the terminal.
///
/// # Errors
/// [`AppError::NotFound`] when there are users already, [`AppError::Invalid`] for a wrong word.
pub async fn first_admin(guest: &Guest, form: &FirstAdminForm) -> Result<NewSession, AppError> {
    let admin = form.parse()?;
    let hash = password::hash(admin.password).await?;
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let tx = guest.db.write.begin_with_options(options).await?;
    if user::Entity::find().count(&tx).await? > 0 {
        return Err(AppError::NotFound);
    }
    let token = setting::Entity::find_by_id(TOKEN).one(&tx).await?;
    if token.is_none_or(|token| token.value != admin.token) {
        return Err(AppError::field("token", "This is not the word that was printed."));
    }
    let row = user::ActiveModel {
        id: Set(UserId(guest.source.id())),
        email: Set(admin.email),
        name: Set(admin.name),
        role: Set(Role::Admin),
        region_id: Set(None),
        branch_id: Set(None),
        password_hash: Set(hash),
        active: Set(true),
        epoch: Set(0),
        time_zone: Set("UTC".to_owned()),
        theme: Set("auto".to_owned()),
        created_at: Set(guest.source.now()),
        version: Set(1),
    };
    let row = row.insert(&tx).await?;
    setting::Entity::delete_by_id(TOKEN).exec(&tx).await?;
    setting::Entity::delete_by_id("dealer_name").exec(&tx).await?;
    let dealer = setting::ActiveModel { name: Set("dealer_name".to_owned()), value: Set(admin.dealer) };
    dealer.insert(&tx).await?;
    tx.commit().await?;
    start(guest, &row, false).await
}
