//! Checks and runs as jobs: claimed by one node, leased while it lives, done or told why not.

use super::check::Check;
use super::insert::insert;
use super::plan::{Loaded, load, save};
use super::prepare::prepare;
use super::progress::{Guard, Progress};
use super::run::{CANCELLED, Errors, Job, json, run};
use super::upload::stored;
use super::view::{parsed_plan, parsed_profile};
use crate::core::AppError;
use crate::core::ctx::Ctx;
use crate::core::db::Db;
use crate::core::source::Source;
use crate::core::write::{Fail, keep_house, write};
use crate::imports::types::Stepped;
use crate::routes;
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use entity::import::row::{self, report};
use entity::import::{Bound, Counts, ImportStatus, Outcome, Verdict};
use entity::shared::actor::Action;
use entity::shared::ids::ImportId;
use entity::user::row as user;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, DbBackend, EntityTrait, QueryFilter};
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// How long a node may be silent before another takes its job over.
const LEASE: TimeDelta = TimeDelta::seconds(60);
/// How often a running job says that it lives, where the engine lets it.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How often a job is begun before it counts as impossible.
const ATTEMPTS: i32 = 3;

/// Has a checked file run.
///
/// # Errors
/// [`AppError::Refused`] when it is not checked, or has rows in error that are not to be left out.
pub async fn start(ctx: &Ctx, id: ImportId, version: i64, errors: Errors) -> Result<Stepped, AppError> {
    let Loaded { mut record, .. } = load(ctx, id).await?;
    let goto = routes::import(id, "run");
    match record.status {
        // Sent twice: the first one counts.
        ImportStatus::Running | ImportStatus::Done if record.version == version + 1 => return Ok(Stepped { goto }),
        ImportStatus::Checked => {}
        _ => return Err(AppError::Refused("Check the file first.".to_owned())),
    }
    let counts = super::view::counts_of(&record);
    if counts.errors > 0 && errors == Errors::Stop {
        return Err(AppError::Refused(format!(
            "{} rows are in error. Correct them, or import the good rows only.",
            counts.errors
        )));
    }
    record.status = ImportStatus::Running;
    record.good_only = errors == Errors::LeaveOut;
    save(ctx, record, version).await?;
    settle(ctx, id).await;
    Ok(Stepped { goto })
}

/// Calls a job off at the next batch of rows.
///
/// # Errors
/// [`AppError::Refused`] when nothing runs.
pub async fn cancel(ctx: &Ctx, id: ImportId) -> Result<Stepped, AppError> {
    let Loaded { record, .. } = load(ctx, id).await?;
    if !record.status.is_working() {
        return Err(AppError::Refused("Nothing is running that could be stopped.".to_owned()));
    }
    match Progress::of(id) {
        // Its transaction may hold the only writing connection: it is told in memory.
        Some(progress) => progress.cancel(),
        None => mark_cancelled(&ctx.db, id).await?,
    }
    settle(ctx, id).await;
    Ok(Stepped { goto: routes::import(id, "result") })
}

async fn mark_cancelled(db: &Db, id: ImportId) -> Result<(), AppError> {
    keep_house(db, id, |db, id| {
        Box::pin(async move {
            row::Entity::update_many()
                .col_expr(row::Column::Cancel, Expr::value(true))
                .filter(row::Column::Id.eq(id))
                .exec(db)
                .await?;
            Ok(())
        })
    })
    .await
}

/// Waits a moment for a job that is soon done, so that the page that follows shows its end rather than its beginning.
pub(super) async fn settle(ctx: &Ctx, id: ImportId) {
    for _ in 0..40 {
        tokio::time::sleep(Duration::from_millis(50)).await;
        let status = row::Entity::visible_one(&ctx.actor, id).one(&ctx.db.read).await;
        if !matches!(status, Ok(Some(record)) if record.status.is_working()) {
            return;
        }
    }
}

/// A job that this node holds.
pub struct Claim {
    ctx: Ctx,
    record: row::Model,
    node: Uuid,
}

