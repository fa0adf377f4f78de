//! The run: one file, one transaction. Either everything that was to be written is there, or nothing is.

use super::acts::Writer;
use super::check::allowed;
use super::insert::insert;
use super::origin::Origin;
use super::prepare::{Batch, Prepared, prepare};
use super::progress::Progress;
use super::sweep::Sweep;
use crate::core::AppError;
use crate::core::ctx::Ctx;
use crate::core::write::{Fail, NewEvent, Tx, write};
use entity::event::{Deed, Detail, Noun};
use entity::import::row::{self as import, made, report};
use entity::import::{Bound, Counts, ImportStatus, Known, Outcome, Verdict, told};
use entity::shared::ids::{ImportId, RecordId};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use std::sync::Arc;

/// What to run.
#[derive(Clone)]
pub struct Job {
    pub import: ImportId,
    pub file_name: String,
    pub bound: Arc<Bound>,
    pub origin: Origin,
    /// What becomes of rows in error.
    pub errors: Errors,
    pub progress: Arc<Progress>,
    /// Its rows, when they were judged beforehand.
    pub prepared: Option<Arc<Prepared>>,
}

/// What becomes of rows in error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Errors {
    /// One of them stops the whole file.
    Stop,
    /// They are left out.
    LeaveOut,
}

/// Writes a file within a transaction; the caller keeps the row of the import itself.
///
/// # Errors
/// [`AppError::Refused`] for a row in error under [`Errors::Stop`], or when it was called off; the database's.
pub async fn run(tx: &Tx<'_>, job: &Job) -> Result<Counts, Fail> {
    allowed(tx.ctx, job.bound.noun)?;
    job.progress.restart();
    // A report of an earlier check, or of a try that was rolled back.
    report::Entity::delete_many().filter(report::Column::ImportId.eq(job.import)).exec(tx.db).await?;
    let counts = match &job.prepared {
        Some(prepared) if prepared.holds(tx.db).await? => write_prepared(tx, job, prepared).await?,
        // Somebody wrote meanwhile: what was judged before may not hold any more.
        _ => judge_and_write(tx, job).await?,
    };
    tx.event(event(tx.ctx, job, &counts)).await?;
    Ok(counts)
}

async fn write_prepared(tx: &Tx<'_>, job: &Job, prepared: &Prepared) -> Result<Counts, Fail> {
    let mut writer = Writer::new(tx, &job.file_name, &prepared.known).await?;
    let mut counts = prepared.counts.clone();
    for batch in &prepared.batches {
        write_batch(tx, job, &mut writer, &mut counts, batch.clone()).await?;
    }
    finish(tx, job, writer, &prepared.known).await?;
    Ok(counts)
}

async fn judge_and_write(tx: &Tx<'_>, job: &Job) -> Result<Counts, Fail> {
    let mut sweep = Sweep::open(tx.ctx, tx.db, &job.bound, &job.origin).await?;
    let mut writer = Writer::new(tx, &job.file_name, &sweep.known).await?;
    while let Some(verdicts) = sweep.next(tx.db).await? {
        stop_at_error(job, &verdicts)?;
        let fresh = std::mem::take(&mut sweep.known.fresh);
        write_batch(tx, job, &mut writer, &mut sweep.counts, Batch { verdicts, fresh }).await?;
    }
    finish(tx, job, writer, &sweep.known).await?;
    Ok(sweep.counts)
}

async fn write_batch(
    tx: &Tx<'_>,
    job: &Job,
    writer: &mut Writer,
    counts: &mut Counts,
    batch: Batch,
) -> Result<(), Fail> {
    let rows = batch.verdicts.iter().map(|verdict| report::Model::of(job.import, verdict));
    let rows: Vec<report::Model> = rows.collect();
    let done = rows.len();
    insert(tx.db, rows).await?;
    insert(tx.db, made(job.import, &batch)).await?;
    writer.batch(tx, counts, batch).await?;
    job.progress.add(done);
    if job.progress.is_cancelled() {
        return Err(AppError::Refused(CANCELLED.to_owned()).into());
    }
    Ok(())
}

/// What a batch makes, in rows and beside them: an undo takes it out again.
fn made(import: ImportId, batch: &Batch) -> Vec<made::Model> {
    let in_rows = batch.verdicts.iter().filter_map(|verdict| verdict.act.made());
    let all = in_rows.chain(batch.fresh.made());
    all.map(|(made, id)| made::Model { import_id: import, record_id: RecordId(id), made }).collect()
}

