//! Counting attempts, shared by all nodes through the database (S23).

use super::session::hashed;
use crate::core::AppError;
use crate::core::ctx::Guest;
use chrono::TimeDelta;
use entity::session::rules::{FREE_PER_ACCOUNT, FREE_PER_IP, WINDOW, wait};
use entity::session::throttle as row;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};

/// Counts an attempt at an account from an address, and tells whether it may be made now.
///
/// # Errors
/// [`AppError::TooMany`] with the seconds to wait.
pub async fn attempt(guest: &Guest, email: &str) -> Result<(), AppError> {
    let account = format!("sign-in:account:{}", hashed(email));
    let address = format!("sign-in:ip:{}", guest.ip);
    for (key, free) in [(account, FREE_PER_ACCOUNT), (address, FREE_PER_IP)] {
        count(guest, key, free).await?;
    }
    Ok(())
}

async fn count(guest: &Guest, key: String, free: i64) -> Result<(), AppError> {
    let now = guest.source.now();
    let known = row::Entity::find_by_id(key.clone()).one(&guest.db.write).await?;
    let (count, window_start, last_at) = match known {
        Some(known) if now - known.window_start < WINDOW => (known.count, known.window_start, known.last_at),
        _ => (0, now, now - WINDOW),
    };
    let left = wait(count, free) - (now - last_at);
    if left > TimeDelta::zero() {
        return Err(AppError::TooMany(u64::try_from(left.num_seconds().max(1)).unwrap_or(1)));
    }
    let next =
        row::ActiveModel { id: Set(key), count: Set(count + 1), window_start: Set(window_start), last_at: Set(now) };
    row::Entity::insert(next)
        .on_conflict(
            OnConflict::column(row::Column::Id)
                .update_columns([row::Column::Count, row::Column::WindowStart, row::Column::LastAt])
                .to_owned(),
        )
        .exec_without_returning(&guest.db.write)
        .await?;
    Ok(())
}

/// A right password wipes the account's count.
///
/// # Errors
/// The database's.
pub async fn forgive(guest: &Guest, email: &str) -> Result<(), AppError> {
    let account = format!("sign-in:account:{}", hashed(email));
    row::Entity::delete_many().filter(row::Column::Id.eq(account)).exec(&guest.db.write).await?;
    let stale = guest.source.now() - WINDOW * 4;
    row::Entity::delete_many().filter(row::Column::LastAt.lt(stale)).exec(&guest.db.write).await?;
    Ok(())
}
