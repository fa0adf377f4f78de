//! An import's own row: read in scope with what it holds, saved under the version the sender saw.

use super::upload::KEPT;
use super::view::{parsed_plan, parsed_profile};
use crate::core::AppError;
use crate::core::ctx::Ctx;
use crate::core::db::Ring;
use crate::core::timeline;
use crate::core::write::{Fail, Tx, write};
use chrono::{DateTime, Utc};
use entity::import::row;
use entity::import::{ImportStatus, Plan, Profile};
use entity::shared::actor::Action;
use entity::shared::ids::ImportId;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// What the plan's steps need of an import.
pub(super) struct Loaded {
    pub record: row::Model,
    pub plan: Plan,
    pub profile: Profile,
}

pub(super) async fn load(ctx: &Ctx, id: ImportId) -> Result<Loaded, AppError> {
    ctx.allow(Action::Import)?;
    let record = row::Entity::visible_one(&ctx.actor, id).one(&ctx.db.read).await?.ok_or(AppError::NotFound)?;
    if record.status == ImportStatus::Uploading {
        return Err(AppError::NotFound);
    }
    Ok(Loaded { plan: parsed_plan(&record)?, profile: parsed_profile(&record)?, record })
}

/// Whether the plan may still be changed.
///
/// # Errors
/// [`AppError::Refused`] with what stands in the way.
pub(super) fn open_to_change(record: &row::Model, now: DateTime<Utc>) -> Result<(), AppError> {
    if record.status.is_working() {
        return Err(AppError::Refused("The file is being worked on. Wait until that is done, or stop it.".to_owned()));
    }
    if record.status.was_in() {
        return Err(AppError::Refused("This file is in already. Upload it again to import it anew.".to_owned()));
    }
    // Its bytes may be swept away by now, and would read as a file without rows.
    if record.finished_at.is_some_and(|finished| finished < now - KEPT) {
        return Err(AppError::Refused("This file is not kept any more. Upload it again.".to_owned()));
    }
    Ok(())
}

/// Saves a changed record under the version the sender saw.
pub(super) async fn save(ctx: &Ctx, record: row::Model, version: i64) -> Result<(), AppError> {
    write(ctx, None, record, move |tx, record| {
        Box::pin(async move {
            let row::Model { id, status, plan, profile, rows_total, good_only, .. } = record;
            let done = row::Entity::update_many()
                .col_expr(row::Column::Status, Expr::value(status))
                .col_expr(row::Column::Plan, Expr::value(plan))
                .col_expr(row::Column::Profile, Expr::value(profile))
                .col_expr(row::Column::RowsTotal, Expr::value(rows_total))
                .col_expr(row::Column::RowsDone, Expr::value(0i64))
                .col_expr(row::Column::GoodOnly, Expr::value(good_only))
                .col_expr(row::Column::Failure, Expr::value(""))
                .col_expr(row::Column::Cancel, Expr::value(false))
                .col_expr(row::Column::Attempts, Expr::value(0))
                .col_expr(row::Column::LeasedBy, Expr::value(None::<uuid::Uuid>))
                .col_expr(row::Column::LeasedUntil, Expr::value(None::<chrono::DateTime<chrono::Utc>>))
                .col_expr(row::Column::StartedAt, Expr::value(None::<chrono::DateTime<chrono::Utc>>))
                .col_expr(row::Column::FinishedAt, Expr::value(None::<chrono::DateTime<chrono::Utc>>))
                .col_expr(row::Column::UpdatedAt, Expr::value(tx.ctx.now))
                .col_expr(row::Column::Version, Expr::value(version + 1))
                .filter(row::Column::Id.eq(id))
                .filter(row::Column::Version.eq(version))
                .exec(tx.db)
                .await?;
            if done.rows_affected == 1 { Ok(()) } else { Err(stale(tx, id).await?) }
        })
    })
    .await?;
    ctx.db.bell.ring(Ring::Jobs);
    Ok(())
}

pub(super) async fn stale(tx: &Tx<'_>, id: ImportId) -> Result<Fail, Fail> {
    let now = row::Entity::visible_one(&tx.ctx.actor, id).one(tx.db).await?.ok_or(AppError::NotFound)?;
    Ok(timeline::conflict(tx.ctx, tx.db, id.0, now.version, None).await?.into())
}
