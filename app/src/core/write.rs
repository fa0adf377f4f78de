//! The one way to write: begin, let the law decide, save with the version, append the event, commit.

mod event;
mod once;

use super::AppError;
use super::ctx::Ctx;
use super::db::{Db, Ring};
use super::error::worth_another_try;
use entity::shared::ids::UserId;
pub use event::NewEvent;
pub use once::{Once, forget_answers};
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, SqliteTransactionMode, Statement, TransactionOptions,
    TransactionTrait,
};
use serde::{Serialize, de::DeserializeOwned};
use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant};

/// Channel on which nodes of one PostgreSQL wake each other.
pub const CHANNEL: &str = "ironbook_events";
/// Whole tries of a transaction before giving up.
const TRIES: u32 = 5;
/// None is begun later than this: a locked SQLite file lets each of them wait for seconds.
const PATIENCE: Duration = Duration::from_secs(8);

/// Told to somebody who looks on as another user and would change something.
const LOOKS_ON: &str =
    "You look on as somebody else, and nothing can be changed meanwhile. Stop looking on to work yourself.";

/// A future that a write runs.
pub type Work<'a, T> = Pin<Box<dyn Future<Output = Result<T, Fail>> + Send + 'a>>;

/// Why a try failed: for the person, or at the database, where another try may help.
#[derive(Debug)]
pub enum Fail {
    /// The answer is no.
    App(AppError),
    /// The database said no.
    Db(DbErr),
}

impl<E: Into<AppError>> From<E> for Fail
where
    E: NotDbErr,
{
    fn from(error: E) -> Self {
        Self::App(error.into())
    }
}

/// Everything that becomes an [`AppError`] except a database error, which must stay one until the tries are over.
pub trait NotDbErr {}
impl NotDbErr for AppError {}
impl NotDbErr for entity::FieldErrors {}
impl NotDbErr for entity::opportunity::transition::Refused {}

impl From<DbErr> for Fail {
    fn from(error: DbErr) -> Self {
        Self::Db(error)
    }
}

/// A running write: a connection for rows and a place for events.
pub struct Tx<'a> {
    /// Rows are read (in scope) and saved through this.
    pub db: &'a DatabaseTransaction,
    /// Who and when.
    pub ctx: &'a Ctx,
    once: Option<&'a Once>,
}

/// Runs `work` in one transaction, again on a fresh copy of `input` when the database asks for another try.
///
/// With `once`, the answer is stored in the same transaction and given again to the same key and input.
///
/// # Errors
/// What the work answers; [`AppError::Refused`] for a key used with another input.
pub async fn write<I, T, F>(ctx: &Ctx, once: Option<Once>, input: I, work: F) -> Result<T, AppError>
where
    I: Clone + Send + Sync,
    T: Serialize + DeserializeOwned + Send,
    F: for<'a> Fn(&'a Tx<'a>, I) -> Work<'a, T> + Send + Sync,
{
    let begun = Instant::now();
    for attempt in 1.. {
        match attempt_once(ctx, once.as_ref(), input.clone(), &work).await {
            Ok(answer) => {
                ctx.db.bell.ring(Ring::Events);
                return Ok(answer);
            }
            Err(fail) => pause(attempt, begun, fail).await?,
        }
    }
    Err(AppError::Unavailable)
}

/// Writes what is no news to anybody: sessions, attempts, what a refused form held. In one transaction, without event.
///
/// # Errors
/// What the work answers, and the database's.
pub async fn keep_house<I, T, F>(db: &Db, input: I, work: F) -> Result<T, AppError>
where
    I: Clone + Send + Sync,
    T: Send,
    F: for<'a> Fn(&'a DatabaseTransaction, I) -> Work<'a, T> + Send + Sync,
{
    let begun = Instant::now();
    for attempt in 1.. {
        match house_once(db, input.clone(), &work).await {
            Ok(answer) => return Ok(answer),
            Err(fail) => pause(attempt, begun, fail).await?,
        }
    }
    Err(AppError::Unavailable)
}

/// Begins what somebody has asked for.
async fn begin_for(db: &Db) -> Result<DatabaseTransaction, Fail> {
    unsealed(db)?;
    Ok(begin(db).await?)
}

/// Goes on only when something may be changed, in this database or beside it: whoever only looks on may change nothing.
///
/// # Errors
/// [`AppError::Denied`].
pub fn unsealed(db: &Db) -> Result<(), AppError> {
    if db.sealed { Err(AppError::Denied(LOOKS_ON.to_owned())) } else { Ok(()) }
}

async fn house_once<I, T, F>(db: &Db, input: I, work: &F) -> Result<T, Fail>
where
    F: for<'a> Fn(&'a DatabaseTransaction, I) -> Work<'a, T> + Send + Sync,
{
    let tx = begin_for(db).await?;
    let answer = work(&tx, input).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Begins a writing transaction. SQLite takes its one write lock at once: a reader that turns writer fails without
/// waiting (T12).
///
/// # Errors
/// The database's.
pub async fn begin(db: &Db) -> Result<DatabaseTransaction, DbErr> {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    db.write.begin_with_options(options).await
}

/// Tells other nodes of one PostgreSQL, when this commits, that there are new events.
///
/// # Errors
/// The database's.
pub async fn notify(db: &DatabaseTransaction) -> Result<(), DbErr> {
    if db.get_database_backend() == DbBackend::Postgres {
        say(db, String::new()).await?;
    }
    Ok(())
}

/// Tells other nodes of one PostgreSQL, when this commits, that sessions of a user have ended.
///
/// # Errors
/// The database's.
pub async fn notify_of(db: &DatabaseTransaction, user: UserId) -> Result<(), DbErr> {
    if db.get_database_backend() == DbBackend::Postgres {
        say(db, user.to_string()).await?;
    }
    Ok(())
}

async fn say(db: &DatabaseTransaction, what: String) -> Result<(), DbErr> {
    let notify = "SELECT pg_notify($1, $2)";
    let values = [CHANNEL.into(), what.into()];
    db.execute_raw(Statement::from_sql_and_values(DbBackend::Postgres, notify, values)).await?;
    Ok(())
}

/// Waits before another try, or gives up with what the person shall be told.
async fn pause(attempt: u32, begun: Instant, fail: Fail) -> Result<(), AppError> {
    let more = attempt < TRIES && begun.elapsed() < PATIENCE;
    match fail {
        Fail::App(error) => Err(error),
        Fail::Db(error) if more && worth_another_try(&error) => {
            tracing::debug!(attempt, "write is tried again: {error}");
            let millis = rand::random::<u64>() % (10 << attempt);
            tokio::time::sleep(Duration::from_millis(millis)).await;
            Ok(())
        }
        Fail::Db(error) => Err(error.into()),
    }
}

async fn attempt_once<I, T, F>(ctx: &Ctx, once: Option<&Once>, input: I, work: &F) -> Result<T, Fail>
where
    T: Serialize + DeserializeOwned + Send,
    F: for<'a> Fn(&'a Tx<'a>, I) -> Work<'a, T> + Send + Sync,
{
    let db = begin_for(&ctx.db).await?;
    if let Some(once) = once
        && !once.claim(&db, ctx).await?
    {
        return once.earlier_answer(&db, ctx).await;
    }
    let answer = work(&Tx { db: &db, ctx, once }, input).await?;
    if let Some(once) = once {
        once.remember(&db, &answer).await?;
    }
    notify(&db).await?;
    db.commit().await?;
    Ok(answer)
}
