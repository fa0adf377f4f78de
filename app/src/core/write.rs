//! The one way to write: begin, let the law decide, save with the version, append the event, commit.

use super::AppError;
use super::ctx::Ctx;
use super::db::{Db, Ring};
use super::error::worth_another_try;
use chrono::{DateTime, TimeDelta, Utc};
use entity::event::row as event_row;
use entity::event::{Deed, Detail, Noun};
use entity::session::idempotency;
use entity::shared::ids::{CustomerId, RecordId, RegionId, UserId};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, EntityTrait, QueryFilter, Set,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// Channel on which nodes of one PostgreSQL wake each other.
pub const CHANNEL: &str = "ironbook_events";
/// How long an answer is given again.
const REMEMBERED: TimeDelta = TimeDelta::hours(48);
/// Whole tries of a transaction before giving up.
const TRIES: u32 = 5;
/// None is begun later than this: a locked SQLite file lets each of them wait for seconds.
const PATIENCE: Duration = Duration::from_secs(8);

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

/// One intention of a user: repeated with the same input it gives the same answer and no second effect.
#[derive(Debug, Clone)]
pub struct Once {
    key: Uuid,
    fingerprint: String,
}

impl Once {
    /// `function` and `input` make the fingerprint.
    pub fn new(key: Uuid, function: &str, input: &impl Serialize) -> Self {
        let body = serde_json::to_vec(input).unwrap_or_default();
        let digest = Sha256::new().chain_update(function).chain_update([0]).chain_update(body).finalize();
        Self { key, fingerprint: digest.iter().map(|byte| format!("{byte:02x}")).collect() }
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

/// An event to be appended.
#[derive(Debug, Clone)]
pub struct NewEvent {
    pub noun: Noun,
    pub record: Uuid,
    pub deed: Deed,
    /// Version of the record after it.
    pub version: i64,
    pub detail: Detail,
    /// In whose timeline.
    pub customer: Option<CustomerId>,
    /// Who may learn of it.
    pub owner: Option<UserId>,
    pub other_owner: Option<UserId>,
    pub region: Option<RegionId>,
    pub other_region: Option<RegionId>,
}

impl NewEvent {
    /// Also for those in whose hands the record was before: it has to leave their pages.
    #[must_use]
    pub fn out_of_hands(self, owner: Option<UserId>, region: Option<RegionId>) -> Self {
        Self {
            other_owner: owner.filter(|owner| self.owner != Some(*owner)).or(self.other_owner),
            other_region: region.filter(|region| self.region != Some(*region)),
            ..self
        }
    }
}

impl Tx<'_> {
    /// Appends an event in this transaction; every write has at least one.
    ///
    /// # Errors
    /// The database's.
    pub async fn event(&self, event: NewEvent) -> Result<(), DbErr> {
        event_row::Entity::insert(self.event_row(event)?).exec_without_returning(self.db).await.map(|_| ())
    }

    /// Appends many events at once, for records that come in with a file. The caller keeps below the engine's limit of
    /// bound values.
    ///
    /// # Errors
    /// The database's.
    pub async fn events(&self, events: Vec<NewEvent>) -> Result<(), DbErr> {
        if events.is_empty() {
            return Ok(());
        }
        let rows = events.into_iter().map(|event| self.event_row(event)).collect::<Result<Vec<_>, _>>()?;
        event_row::Entity::insert_many(rows).exec_without_returning(self.db).await.map(|_| ())
    }

    fn event_row(&self, event: NewEvent) -> Result<event_row::ActiveModel, DbErr> {
        let NewEvent { noun, record, deed, version, detail, customer, owner, other_owner, region, other_region } =
            event;
        let actor = self.ctx.actor.id;
        Ok(event_row::ActiveModel {
            seq: sea_orm::NotSet,
            at: Set(self.ctx.now),
            // The command line acts as nobody.
            actor_id: Set((!actor.0.is_nil()).then_some(actor)),
            noun: Set(noun),
            record_id: Set(RecordId(record)),
            customer_id: Set(customer),
            deed: Set(deed),
            version: Set(version),
            detail: Set(serde_json::to_string(&detail).map_err(|e| DbErr::Custom(e.to_string()))?),
            mutation: Set(self.once.map(|once| once.key)),
            owner_id: Set(owner),
            other_owner_id: Set(other_owner),
            region_id: Set(region),
            other_region_id: Set(other_region),
        })
    }
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

async fn house_once<I, T, F>(db: &Db, input: I, work: &F) -> Result<T, Fail>
where
    F: for<'a> Fn(&'a DatabaseTransaction, I) -> Work<'a, T> + Send + Sync,
{
    let tx = begin(db).await?;
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
    let db = begin(&ctx.db).await?;
    if let Some(once) = once
        && !claim(&db, ctx, once).await?
    {
        return earlier_answer(&db, ctx, once).await;
    }
    let answer = work(&Tx { db: &db, ctx, once }, input).await?;
    if let Some(once) = once {
        remember(&db, once, &answer).await?;
    }
    notify(&db).await?;
    db.commit().await?;
    Ok(answer)
}

/// Takes the key before anything is read: of two requests at once with one key the second waits here until the first has
/// ended, and then finds its answer. `false` when the key was used before.
async fn claim(db: &DatabaseTransaction, ctx: &Ctx, once: &Once) -> Result<bool, Fail> {
    let row = idempotency::ActiveModel {
        id: Set(once.key),
        user_id: Set(ctx.actor.id),
        fingerprint: Set(once.fingerprint.clone()),
        answer: Set(String::new()),
        created_at: Set(ctx.now),
    };
    let taken = OnConflict::column(idempotency::Column::Id).do_nothing().to_owned();
    Ok(idempotency::Entity::insert(row).on_conflict(taken).exec_without_returning(db).await? > 0)
}

async fn earlier_answer<T: DeserializeOwned>(db: &DatabaseTransaction, ctx: &Ctx, once: &Once) -> Result<T, Fail> {
    let row = idempotency::Entity::find_by_id(once.key).one(db).await?.ok_or(AppError::Unavailable)?;
    if row.user_id != ctx.actor.id || row.fingerprint != once.fingerprint {
        return Err(
            AppError::Refused("This form was already sent with other content. Reload the page.".to_owned()).into()
        );
    }
    serde_json::from_str(&row.answer).map_err(|e| Fail::App(AppError::internal(e)))
}

/// Forgets answers that nobody will ask for again; their keys are free then (S41).
///
/// # Errors
/// The database's.
pub async fn forget_answers(db: &Db, now: DateTime<Utc>) -> Result<(), AppError> {
    keep_house(db, now - REMEMBERED, |tx, before| {
        Box::pin(async move {
            idempotency::Entity::delete_many().filter(idempotency::Column::CreatedAt.lt(before)).exec(tx).await?;
            Ok(())
        })
    })
    .await
}

async fn remember(db: &DatabaseTransaction, once: &Once, answer: &impl Serialize) -> Result<(), Fail> {
    let answer = serde_json::to_string(answer).map_err(|e| Fail::App(AppError::internal(e)))?;
    idempotency::Entity::update_many()
        .col_expr(idempotency::Column::Answer, Expr::value(answer))
        .filter(idempotency::Column::Id.eq(once.key))
        .exec(db)
        .await?;
    Ok(())
}
