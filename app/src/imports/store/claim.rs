//! One job, one node: claimed, leased while it lives, ended or given back.

use super::progress::Progress;
use crate::core::AppError;
use crate::core::ctx::Ctx;
use crate::core::db::{Db, Ring};
use crate::core::source::Source;
use crate::core::write::keep_house;
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use entity::import::ImportStatus;
use entity::import::row;
use entity::shared::actor::Action;
use entity::shared::ids::ImportId;
use entity::user::row as user;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, DbBackend, EntityTrait, QueryFilter};
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;
use uuid::Uuid;

/// How long a node may be silent before another takes its job over.
pub(super) const LEASE: TimeDelta = TimeDelta::seconds(60);
/// How often a running job says that it lives, where the engine lets it.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// When a job that was given back may be tried again.
const SOON: Duration = Duration::from_secs(2);
/// How often a job is begun before it counts as impossible.
pub(super) const ATTEMPTS: i32 = 3;

/// A job that this node holds.
pub struct Claim {
    pub(super) ctx: Ctx,
    pub(super) record: row::Model,
    pub(super) node: Uuid,
}

/// Claims the oldest job that waits. `None` when there is none, or another node was faster.
///
/// # Errors
/// The database's.
pub async fn claim(db: &Db, source: &Source, node: Uuid) -> Result<Option<Claim>, AppError> {
    let now = source.now();
    let Some(record) = row::Entity::waiting(now).one(&db.read).await? else { return Ok(None) };
    if !lease(db, record.id, node, now).await? {
        // Others may wait behind it.
        db.bell.ring(Ring::Jobs);
        return Ok(None);
    }
    // What came from the command line may be nobody's; its undo is somebody's.
    let acting = record.undone_by.filter(|_| record.status == ImportStatus::Undoing).unwrap_or(record.user_id);
    let owner = user::Entity::find_by_id(acting).filter(user::Column::Active.eq(true)).one(&db.read).await?;
    let Some(owner) = owner.filter(|owner| owner.actor().may(Action::Import)) else {
        end(db, &record, node, now, failed("Whoever asked for it may not import any more.", &record)).await?;
        return Ok(None);
    };
    if record.attempts >= ATTEMPTS {
        end(db, &record, node, now, failed("It was begun three times and never came to an end.", &record)).await?;
        return Ok(None);
    }
    let zone: Tz = owner.time_zone.parse().unwrap_or(Tz::UTC);
    let ctx = Ctx {
        db: db.clone(),
        actor: owner.actor(),
        viewer: None,
        source: source.clone(),
        now,
        zone,
        session: String::new(),
    };
    Ok(Some(Claim { ctx, record, node }))
}

/// The ending of a job that could not even begin.
fn failed(why: &str, record: &row::Model) -> Ending {
    let nothing =
        if record.status == ImportStatus::Undoing { "Nothing was taken out." } else { "Nothing was written." };
    (ImportStatus::Failed, format!("{why} {nothing}"), None)
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
                .filter(row::Column::Status.is_in(ImportStatus::WORKING))
                .filter(row::Column::LeasedUntil.is_null().or(row::Column::LeasedUntil.lt(now)))
                .exec(db)
                .await?;
            Ok(done.rows_affected == 1)
        })
    })
    .await
}

/// How a job ended: the status, why it failed, and its counts when there are new ones.
pub(super) type Ending = (ImportStatus, String, Option<String>);

/// Ends a job, when it is still this node's. An undo that came to nothing leaves the import as done as it was.
///
/// # Errors
/// The database's.
pub(super) async fn end(
    db: &Db,
    record: &row::Model,
    node: Uuid,
    now: DateTime<Utc>,
    (status, failure, counts): Ending,
) -> Result<(), AppError> {
    let (status, finished) = match record.status {
        ImportStatus::Undoing => (ImportStatus::Done, record.finished_at),
        _ => (status, status.is_over().then_some(now)),
    };
    let input = (record.id, node, now, (status, finished), failure, counts);
    keep_house(db, input, |db, (id, node, now, (status, finished), failure, counts)| {
        Box::pin(async move {
            let mut update = row::Entity::update_many()
                .col_expr(row::Column::Status, Expr::value(status))
                .col_expr(row::Column::Failure, Expr::value(failure))
                .col_expr(row::Column::FinishedAt, Expr::value(finished))
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
    .await?;
    // Others may wait behind it.
    db.bell.ring(Ring::Jobs);
    Ok(())
}

impl Claim {
    /// Gives the job back, to be tried again soon.
    ///
    /// # Errors
    /// The database's.
    pub(super) async fn release(&self, now: DateTime<Utc>) -> Result<(), AppError> {
        keep_house(&self.ctx.db, (self.record.id, self.node, now), |db, (id, node, now)| {
            Box::pin(async move {
                row::Entity::update_many()
                    .col_expr(row::Column::LeasedUntil, Expr::value(Some(now + SOON)))
                    .filter(row::Column::Id.eq(id))
                    .filter(row::Column::LeasedBy.eq(node))
                    .exec(db)
                    .await?;
                Ok(())
            })
        })
        .await?;
        let bell = self.ctx.db.bell.clone();
        tokio::spawn(async move {
            tokio::time::sleep(SOON + Duration::from_millis(10)).await;
            bell.ring(Ring::Jobs);
        });
        Ok(())
    }

    /// Runs `work`, and says meanwhile that the job lives.
    ///
    /// # Errors
    /// The work's.
    pub(super) async fn alive_during(
        &self,
        progress: Arc<Progress>,
        work: impl Future<Output = Result<(), AppError>>,
    ) -> Result<(), AppError> {
        let _heartbeat = self.heartbeat(progress);
        work.await
    }

    /// On PostgreSQL another connection says that the job lives. SQLite has one writer, and nobody else could take the
    /// job while it writes.
    fn heartbeat(&self, progress: Arc<Progress>) -> Option<Heartbeat> {
        if self.ctx.db.backend() != DbBackend::Postgres {
            return None;
        }
        let (db, source, id, node) = (self.ctx.db.clone(), self.ctx.source.clone(), self.record.id, self.node);
        let beat = async move {
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
        };
        Some(Heartbeat(tokio::spawn(beat)))
    }
}

/// Ends with the work it beats for, also when that is cut off or panics: a lease that goes on keeps the job from others.
struct Heartbeat(JoinHandle<()>);

impl Drop for Heartbeat {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Extends the lease. False when the job was called off, or is another node's by now.
///
/// # Errors
/// The database's.
pub(super) async fn alive(
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