/// Claims the oldest job that waits. `None` when there is none, or another node was faster.
///
/// # Errors
/// The database's.
pub async fn claim(db: &Db, source: &Source, node: Uuid) -> Result<Option<Claim>, AppError> {
    let now = source.now();
    let Some(record) = row::Entity::waiting(now).one(&db.read).await? else { return Ok(None) };
    if !lease(db, record.id, node, now).await? {
        return Ok(None);
    }
    let owner = user::Entity::find_by_id(record.user_id).filter(user::Column::Active.eq(true)).one(&db.read).await?;
    let Some(owner) = owner.filter(|owner| owner.actor().may(Action::Import)) else {
        let why = "Whoever brought it may not import any more. Nothing was written.";
        end(db, &record, node, now, (ImportStatus::Failed, why.to_owned(), None)).await?;
        return Ok(None);
    };
    if record.attempts >= ATTEMPTS {
        let why = "It was begun three times and never came to an end. Nothing was written.";
        end(db, &record, node, now, (ImportStatus::Failed, why.to_owned(), None)).await?;
        return Ok(None);
    }
    let zone: Tz = owner.time_zone.parse().unwrap_or(Tz::UTC);
    let ctx = Ctx { db: db.clone(), actor: owner.actor(), source: source.clone(), now, zone, session: String::new() };
    Ok(Some(Claim { ctx, record, node }))
}

async fn lease(db: &Db, id: ImportId, node: Uuid, now: DateTime<Utc>) -> Result<bool, AppError> {
    keep_house(db, (id, node, now), |db, (id, node, now)| {
        Box::pin(async move {
            let done = row::Entity::update_many()
                .col_expr(row::Column::LeasedBy, Expr::value(Some(node)))
                .col_expr(row::Column::LeasedUntil, Expr::value(Some(now + LEASE)))
                .col_expr(row::Column::StartedAt, Expr::value(Some(now)))
                .col_expr(row::Column::Attempts, Expr::col(row::Column::Attempts).add(1))
                .filter(row::Column::Id.eq(id))
                .filter(row::Column::Status.is_in([ImportStatus::Checking, ImportStatus::Running]))
                .filter(row::Column::LeasedUntil.is_null().or(row::Column::LeasedUntil.lt(now)))
                .exec(db)
                .await?;
            Ok(done.rows_affected == 1)
        })
    })
    .await
}

/// Ends a job, when it is still this node's.
async fn end(
    db: &Db,
    record: &row::Model,
    node: Uuid,
    now: DateTime<Utc>,
    (status, failure, counts): (ImportStatus, String, Option<String>),
) -> Result<(), AppError> {
    let input = (record.id, node, now, status, failure, counts);
    keep_house(db, input, |db, (id, node, now, status, failure, counts)| {
        Box::pin(async move {
            let mut update = row::Entity::update_many()
                .col_expr(row::Column::Status, Expr::value(status))
                .col_expr(row::Column::Failure, Expr::value(failure))
                .col_expr(row::Column::FinishedAt, Expr::value(status.is_over().then_some(now)))
                .col_expr(row::Column::UpdatedAt, Expr::value(now))
                .col_expr(row::Column::LeasedBy, Expr::value(None::<Uuid>))
                .col_expr(row::Column::LeasedUntil, Expr::value(None::<DateTime<Utc>>))
                .col_expr(row::Column::Version, Expr::col(row::Column::Version).add(1))
                .filter(row::Column::Id.eq(id))
                .filter(row::Column::LeasedBy.eq(node));
            if let Some(counts) = counts {
                update = update.col_expr(row::Column::Counts, Expr::value(counts));
            }
            update.exec(db).await?;
            Ok(())
        })
    })
    .await
}

