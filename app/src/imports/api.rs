//! Server functions of imports. The file itself comes through a plain route, `/imports/upload` (T6).

use super::types::{ColumnsPage, ImportList, Progress, ReportPage, Stepped, UndoPage, ValuesPage};
use crate::core::AppError;
use entity::import::forms::{ColumnsForm, ReadingForm, ValuesForm};
use entity::shared::ids::ImportId;
use leptos::prelude::*;

/// Imports, newest first; `query` says which page.
#[server(endpoint = "imports/list")]
pub async fn list_imports(query: String) -> Result<ImportList, AppError> {
    super::store::list(&crate::core::ctx::ctx()?, &entity::shared::page::Seek::read(&query)).await
}

/// The step that maps columns.
#[server(endpoint = "imports/columns")]
pub async fn import_columns(id: ImportId) -> Result<ColumnsPage, AppError> {
    super::store::columns_page(&crate::core::ctx::ctx()?, id).await
}

/// Takes the columns as they were chosen.
#[server(endpoint = "imports/save_columns")]
pub async fn save_import_columns(form: ColumnsForm, id: ImportId, version: i64) -> Result<Stepped, AppError> {
    let stepped = super::store::save_columns(&crate::core::ctx::ctx()?, id, version, form).await?;
    crate::core::reply::goto(&stepped.goto);
    Ok(stepped)
}

/// Reads the file again, in another way.
#[server(endpoint = "imports/reread")]
pub async fn reread_import(form: ReadingForm, id: ImportId, version: i64) -> Result<Stepped, AppError> {
    let stepped = super::store::reread(&crate::core::ctx::ctx()?, id, version, form).await?;
    crate::core::reply::goto(&stepped.goto);
    Ok(stepped)
}

/// The step that maps values.
#[server(endpoint = "imports/values")]
pub async fn import_values(id: ImportId) -> Result<ValuesPage, AppError> {
    super::store::values_page(&crate::core::ctx::ctx()?, id).await
}

/// Takes the values as they were decided, and has every row checked.
#[server(endpoint = "imports/save_values")]
pub async fn save_import_values(
    #[server(default)] form: ValuesForm,
    id: ImportId,
    version: i64,
) -> Result<Stepped, AppError> {
    let stepped = super::store::save_values(&crate::core::ctx::ctx()?, id, version, form).await?;
    crate::core::reply::goto(&stepped.goto);
    Ok(stepped)
}

/// Maps one value that the check found unknown, and checks again.
#[server(endpoint = "imports/map_value")]
pub async fn map_import_value(
    id: ImportId,
    version: i64,
    field: String,
    value: String,
    to: String,
) -> Result<Stepped, AppError> {
    let ctx = crate::core::ctx::ctx()?;
    let stepped = super::store::map_value(&ctx, id, version, &field, &value, &to).await?;
    crate::core::reply::goto(&stepped.goto);
    Ok(stepped)
}

/// What would happen, or did: `query` is a [`ReportFilter`](entity::import::ReportFilter).
#[server(endpoint = "imports/report")]
pub async fn import_report(id: ImportId, query: String) -> Result<ReportPage, AppError> {
    super::store::report_page(&crate::core::ctx::ctx()?, id, &entity::import::ReportFilter::read(&query)).await
}

/// How far the job is.
#[server(endpoint = "imports/progress")]
pub async fn import_progress(id: ImportId) -> Result<Progress, AppError> {
    super::store::progress(&crate::core::ctx::ctx()?, id).await
}

/// Has a checked file run; `good_only` is `on` when rows in error are to be left out.
#[server(endpoint = "imports/start")]
pub async fn start_import(
    id: ImportId,
    version: i64,
    #[server(default)] good_only: String,
) -> Result<Stepped, AppError> {
    use super::store::Errors;
    let errors = if good_only == "on" { Errors::LeaveOut } else { Errors::Stop };
    let stepped = super::store::start(&crate::core::ctx::ctx()?, id, version, errors).await?;
    crate::core::reply::goto(&stepped.goto);
    Ok(stepped)
}

/// Calls a check or a run off.
#[server(endpoint = "imports/cancel")]
pub async fn cancel_import(id: ImportId) -> Result<Stepped, AppError> {
    let stepped = super::store::cancel(&crate::core::ctx::ctx()?, id).await?;
    crate::core::reply::goto(&stepped.goto);
    Ok(stepped)
}

/// What an undo of an import would take out, and what would stay.
#[server(endpoint = "imports/undo_page")]
pub async fn import_undo(id: ImportId) -> Result<UndoPage, AppError> {
    super::store::undo_page(&crate::core::ctx::ctx()?, id).await
}

/// Has what an import made taken out again.
#[server(endpoint = "imports/undo")]
pub async fn undo_import(id: ImportId, version: i64) -> Result<Stepped, AppError> {
    let stepped = super::store::undo(&crate::core::ctx::ctx()?, id, version).await?;
    crate::core::reply::goto(&stepped.goto);
    Ok(stepped)
}
