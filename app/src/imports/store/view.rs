//! What the pages show: the list, the head of each step, the report.

use super::progress::Progress as Running;
use super::record::{Loaded, load};
use crate::core::AppError;
use crate::core::ctx::Ctx;
use crate::imports::types::{Head, ImportLine, ImportList, Progress, ReportPage, ReportRow};
use crate::routes;
use entity::import::row::{self, chunk, report};
use entity::import::undo::undo_refused;
use entity::import::{Bound, Counts, FieldKind, ImportNoun, ImportStatus, Plan, Profile, ReportFilter, fields};
use entity::shared::actor::Action;
use entity::shared::dates;
use entity::shared::ids::{CustomerId, ImportId, OpportunityId};
use entity::shared::page::{PAGE, Page, Seek};
use entity::user;
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, EntityTrait, JoinType, Order, QueryFilter, QueryOrder, QuerySelect, RelationDef};

/// Imports, newest first.
///
/// # Errors
/// [`AppError::Denied`] for the wrong role.
pub async fn list(ctx: &Ctx, seek: &Seek) -> Result<ImportList, AppError> {
    ctx.allow(Action::Import)?;
    let to_user: RelationDef =
        row::Entity::belongs_to(user::row::Entity).from(row::Column::UserId).to(user::row::Column::Id).into();
    let mut select = row::Entity::visible_to(&ctx.actor)
        .filter(row::Column::Status.ne(ImportStatus::Uploading))
        .join(JoinType::LeftJoin, to_user)
        .select_also(user::row::Entity);
    // Ids are made in the order of time.
    if let Some(at) = seek.cursor().and_then(|cursor| cursor.parse::<ImportId>().ok()) {
        let id = row::Column::Id;
        select = select.filter(if seek.is_backwards() { id.gt(at) } else { id.lt(at) });
    }
    let order = if seek.is_backwards() { Order::Asc } else { Order::Desc };
    let found = select.order_by(row::Column::Id, order).limit(PAGE + 1).all(&ctx.db.read).await?;
    let lines = found.into_iter().map(|(record, who)| ImportLine {
        id: record.id,
        rows: unsigned(record.rows_total),
        errors: counts_of(&record).errors,
        who: who.map(|who| who.name).unwrap_or_default(),
        at: ctx.local(record.created_at),
        noun: record.noun,
        status: record.status,
        file_name: record.file_name,
    });
    let size = usize::try_from(PAGE).unwrap_or(50);
    let page = Page::of(lines.collect(), size, seek, |line: &ImportLine| line.id.to_string());
    Ok(ImportList { page, today: ctx.today() })
}

fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

pub(super) fn counts_of(record: &row::Model) -> Counts {
    serde_json::from_str(&record.counts).unwrap_or_default()
}

pub(super) fn parsed_plan(record: &row::Model) -> Result<Plan, AppError> {
    serde_json::from_str(&record.plan).map_err(AppError::internal)
}

/// Imports of the command line keep no profile.
pub(super) fn parsed_profile(record: &row::Model) -> Result<Profile, AppError> {
    if record.profile.is_empty() {
        Ok(Profile::default())
    } else {
        serde_json::from_str(&record.profile).map_err(AppError::internal)
    }
}

/// What every step shows above itself.
pub(super) async fn head(ctx: &Ctx, record: row::Model, plan: &Plan, profile: &Profile) -> Result<Head, AppError> {
    let again = match record.status {
        // Said before anything is mapped and before anything is written.
        ImportStatus::Columns | ImportStatus::Checked => again(ctx, &record).await?,
        _ => String::new(),
    };
    let to = plan.columns.iter().filter(|(header, rule)| {
        !rule.field.is_empty() && profile.columns.iter().any(|column| column.header == **header)
    });
    Ok(Head {
        id: record.id,
        version: record.version,
        size: record.file_size,
        noun: record.noun,
        status: record.status,
        rows: unsigned(record.rows_total),
        reading: profile.reading.words(),
        mapped: (to.count(), profile.columns.len()),
        values: values_in_words(record.noun, plan, profile),
        failure: record.failure,
        again,
        key: ctx.id(),
        file_name: record.file_name,
    })
}

/// `4 stages, 7 products, 30 people`.
fn values_in_words(noun: ImportNoun, plan: &Plan, profile: &Profile) -> String {
    let Ok(bound) = Bound::new(noun, plan.clone(), profile) else { return String::new() };
    let mut parts = Vec::new();
    for field in fields(noun).iter().filter(|field| matches!(field.kind, FieldKind::Ref(_)) && bound.feeds(field.name))
    {
        let column = profile.columns.iter().find(|column| column.header == bound.column(field.name));
        if let (Some(column), Some(what)) = (column.filter(|column| !column.more), field.refers_to()) {
            let n = column.values.len();
            parts.push(format!("{n} {}", if n == 1 { what.noun() } else { what.nouns() }));
        }
    }
    parts.join(", ")
}

/// When the same bytes came in before.
async fn again(ctx: &Ctx, record: &row::Model) -> Result<String, AppError> {
    let before = row::Entity::visible_to(&ctx.actor)
        .filter(row::Column::FileHash.eq(record.file_hash.clone()))
        .filter(row::Column::Status.eq(ImportStatus::Done))
        .filter(row::Column::Id.ne(record.id))
        .order_by_desc(row::Column::Id)
        .one(&ctx.db.read)
        .await?;
    let words = before.map(|before| {
        let at = ctx.local(before.finished_at.unwrap_or(before.created_at));
        format!("This very file came in before: {}. Rows that are here stay unchanged.", dates::moment(at, ctx.today()))
    });
    Ok(words.unwrap_or_default())
}

