//! Reading and judging before writing. SQLite has one writer: while a file is being judged, others could not write.

use super::run::{CANCELLED, Job, stop_at_error};
use super::sweep::Sweep;
use crate::core::AppError;
use crate::core::ctx::Ctx;
use entity::event::row as event;
use entity::import::{Counts, Fresh, Known, Verdict};
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, QuerySelect};
use std::sync::Arc;

/// Rows that are held in memory; a file with more is judged while it is written.
const ROWS_MAX: usize = 20_000;
/// Rows that are written at once.
const TOGETHER: usize = 2_000;

/// Some rows, judged.
#[derive(Clone, Default)]
pub struct Batch {
    pub verdicts: Vec<Verdict>,
    /// What comes in beside them.
    pub fresh: Fresh,
}

/// A whole file, judged.
pub struct Prepared {
    /// The last thing that had happened when the judging began.
    seq: Option<i64>,
    pub batches: Vec<Batch>,
    pub known: Known,
    pub counts: Counts,
}

impl Prepared {
    /// Whether nothing has happened since, so that every verdict still holds.
    ///
    /// # Errors
    /// The database's.
    pub async fn holds(&self, db: &impl ConnectionTrait) -> Result<bool, DbErr> {
        Ok(last_event(db).await? == self.seq)
    }
}

async fn last_event(db: &impl ConnectionTrait) -> Result<Option<i64>, DbErr> {
    // unscoped: a number that tells nothing but whether something happened
    let last = event::Entity::find().select_only().column_as(event::Column::Seq.max(), "seq");
    Ok(last.into_tuple::<Option<i64>>().one(db).await?.flatten())
}

/// Judges a file before its transaction begins. `None` where that is no use: on PostgreSQL, which lets others write, and
/// for a file that is too long.
///
/// # Errors
/// [`AppError::Refused`] when the file cannot be read, or a row in error stops it; the database's.
pub async fn prepare(ctx: &Ctx, job: &Job) -> Result<Option<Arc<Prepared>>, AppError> {
    if ctx.db.backend() != DbBackend::Sqlite {
        return Ok(None);
    }
    super::check::allowed(ctx, job.bound.noun)?;
    let db = &ctx.db.read;
    let seq = last_event(db).await?;
    let mut sweep = Sweep::open(ctx, db, &job.bound, &job.origin).await?;
    let mut batches = vec![Batch::default()];
    let mut rows = 0;
    while let Some(verdicts) = sweep.next(db).await? {
        stop_at_error(job, &verdicts)?;
        rows += verdicts.len();
        if rows > ROWS_MAX {
            return Ok(None);
        }
        if job.progress.is_cancelled() {
            return Err(AppError::Refused(CANCELLED.to_owned()));
        }
        if batches.last().is_none_or(|batch| batch.verdicts.len() + verdicts.len() > TOGETHER) {
            batches.push(Batch::default());
        }
        if let Some(batch) = batches.last_mut() {
            batch.verdicts.extend(verdicts);
            batch.fresh.extend(std::mem::take(&mut sweep.known.fresh));
        }
    }
    let Sweep { known, counts, .. } = sweep;
    Ok(Some(Arc::new(Prepared { seq, batches, known, counts })))
}
