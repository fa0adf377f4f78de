//! Undoing an import: what would go and what would stay, and the word to do it.

use super::record::{Loaded, load, stale};
use super::view::counts_of;
use crate::core::AppError;
use crate::core::ctx::Ctx;
use crate::core::db::Ring;
use crate::core::write::{Fail, write};
use crate::imports::types::{Stepped, UndoPage};
use crate::routes;
use chrono::{DateTime, Utc};
use entity::import::ImportStatus;
use entity::import::row::{self, undo as reading};
use entity::import::undo::{Hold, Trace, UNDO_WITHIN, Undo, undo_refused};
use entity::shared::ids::ImportId;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter};
use uuid::Uuid;

/// What an undo would do now.
///
/// # Errors
/// The database's.
pub(super) async fn judged(db: &impl ConnectionTrait, id: ImportId) -> Result<Undo, DbErr> {
    let rows = db.query_all(&reading::traces(id)).await?;
    let traces = rows.iter().map(|row| reading::TraceRow::from_query_result(row, "").map(Trace::from));
    let traces = traces.collect::<Result<Vec<_>, _>>()?;
    let rows = db.query_all(&reading::holds(id)).await?;
    let holds = rows.iter().map(|row| reading::HoldRow::from_query_result(row, "").map(Hold::from));
    Ok(entity::import::undo::undo(&traces, &holds.collect::<Result<Vec<_>, _>>()?))
}

/// What the page says before anything goes.
///
/// # Errors
/// [`AppError::NotFound`] out of scope, [`AppError::Refused`] when the import cannot be undone.
pub async fn undo_page(ctx: &Ctx, id: ImportId) -> Result<UndoPage, AppError> {
    let ctx = &ctx.snapshot().await?;
    let Loaded { record, .. } = load(ctx, id).await?;
    may_undo(ctx, &record)?;
    let until = record.finished_at.map(|at| ctx.local(at + UNDO_WITHIN));
    Ok(UndoPage {
        id,
        version: record.version,
        noun: record.noun,
        updated: counts_of(&record).updated,
        until: until.ok_or(AppError::NotFound)?,
        today: ctx.today(),
        lines: judged(&ctx.db.read, id).await?.lines,
        file_name: record.file_name,
    })
}

fn may_undo(ctx: &Ctx, record: &row::Model) -> Result<(), AppError> {
    match undo_refused(record.status, record.finished_at, ctx.now) {
        Some(why) => Err(AppError::Refused(why.to_owned())),
        None => Ok(()),
    }
}

/// Has an import undone, as a job.
///
/// # Errors
/// [`AppError::NotFound`] out of scope, [`AppError::Refused`] when it cannot be undone, [`AppError::Conflict`] on a stale
/// version.
pub async fn undo(ctx: &Ctx, id: ImportId, version: i64) -> Result<Stepped, AppError> {
    let Loaded { record, .. } = load(ctx, id).await?;
    let goto = routes::import(id, "result");
    // Sent twice: the first one counts.
    if matches!(record.status, ImportStatus::Undoing | ImportStatus::Undone) && record.version > version {
        return Ok(Stepped { goto });
    }
    may_undo(ctx, &record)?;
    write(ctx, None, (id, version), |tx, (id, version)| {
        Box::pin(async move {
            let done = row::Entity::update_many()
                .col_expr(row::Column::Status, Expr::value(ImportStatus::Undoing))
                .col_expr(row::Column::RowsDone, Expr::value(0i64))
                .col_expr(row::Column::Failure, Expr::value(""))
                .col_expr(row::Column::Cancel, Expr::value(false))
                .col_expr(row::Column::Attempts, Expr::value(0))
                .col_expr(row::Column::LeasedBy, Expr::value(None::<Uuid>))
                .col_expr(row::Column::LeasedUntil, Expr::value(None::<DateTime<Utc>>))
                .col_expr(row::Column::UndoneBy, Expr::value(Some(tx.ctx.actor.id)))
                .col_expr(row::Column::UpdatedAt, Expr::value(tx.ctx.now))
                .col_expr(row::Column::Version, Expr::value(version + 1))
                .filter(row::Column::Id.eq(id))
                .filter(row::Column::Status.eq(ImportStatus::Done))
                .filter(row::Column::Version.eq(version))
                .exec(tx.db)
                .await?;
            if done.rows_affected == 1 { Ok::<(), Fail>(()) } else { Err(stale(tx, id).await?) }
        })
    })
    .await?;
    ctx.db.bell.ring(Ring::Jobs);
    super::jobs::settle(ctx, id).await;
    Ok(Stepped { goto })
}