/// The report of a check, or of a run: one page of the rows with an outcome, or of all.
///
/// # Errors
/// [`AppError::NotFound`] out of scope.
pub async fn report_page(ctx: &Ctx, id: ImportId, filter: &ReportFilter) -> Result<ReportPage, AppError> {
    let ctx = &ctx.snapshot().await?;
    let Loaded { record, plan, profile } = load(ctx, id).await?;
    let rows = rows(ctx, (id, record.noun), filter, PAGE).await?;
    let finished = record.finished_at;
    let took = finished.zip(record.started_at).map_or(0, |(end, begin)| (end - begin).num_milliseconds());
    Ok(ReportPage {
        counts: counts_of(&record),
        progress: progress_of(ctx, &record),
        rows,
        finished: finished.map(|at| ctx.local(at)),
        took,
        may_undo: undo_refused(record.status, record.finished_at, ctx.now).is_none(),
        today: ctx.today(),
        head: head(ctx, record, &plan, &profile).await?,
    })
}

/// Noun and file name of an import, for its downloads.
///
/// # Errors
/// [`AppError::NotFound`] out of scope.
pub async fn named(ctx: &Ctx, id: ImportId) -> Result<(ImportNoun, String), AppError> {
    ctx.allow(Action::Import)?;
    let record = row::Entity::visible_one(&ctx.actor, id).one(&ctx.db.read).await?.ok_or(AppError::NotFound)?;
    Ok((record.noun, record.file_name))
}

/// A piece of the file as it came.
///
/// # Errors
/// The database's.
pub async fn piece(ctx: &Ctx, id: ImportId, position: i32) -> Result<Option<Vec<u8>>, AppError> {
    let found = chunk::Entity::visible_to(&ctx.actor, id).filter(chunk::Column::Position.eq(position));
    Ok(found.one(&ctx.db.read).await?.map(|piece| piece.bytes))
}

/// Rows of a report, those with something to say first.
///
/// # Errors
/// The database's.
pub async fn rows(
    ctx: &Ctx,
    (id, noun): (ImportId, ImportNoun),
    filter: &ReportFilter,
    size: u64,
) -> Result<Page<ReportRow>, AppError> {
    use report::Column;
    let mut select = report::Entity::visible_to(&ctx.actor, id);
    let ReportFilter { outcome, seek } = filter;
    if let Some(outcome) = outcome {
        select = select.filter(Column::Weight.eq(outcome.weight()));
    }
    let at = seek.cursor().and_then(|cursor| cursor.split_once('.'));
    let at = at.and_then(|(weight, row)| Some((weight.parse::<i32>().ok()?, row.parse::<i64>().ok()?)));
    if let Some((weight, row)) = at {
        let beyond = if seek.is_backwards() {
            Column::Weight.lt(weight).or(Column::Weight.eq(weight).and(Column::Row.lt(row)))
        } else {
            Column::Weight.gt(weight).or(Column::Weight.eq(weight).and(Column::Row.gt(row)))
        };
        select = select.filter(beyond);
    }
    let order = if seek.is_backwards() { Order::Desc } else { Order::Asc };
    let select = select.order_by(Column::Weight, order.clone()).order_by(Column::Row, order);
    let found = select.limit(size + 1).all(&ctx.db.read).await?;
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    Ok(Page::of(found, size, seek, |row| format!("{}.{}", row.weight, row.row)).map(|row| report_row(row, noun)))
}

fn report_row(row: report::Model, noun: ImportNoun) -> ReportRow {
    let report::Model {
        import_id: _,
        row: number_of_row,
        weight: _,
        outcome,
        number,
        record,
        sentence,
        detail,
        changes,
        column_name,
        field,
        excerpt,
        suggestion,
        record_id,
    } = row;
    let link = record_id.map(|id| match noun {
        ImportNoun::Accounts => routes::customer(CustomerId(id.0)),
        ImportNoun::Opportunities => routes::opportunity(OpportunityId(id.0)),
        ImportNoun::Products | ImportNoun::Users => String::new(),
    });
    let link = link.unwrap_or_default();
    ReportRow {
        row: unsigned(number_of_row),
        outcome,
        number,
        record,
        sentence,
        detail,
        changes: serde_json::from_str(&changes).unwrap_or_default(),
        column: column_name,
        field,
        excerpt,
        suggestion,
        link,
    }
}

/// How far an import's job is.
///
/// # Errors
/// [`AppError::NotFound`] out of scope.
pub async fn progress(ctx: &Ctx, id: ImportId) -> Result<Progress, AppError> {
    let record = row::Entity::visible_one(&ctx.actor, id).one(&ctx.db.read).await?.ok_or(AppError::NotFound)?;
    Ok(progress_of(ctx, &record))
}

fn progress_of(ctx: &Ctx, record: &row::Model) -> Progress {
    let total = unsigned(record.rows_total);
    let done = Running::of(record.id).map_or(unsigned(record.rows_done), |running| running.done());
    let done = std::cmp::Ord::min(done, total);
    let left = record.started_at.filter(|_| record.status.is_working() && done > 0).map(|begun| {
        let millis = unsigned((ctx.now - begun).num_milliseconds());
        millis * (total - done) / done / 1_000
    });
    Progress { status: record.status, done, total, left }
}
