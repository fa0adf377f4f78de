//! Files about imports: the report, the file itself, and a sample for each noun.

use crate::security::refusal::answer;
use app::core::AppError;
use app::core::ctx::Ctx;
use app::core::write::unsealed;
use app::imports::store;
use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Query};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use entity::import::{ImportNoun, Outcome, ReportFilter, Verdict, csv_line, report_cells, sample};
use entity::shared::ids::ImportId;
use entity::shared::page::Seek;
use futures_util::stream;
use serde::Deserialize;
use std::collections::VecDeque;

/// Rows of a report read at once.
const ROWS: u64 = 1_000;

const CSV: &str = "text/csv; charset=utf-8";
const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Which rows.
#[derive(Debug, Deserialize)]
pub struct Which {
    #[serde(default)]
    outcome: String,
}

/// `/imports/{id}/report.csv`: every row of the report, or those of one outcome.
pub async fn report(ctx: Option<Extension<Ctx>>, Path(id): Path<String>, Query(which): Query<Which>) -> Response {
    match reported(ctx, &id, which.outcome.parse().ok()).await {
        Ok(response) => response,
        Err(error) => refused(&error),
    }
}

async fn reported(ctx: Option<Extension<Ctx>>, id: &str, outcome: Option<Outcome>) -> Result<Response, AppError> {
    let (ctx, id) = asked(ctx, id)?;
    let (noun, name) = store::named(&ctx, id).await?;
    let header = format!("\u{feff}{}\r\n", csv_line(&Verdict::REPORT_HEADER));
    let begin = (ctx, Some(Seek::First), VecDeque::from([header]));
    let body = stream::try_unfold(begin, move |(ctx, seek, mut ready)| async move {
        if let Some(text) = ready.pop_front() {
            return Ok(Some((Bytes::from(text), (ctx, seek, ready))));
        }
        let Some(seek) = seek else { return Ok::<_, std::io::Error>(None) };
        let filter = ReportFilter { outcome, seek };
        let page = store::rows(&ctx, (id, noun), &filter, ROWS).await.map_err(std::io::Error::other)?;
        let lines: String = page.rows.iter().map(|row| line(row) + "\r\n").collect();
        Ok(Some((Bytes::from(lines), (ctx, page.next, ready))))
    });
    Ok(attachment(&format!("{} report.csv", name.trim_end_matches(".csv")), Body::from_stream(body)))
}

fn line(row: &app::imports::types::ReportRow) -> String {
    let reason = if row.changes.is_empty() { row.sentence.as_str() } else { row.sentence.trim() };
    let texts = [&row.number, &row.record, reason, &row.detail, &row.column, &row.excerpt].map(|text| text as &str);
    csv_line(&report_cells(row.row, row.outcome, texts))
}

/// `/imports/{id}/file`: the file as it came, for the one who brought it and for administrators (S31).
pub async fn file(ctx: Option<Extension<Ctx>>, Path(id): Path<String>) -> Response {
    let opened = async {
        let (ctx, id) = asked(ctx, &id)?;
        let (_, name) = store::named(&ctx, id).await?;
        let first = store::piece(&ctx, id, 0).await?.ok_or(AppError::NotFound)?;
        Ok::<_, AppError>((ctx, id, name, first))
    };
    let (ctx, id, name, first) = match opened.await {
        Ok(opened) => opened,
        Err(error) => return refused(&error),
    };
    let kind = if first.starts_with(b"PK") { WORKBOOK } else { CSV };
    let body = stream::try_unfold((ctx, 1, Some(first)), move |(ctx, position, ready)| async move {
        let Some(bytes) = ready else { return Ok::<_, std::io::Error>(None) };
        let next = store::piece(&ctx, id, position).await.map_err(std::io::Error::other)?;
        Ok(Some((Bytes::from(bytes), (ctx, position + 1, next))))
    });
    attachment_of(kind, &name, Body::from_stream(body))
}

/// `/imports/sample/{noun}`: a small file with our own names of the columns.
pub async fn sample_file(Path(noun): Path<String>) -> Response {
    match noun.trim_end_matches(".csv").parse::<ImportNoun>() {
        Ok(noun) => attachment(&format!("{}.csv", noun.word()), Body::from(sample(noun))),
        Err(()) => refused(&AppError::NotFound),
    }
}

fn asked(ctx: Option<Extension<Ctx>>, id: &str) -> Result<(Ctx, ImportId), AppError> {
    let Extension(ctx) = ctx.ok_or(AppError::SignedOut)?;
    // Nothing is carried off by somebody who only looks on.
    unsealed(&ctx.db)?;
    Ok((ctx, id.parse().map_err(|_| AppError::NotFound)?))
}

/// A CSV file to keep.
fn attachment(name: &str, body: Body) -> Response {
    attachment_of(CSV, name, body)
}

/// A file to keep, never to be shown as a page (S30).
fn attachment_of(kind: &str, name: &str, body: Body) -> Response {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || " ._-".contains(c) { c } else { '_' }).collect();
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{plain}\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (StatusCode::OK, headers, body).into_response()
}

fn refused(error: &AppError) -> Response {
    answer(error)
}
