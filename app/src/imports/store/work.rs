//! What a job does: a check, a run, an undo; and how it ends.

use super::check::Check;
use super::claim::{ATTEMPTS, Claim, Ending, LEASE, alive, end};
use super::insert::insert;
use super::prepare::prepare;
use super::progress::{Guard, Progress};
use super::run::{CANCELLED, Errors, Job, json, run};
use super::taking_out::{STOPPED, take_out};
use super::upload::stored;
use super::view::{counts_of, parsed_plan, parsed_profile};
use crate::core::AppError;
use crate::core::write::{Fail, Tx, keep_house, write};
use chrono::{DateTime, Utc};
use entity::import::row::{self, report};
use entity::import::{Bound, Counts, ImportStatus, Outcome, Verdict};
use entity::shared::ids::ImportId;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::sync::Arc;
use uuid::Uuid;

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
            ImportStatus::Undoing => self.undo(&guard).await.map(|()| None),
            _ => self.run(&guard).await.map(|()| None),
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

    fn bound(&self) -> Result<Bound, AppError> {
        let (plan, profile) = (parsed_plan(&self.record)?, parsed_profile(&self.record)?);
        let plan = entity::import::Plan { read: profile.reading.clone(), ..plan };
        Bound::new(self.record.noun, plan, &profile).map_err(|errors| {
            let first = errors.iter().next().map(|(_, sentence)| sentence.to_owned());
            AppError::Refused(first.unwrap_or_default())
        })
    }

    async fn check(&self, guard: &Guard) -> Result<Option<Ending>, AppError> {
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

    async fn run(&self, guard: &Guard) -> Result<(), AppError> {
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
        let node = self.node;
        let written = write(&self.ctx, None, job, move |tx, job| {
            Box::pin(async move {
                let counts = run(tx, &job).await?;
                finish(tx, (job.import, node), ImportStatus::Done, &counts).await
            })
        });
        self.alive_during(guard.progress.clone(), written).await
    }

    async fn undo(&self, guard: &Guard) -> Result<(), AppError> {
        let input = (self.record.id, self.record.file_name.clone(), counts_of(&self.record), guard.progress.clone());
        let node = self.node;
        let written = write(&self.ctx, None, input, move |tx, (id, file_name, mut counts, progress)| {
            Box::pin(async move {
                counts.undone = take_out(tx, (id, &file_name), &progress).await?;
                finish(tx, (id, node), ImportStatus::Undone, &counts).await
            })
        });
        self.alive_during(guard.progress.clone(), written).await
    }
}

/// The end of a run or an undo, in its own transaction: the file is in, or out, exactly when this is written.
async fn finish(tx: &Tx<'_>, (id, node): (ImportId, Uuid), status: ImportStatus, counts: &Counts) -> Result<(), Fail> {
    let now = tx.ctx.source.now();
    let done = row::Entity::update_many()
        .col_expr(row::Column::Status, Expr::value(status))
        .col_expr(row::Column::Counts, Expr::value(json(counts)?))
        .col_expr(row::Column::RowsDone, Expr::col(row::Column::RowsTotal))
        .col_expr(row::Column::FinishedAt, Expr::value(Some(now)))
        .col_expr(row::Column::UpdatedAt, Expr::value(now))
        .col_expr(row::Column::LeasedBy, Expr::value(None::<Uuid>))
        .col_expr(row::Column::LeasedUntil, Expr::value(None::<DateTime<Utc>>))
        .col_expr(row::Column::Version, Expr::col(row::Column::Version).add(1))
        .filter(row::Column::Id.eq(id))
        .filter(row::Column::Status.is_in([ImportStatus::Running, ImportStatus::Undoing]))
        .filter(row::Column::LeasedBy.eq(node))
        .filter(row::Column::Cancel.eq(false))
        .exec(tx.db)
        .await?;
    // Called off in the last moment, or taken over by another node: then nothing of this try is kept.
    let sentence = if status == ImportStatus::Undone { STOPPED } else { CANCELLED };
    if done.rows_affected == 1 { Ok(()) } else { Err(AppError::Refused(sentence.to_owned()).into()) }
}