async fn finish(tx: &Tx<'_>, job: &Job, writer: Writer, known: &Known) -> Result<(), Fail> {
    let orphans = writer.finish(tx, known).await?;
    note_orphans(tx, job.import, &orphans).await
}

/// The sentence of an import that was called off.
pub const CANCELLED: &str = "The import was called off. Nothing was written.";

/// Refuses the file when a row in error is to stop it.
///
/// # Errors
/// [`AppError::Refused`] with the row.
pub(super) fn stop_at_error(job: &Job, verdicts: &[Verdict]) -> Result<(), AppError> {
    let Some(wrong) = verdicts.iter().find(|verdict| verdict.outcome == Outcome::Error) else { return Ok(()) };
    match job.errors {
        Errors::LeaveOut => Ok(()),
        Errors::Stop => Err(AppError::Refused(format!("Row {}: {} Nothing was imported.", wrong.row, wrong.sentence))),
    }
}

/// Runs a file of this machine's disk, and keeps a record of it among the imports.
///
/// # Errors
/// As [`run`]; then nothing has been written.
pub async fn run_from_disk(
    ctx: &Ctx,
    file_name: String,
    bound: Bound,
    origin: Origin,
    errors: Errors,
) -> Result<Counts, AppError> {
    let import = ImportId(ctx.id());
    let bound = Arc::new(bound);
    let mut job = Job { import, file_name, bound, origin, errors, progress: Arc::default(), prepared: None };
    job.prepared = prepare(ctx, &job).await?;
    let (hash, size) = super::origin::fingerprint(&job.origin).await?;
    write(ctx, None, (job, hash, size), |tx, (job, hash, size)| {
        Box::pin(async move {
            let mut record = blank(tx.ctx, &job)?;
            (record.file_hash, record.file_size) = (hash, size);
            insert(tx.db, vec![record.clone()]).await?;
            let counts = run(tx, &job).await?;
            record.counts = json(&counts)?;
            record.rows_total = i64::try_from(counts.read).unwrap_or(i64::MAX);
            record.rows_done = record.rows_total;
            let row: import::ActiveModel = record.into();
            import::Entity::update(row.reset_all()).exec(tx.db).await?;
            Ok(counts)
        })
    })
    .await
}

/// The record of a file that is run at once.
fn blank(ctx: &Ctx, job: &Job) -> Result<import::Model, AppError> {
    Ok(import::Model {
        id: job.import,
        user_id: ctx.actor.id,
        noun: job.bound.noun,
        file_name: job.file_name.clone(),
        file_hash: String::new(),
        file_size: 0,
        status: ImportStatus::Done,
        plan: json(&job.bound.plan)?,
        profile: String::new(),
        counts: String::new(),
        good_only: job.errors == Errors::LeaveOut,
        rows_total: 0,
        rows_done: 0,
        failure: String::new(),
        cancel: false,
        attempts: 1,
        leased_by: None,
        leased_until: None,
        created_at: ctx.now,
        updated_at: ctx.now,
        started_at: Some(ctx.now),
        finished_at: Some(ctx.now),
        version: 1,
        undone_by: None,
    })
}

pub(super) fn json(value: &impl serde::Serialize) -> Result<String, AppError> {
    serde_json::to_string(value).map_err(AppError::internal)
}

/// Adds the sentences to what the report says of their rows already.
async fn note_orphans(tx: &Tx<'_>, import: ImportId, rows: &[(u64, &'static str)]) -> Result<(), Fail> {
    for (row, sentence) in rows {
        let row = i64::try_from(*row).unwrap_or(i64::MAX);
        // unscoped: the report of the import at hand
        let found = report::Entity::find()
            .filter(report::Column::ImportId.eq(import))
            .filter(report::Column::Row.eq(row))
            .one(tx.db)
            .await?;
        let Some(found) = found else { continue };
        let both = told([&found.detail, sentence]);
        let mut row = found.into_active_model();
        row.detail = Set(both);
        row.update(tx.db).await?;
    }
    Ok(())
}

fn event(ctx: &Ctx, job: &Job, counts: &Counts) -> NewEvent {
    let note = format!("{}: {}.", job.bound.noun.label(), counts.last_line());
    NewEvent {
        noun: Noun::Import,
        record: job.import.0,
        deed: Deed::Imported,
        version: 1,
        detail: Detail { name: job.file_name.clone(), note, ..Detail::default() },
        customer: None,
        owner: Some(ctx.actor.id).filter(|id| !id.0.is_nil()),
        other_owner: None,
        region: ctx.actor.region,
        other_region: None,
    }
}
