//! The first administrator of a fresh installation.

use super::session::{Lasting, NewSession, start};
use super::throttle;
use crate::auth::password;
use crate::auth::types::{FirstAdmin, FirstAdminForm};
use crate::core::AppError;
use crate::core::ctx::Guest;
use crate::core::secret;
use crate::core::write::{Fail, keep_house};
use entity::Role;
use entity::dealer::setting;
use entity::shared::ids::UserId;
use entity::user::row as user;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, PaginatorTrait,
    QueryFilter, QuerySelect, Set,
};

/// Setting that holds the hash of the one-time word while nobody can sign in.
const TOKEN: &str = "first_run_token";

/// Whether anybody can sign in yet.
///
/// # Errors
/// The database's.
pub async fn has_users(guest: &Guest) -> Result<bool, AppError> {
    Ok(somebody(&guest.db.read).await?)
}

/// People whom an import brought have no password: as long as there are only those, nobody can sign in.
async fn somebody<C: ConnectionTrait>(db: &C) -> Result<bool, DbErr> {
    let users = user::Entity::find().filter(user::Column::PasswordHash.ne(""));
    Ok(users.limit(1).count(db).await? > 0)
}

/// A fresh one-time word for the terminal, while nobody can sign in; words printed before are void.
///
/// # Errors
/// The database's.
pub async fn invite(guest: &Guest) -> Result<Option<String>, AppError> {
    if has_users(guest).await? {
        return Ok(None);
    }
    let word = secret::token();
    keep_house(&guest.db, secret::hashed(&word), |tx, hash| Box::pin(set(tx, TOKEN, hash))).await?;
    Ok(Some(word))
}

/// Creates the administrator, once, for the one who can read the terminal.
///
/// # Errors
/// [`AppError::NotFound`] when there are users already, [`AppError::Invalid`] for a wrong word.
pub async fn first_admin(guest: &Guest, form: &FirstAdminForm) -> Result<NewSession, AppError> {
    let admin = form.parse()?;
    if has_users(guest).await? {
        return Err(AppError::NotFound);
    }
    throttle::attempt(&guest.db, guest.source.now(), throttle::first_run(guest)).await?;
    password::strong(&admin.password, &[&admin.email, &admin.name, &admin.dealer])
        .map_err(|why| AppError::field("password", why))?;
    let hash = password::hash(admin.password.clone()).await?;
    let (id, now) = (UserId(guest.source.id()), guest.source.now());
    let row = keep_house(&guest.db, (admin, hash), move |tx, (admin, hash)| {
        Box::pin(async move {
            claim(tx, &admin).await?;
            set(tx, "dealer_name", admin.dealer).await?;
            let zone = setting::Entity::find_by_id("time_zone").one(tx).await?;
            let row = user::ActiveModel {
                id: Set(id),
                email: Set(admin.email),
                name: Set(admin.name),
                role: Set(Role::Admin),
                region_id: Set(None),
                branch_id: Set(None),
                password_hash: Set(hash),
                active: Set(true),
                epoch: Set(0),
                time_zone: Set(zone.map_or_else(|| "UTC".to_owned(), |zone| zone.value)),
                theme: Set("auto".to_owned()),
                created_at: Set(now),
                version: Set(1),
            };
            Ok(row.insert(tx).await?)
        })
    })
    .await?;
    start(guest, &row, Lasting::Day, None).await
}

/// Uses the word up. Its row is locked first: of two at once the second finds it gone.
async fn claim(tx: &DatabaseTransaction, admin: &FirstAdmin) -> Result<(), Fail> {
    let kept = setting::Entity::find_by_id(TOKEN).lock_exclusive().one(tx).await?;
    if somebody(tx).await? {
        return Err(AppError::NotFound.into());
    }
    if kept.is_none_or(|kept| kept.value != secret::hashed(&admin.token)) {
        return Err(AppError::field("token", "This is not the word that was printed last.").into());
    }
    setting::Entity::delete_by_id(TOKEN).exec(tx).await?;
    Ok(())
}

async fn set(tx: &DatabaseTransaction, name: &'static str, value: String) -> Result<(), Fail> {
    let row = setting::ActiveModel { name: Set(name.to_owned()), value: Set(value) };
    let anew = OnConflict::column(setting::Column::Name).update_column(setting::Column::Value).to_owned();
    setting::Entity::insert(row).on_conflict(anew).exec_without_returning(tx).await?;
    Ok(())
}
