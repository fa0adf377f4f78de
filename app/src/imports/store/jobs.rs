//! Jobs as people ask for them: start a run, call it off, wait a moment for what is soon done.

use super::progress::Progress;
use super::record::{Loaded, load, save};
use super::run::Errors;
use crate::core::AppError;
use crate::core::ctx::Ctx;
use crate::core::db::Db;
use crate::core::write::{keep_house, unsealed};
use crate::imports::types::Stepped;
use crate::routes;
use entity::import::ImportStatus;
use entity::import::row;
use entity::shared::ids::ImportId;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::time::Duration;

/// Has a checked file run.
///
/// # Errors
/// [`AppError::Refused`] when it is not checked, or has rows in error that are not to be left out.
pub async fn start(ctx: &Ctx, id: ImportId, version: i64, errors: Errors) -> Result<Stepped, AppError> {
    let Loaded { mut record, .. } = load(ctx, id).await?;
    let goto = routes::import(id, "run");
    match record.status {
        // Sent twice: the first one counts.
        ImportStatus::Running | ImportStatus::Done if record.version > version => return Ok(Stepped { goto }),
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
    // What runs is called off in memory, where no write would be refused.
    unsealed(&ctx.db)?;
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
