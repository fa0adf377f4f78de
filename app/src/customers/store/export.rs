//! Customers on their way into a file: the same rows that the list shows, with everything they hold.

use super::filter::{keyset, narrow};
use super::list::work_at;
use super::record::Record;
use crate::core::AppError;
use crate::core::ctx::Ctx;
use crate::core::export::in_order;
use crate::customers::types::OpenWork;
use entity::customer::row::{Column, Entity};
use entity::customer::{CustomerFilter, tags_of};
use entity::shared::ids::CustomerId;
use entity::shared::page::Seek;
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

/// The customers of a filter in its order.
///
/// # Errors
/// The database's.
pub async fn ids(ctx: &Ctx, filter: &CustomerFilter) -> Result<Vec<CustomerId>, AppError> {
    let rows = keyset(filter.sort).ordered(narrow(ctx, filter), &Seek::First).select_only().column(Column::Id);
    Ok(rows.into_tuple().all(&ctx.db.read).await?)
}

/// These customers as they are now, in this order, without those that are out of scope by now.
///
/// # Errors
/// The database's.
pub async fn export_rows(ctx: &Ctx, ids: &[CustomerId]) -> Result<Vec<ExportRow>, AppError> {
    let these = Entity::visible_to(&ctx.actor).filter(Column::Id.is_in(ids.iter().copied()));
    let mut rows = Record::of(these).all(&ctx.db.read).await?;
    in_order(&mut rows, ids, |record| record.row.id);
    let work = work_at(ctx, rows.iter().map(|record| record.row.id)).await?;
    let above = rows.iter().filter_map(|record| record.row.parent_id);
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
    Ok(rows.into_iter().map(row).collect())
}