impl Claim {
    /// Works on the job until it is done, or told why it cannot be.
    ///
    /// # Errors
    /// The database's, when it is away: the lease runs out and the job is taken up again.
    pub async fn work(self) -> Result<(), AppError> {
        let guard = Progress::start(self.record.id);
        if self.record.cancel {
            guard.progress.cancel();
        }
        let result = match self.record.status {
            ImportStatus::Checking => self.check(&guard).await,
            _ => self.run(&guard).await,
        };
        drop(guard);
        let now = self.ctx.source.now();
        let ending = match result {
            Ok(ending) => ending,
            Err(AppError::Unavailable | AppError::Internal(_)) if self.record.attempts + 1 < ATTEMPTS => {
                tracing::warn!(import = %self.record.id, "a job did not come to its end and is tried again");
                return self.release(now).await;
            }
            Err(error) if error.to_string() == CANCELLED => Some((ImportStatus::Cancelled, CANCELLED.to_owned(), None)),
            Err(error) => Some((ImportStatus::Failed, error.to_string(), None)),
        };
        match ending {
            Some(ending) => end(&self.ctx.db, &self.record, self.node, now, ending).await,
            None => Ok(()),
        }
    }

    async fn release(&self, now: DateTime<Utc>) -> Result<(), AppError> {
        keep_house(&self.ctx.db, (self.record.id, self.node, now), |db, (id, node, now)| {
            Box::pin(async move {
                row::Entity::update_many()
                    .col_expr(row::Column::LeasedUntil, Expr::value(Some(now + TimeDelta::seconds(2))))
                    .filter(row::Column::Id.eq(id))
                    .filter(row::Column::LeasedBy.eq(node))
                    .exec(db)
                    .await?;
                Ok(())
            })
        })
        .await
    }

    fn bound(&self) -> Result<Bound, AppError> {
        let (plan, profile) = (parsed_plan(&self.record)?, parsed_profile(&self.record)?);
        let plan = entity::import::Plan { read: profile.reading.clone(), ..plan };
        Bound::new(self.record.noun, plan, &profile).map_err(|errors| {
            let first = errors.iter().next().map(|(_, sentence)| sentence.to_owned());
            AppError::Refused(first.unwrap_or_default())
        })
    }

    async fn check(&self, guard: &Guard) -> Result<Option<(ImportStatus, String, Option<String>)>, AppError> {
        let (ctx, id) = (&self.ctx, self.record.id);
        let bound = self.bound()?;
        self.forget_report().await?;
        let mut check = Check::open(ctx, &bound, &stored(ctx, id)).await?;
        while let Some(verdicts) = check.next().await? {
            self.note(&verdicts, guard).await?;
            if guard.progress.is_cancelled() {
                return Err(AppError::Refused(CANCELLED.to_owned()));
            }
        }
        Ok(Some((ImportStatus::Checked, String::new(), Some(json(&check.counts())?))))
    }

    async fn forget_report(&self) -> Result<(), AppError> {
        keep_house(&self.ctx.db, self.record.id, |db, id| {
            Box::pin(async move {
                report::Entity::delete_many().filter(report::Column::ImportId.eq(id)).exec(db).await?;
                Ok(())
            })
        })
        .await
    }

    /// Writes a piece of the report, and that the job lives.
    async fn note(&self, verdicts: &[Verdict], guard: &Guard) -> Result<(), AppError> {
        let id = self.record.id;
        // What would be created is not there to be linked to.
        let row = |verdict: &Verdict| match report::Model::of(id, verdict) {
            row if row.outcome == Outcome::Update => row,
            row => report::Model { record_id: None, ..row },
        };
        let rows: Vec<report::Model> = verdicts.iter().map(row).collect();
        guard.progress.add(rows.len());
        let done = i64::try_from(guard.progress.done()).unwrap_or(i64::MAX);
        let until = self.ctx.source.now() + LEASE;
        keep_house(&self.ctx.db, (rows, id, self.node, done, until), |db, (rows, id, node, done, until)| {
            Box::pin(async move {
                let alive = alive(db, id, node, done, until).await?;
                if !alive {
                    return Err(AppError::Refused(CANCELLED.to_owned()).into());
                }
                insert(db, rows).await?;
                Ok(())
            })
        })
        .await
    }

