//! Customers on their way into a file: a page of the same rows that the list shows, with everything they hold.

use super::list::{records, work_at};
use super::record::Record;
use crate::core::AppError;
use crate::core::ctx::Ctx;
use crate::customers::types::OpenWork;
use entity::customer::row::{Column, Entity};
use entity::customer::{CustomerFilter, tags_of};
use entity::shared::ids::CustomerId;
use entity::shared::page::Page;
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect};
use std::collections::HashMap;

/// A customer of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportRow {
    pub record: Record,
    pub tags: Vec<String>,
    /// Name of the parent, when it may be seen.
    pub parent: Option<String>,
    pub work: OpenWork,
}

/// Rows of a filter, `size` at a time, from its cursor on.
///
/// # Errors
/// The database's.
pub async fn export_rows(ctx: &Ctx, filter: &CustomerFilter, size: u64) -> Result<Page<ExportRow>, AppError> {
    let page = records(ctx, filter, size).await?;
    let work = work_at(ctx, page.rows.iter().map(|record| record.row.id)).await?;
    let above = page.rows.iter().filter_map(|record| record.row.parent_id);
    let parents: HashMap<CustomerId, String> = Entity::visible_to(&ctx.actor)
        .filter(Column::Id.is_in(above))
        .select_only()
        .columns([Column::Id, Column::Name])
        .into_tuple()
        .all(&ctx.db.read)
        .await?
        .into_iter()
        .collect();
    let row = |record: Record| ExportRow {
        tags: tags_of(&record.row.tags),
        parent: record.row.parent_id.and_then(|id| parents.get(&id).cloned()),
        work: work.get(&record.row.id).copied().unwrap_or_default(),
        record,
    };
    Ok(page.map(row))
}
