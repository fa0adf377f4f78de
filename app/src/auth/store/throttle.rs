//! Counting attempts, shared by all nodes through the database (S23).

use crate::core::AppError;
use crate::core::ctx::{Ctx, Guest};
use crate::core::db::Db;
use crate::core::secret::hashed;
use crate::core::write::{Fail, keep_house};
use chrono::{DateTime, TimeDelta, Utc};
use entity::session::rules::{FAMILIAR, FREE_PER_ACCOUNT, FREE_PER_IP, WINDOW, network, wait};
use entity::session::throttle as row;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect, Set};

/// What one attempt is counted on.
#[derive(Debug, Clone)]
pub struct Keys {
    /// The account, for addresses it was never used from.
    account: String,
    /// The account at an address from which it signed in before: strangers cannot slow that down.
    familiar: String,
    /// The address.
    address: String,
}

/// The keys of a sign-in. The account is stored as a hash: the table shall not list who works here.
pub fn sign_in(guest: &Guest, email: &str) -> Keys {
    let network = network(&guest.ip);
    Keys {
        account: format!("sign-in:account:{}", hashed(email)),
        familiar: format!("familiar:{}", hashed(&format!("{email} {network}"))),
        address: format!("sign-in:ip:{network}"),
    }
}

/// The keys of guessing the word from the terminal.
pub fn first_run(guest: &Guest) -> Keys {
    let address = format!("first-run:ip:{}", network(&guest.ip));
    Keys { account: "first-run".to_owned(), familiar: format!("familiar:{address}"), address }
}

/// The keys of typing one's present password: a stolen session shall not guess it.
pub fn present_password(ctx: &Ctx) -> Keys {
    let account = format!("password:{}", ctx.actor.id);
    Keys { familiar: format!("familiar:{account}"), address: format!("{account}:any"), account }
}

/// Counts an attempt, before it is made, and tells whether it may be made now.
///
/// # Errors
/// [`AppError::TooMany`] with the seconds to wait; such a refusal is not counted.
pub async fn attempt(db: &Db, now: DateTime<Utc>, keys: Keys) -> Result<(), AppError> {
    keep_house(db, keys, move |tx, keys| {
        Box::pin(async move {
            let familiar = row::Entity::find_by_id(keys.familiar.clone()).one(tx).await?.is_some();
            count(tx, now, if familiar { keys.familiar } else { keys.account }, FREE_PER_ACCOUNT).await?;
            count(tx, now, keys.address, FREE_PER_IP).await
        })
    })
    .await
}

/// Counts a form of somebody not signed in that was refused and is kept for him.
///
/// # Errors
/// [`AppError::TooMany`] with the seconds to wait.
pub async fn count_stranger(guest: &Guest) -> Result<(), AppError> {
    let (now, key) = (guest.source.now(), format!("flash:ip:{}", network(&guest.ip)));
    keep_house(&guest.db, key, move |tx, key| Box::pin(count(tx, now, key, FREE_PER_IP))).await
}

async fn count(tx: &DatabaseTransaction, now: DateTime<Utc>, key: String, free: i64) -> Result<(), Fail> {
    let fresh = row::ActiveModel {
        id: Set(key.clone()),
        count: Set(0),
        window_start: Set(now),
        last_at: Set(DateTime::<Utc>::UNIX_EPOCH),
    };
    // Writing the id onto itself takes the row's lock, so that attempts at once are counted one by one.
    let locked = OnConflict::column(row::Column::Id).update_column(row::Column::Id).to_owned();
    row::Entity::insert(fresh).on_conflict(locked).exec_without_returning(tx).await?;
    let known = row::Entity::find_by_id(key.clone()).one(tx).await?;
    let (count, window_start, last_at) = match known {
        Some(known) if now - known.window_start < WINDOW => (known.count, known.window_start, known.last_at),
        _ => (0, now, DateTime::<Utc>::UNIX_EPOCH),
    };
    let left = wait(count, free) - (now - last_at);
    if left > TimeDelta::zero() {
        let seconds = left.num_seconds() + i64::from(left.subsec_nanos() > 0);
        return Err(AppError::TooMany(u64::try_from(seconds).unwrap_or(1)).into());
    }
    let row =
        row::ActiveModel { id: Set(key), count: Set(count + 1), window_start: Set(window_start), last_at: Set(now) };
    row::Entity::update(row).exec(tx).await?;
    Ok(())
}

/// After a right password: the account's count is wiped, the attempt does not count on the address, and the address is
/// familiar from now on.
///
/// # Errors
/// The database's.
pub async fn forgive(db: &Db, now: DateTime<Utc>, keys: Keys) -> Result<(), AppError> {
    keep_house(db, keys, move |tx, keys| {
        Box::pin(async move {
            row::Entity::delete_many().filter(row::Column::Id.eq(keys.account)).exec(tx).await?;
            sweep(tx, now).await?;
            remember(tx, now, keys.familiar).await?;
            if let Some(known) = row::Entity::find_by_id(keys.address).lock_exclusive().one(tx).await? {
                let count = (known.count - 1).max(0);
                let less = row::ActiveModel { id: Set(known.id), count: Set(count), ..Default::default() };
                row::Entity::update(less).exec(tx).await?;
            }
            Ok(())
        })
    })
    .await
}

async fn remember(tx: &DatabaseTransaction, now: DateTime<Utc>, familiar: String) -> Result<(), Fail> {
    let row = row::ActiveModel { id: Set(familiar), count: Set(0), window_start: Set(now), last_at: Set(now) };
    let again = OnConflict::column(row::Column::Id)
        .update_columns([row::Column::Count, row::Column::WindowStart, row::Column::LastAt])
        .to_owned();
    row::Entity::insert(row).on_conflict(again).exec_without_returning(tx).await?;
    Ok(())
}

/// Forgets what no longer counts.
async fn sweep(tx: &DatabaseTransaction, now: DateTime<Utc>) -> Result<(), Fail> {
    row::Entity::delete_many()
        .filter(row::Column::LastAt.lt(now - WINDOW * 4))
        .filter(row::Column::Id.not_like("familiar:%"))
        .exec(tx)
        .await?;
    row::Entity::delete_many()
        .filter(row::Column::LastAt.lt(now - FAMILIAR))
        .filter(row::Column::Id.like("familiar:%"))
        .exec(tx)
        .await?;
    Ok(())
}