    async fn run(&self, guard: &Guard) -> Result<Option<(ImportStatus, String, Option<String>)>, AppError> {
        let mut job = Job {
            import: self.record.id,
            file_name: self.record.file_name.clone(),
            bound: Arc::new(self.bound()?),
            origin: stored(&self.ctx, self.record.id),
            errors: if self.record.good_only { Errors::LeaveOut } else { Errors::Stop },
            progress: guard.progress.clone(),
            prepared: None,
        };
        job.prepared = prepare(&self.ctx, &job).await?;
        let heartbeat = self.heartbeat(guard.progress.clone());
        let node = self.node;
        let result = write(&self.ctx, None, job, move |tx, job| {
            Box::pin(async move {
                let counts = run(tx, &job).await?;
                finish(tx, &job, node, &counts).await?;
                Ok(())
            })
        })
        .await;
        if let Some(heartbeat) = heartbeat {
            heartbeat.abort();
        }
        result.map(|()| None)
    }

    /// On PostgreSQL another connection says that the job lives. SQLite has one writer, and nobody else could take the
    /// job while it writes.
    fn heartbeat(&self, progress: Arc<Progress>) -> Option<tokio::task::JoinHandle<()>> {
        if self.ctx.db.backend() != DbBackend::Postgres {
            return None;
        }
        let (db, source, id, node) = (self.ctx.db.clone(), self.ctx.source.clone(), self.record.id, self.node);
        Some(tokio::spawn(async move {
            loop {
                tokio::time::sleep(HEARTBEAT).await;
                let done = i64::try_from(progress.done()).unwrap_or(i64::MAX);
                let until = source.now() + LEASE;
                let beat = keep_house(&db, (id, node, done, until), |db, (id, node, done, until)| {
                    Box::pin(async move { Ok(alive(db, id, node, done, until).await?) })
                });
                match beat.await {
                    Ok(true) => {}
                    Ok(false) => progress.cancel(),
                    Err(error) => tracing::warn!("an import's heartbeat was missed: {error}"),
                }
            }
        }))
    }
}

/// Extends the lease. False when the job was called off, or is another node's by now.
async fn alive(
    db: &impl sea_orm::ConnectionTrait,
    id: ImportId,
    node: Uuid,
    done: i64,
    until: DateTime<Utc>,
) -> Result<bool, sea_orm::DbErr> {
    let done = row::Entity::update_many()
        .col_expr(row::Column::LeasedUntil, Expr::value(Some(until)))
        .col_expr(row::Column::RowsDone, Expr::value(done))
        .filter(row::Column::Id.eq(id))
        .filter(row::Column::LeasedBy.eq(node))
        .filter(row::Column::Cancel.eq(false))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// The end of a run, in its own transaction: the file is in exactly when this is written.
async fn finish(tx: &crate::core::write::Tx<'_>, job: &Job, node: Uuid, counts: &Counts) -> Result<(), Fail> {
    let now = tx.ctx.source.now();
    let done = row::Entity::update_many()
        .col_expr(row::Column::Status, Expr::value(ImportStatus::Done))
        .col_expr(row::Column::Counts, Expr::value(json(counts)?))
        .col_expr(row::Column::RowsDone, Expr::col(row::Column::RowsTotal))
        .col_expr(row::Column::FinishedAt, Expr::value(Some(now)))
        .col_expr(row::Column::UpdatedAt, Expr::value(now))
        .col_expr(row::Column::LeasedBy, Expr::value(None::<Uuid>))
        .col_expr(row::Column::LeasedUntil, Expr::value(None::<DateTime<Utc>>))
        .col_expr(row::Column::Version, Expr::col(row::Column::Version).add(1))
        .filter(row::Column::Id.eq(job.import))
        .filter(row::Column::Status.eq(ImportStatus::Running))
        .filter(row::Column::LeasedBy.eq(node))
        .filter(row::Column::Cancel.eq(false))
        .exec(tx.db)
        .await?;
    // Called off in the last moment, or taken over by another node: then nothing of this try is kept.
    if done.rows_affected == 1 { Ok(()) } else { Err(AppError::Refused(CANCELLED.to_owned()).into()) }
}
