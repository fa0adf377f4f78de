//! Rows as files: exactly what a list's filter shows, streamed, recorded.

mod customers;
mod opportunities;
mod sheet;

pub use sheet::{Cell, line};

use crate::security::refusal::answer;
use app::core::AppError;
use app::core::ctx::Ctx;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::StreamExt;
use futures_util::stream::{self, Stream};
use std::future::Future;

/// Rows that are read at once.
const BATCH: usize = 500;

/// The files there are.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/customers.csv", get(customers::file))
        .route("/opportunities.csv", get(opportunities::file))
        .layer(from_fn(asked_for_here))
}

/// A file is counted and recorded as its reader's. So no other site may send him for it, and nothing asks for half of it.
async fn asked_for_here(request: Request, next: Next) -> Response {
    if request.method() == Method::HEAD {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let site = request.headers().get("sec-fetch-site").and_then(|site| site.to_str().ok());
    if site.is_some_and(|site| !matches!(site, "same-origin" | "none")) {
        return answer(&AppError::Denied("Open the list that this file is of, and export it there.".to_owned()));
    }
    next.run(request).await
}

/// A file of these rows, in this order. What they hold is read part by part while the file is sent; which they are was said
/// before, so that each is in it once, wherever it would stand by then.
fn file<I, F>(name: &str, head: &[&str], rows: Vec<I>, read: impl Fn(Vec<I>) -> F + Send + 'static) -> Response
where
    I: Copy + Send + 'static,
    F: Future<Output = Result<Vec<u8>, AppError>> + Send + 'static,
{
    // Spreadsheets take a file without this mark for one in the machine's own code page.
    let mut first = "\u{feff}".as_bytes().to_vec();
    first.extend(line(head.iter().map(|text| Cell::text(*text))));
    let body = Body::from_stream(parts(first, rows, read));
    let mut response = (StatusCode::OK, body).into_response();
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        header::CONTENT_DISPOSITION,
        disposition.unwrap_or_else(|_| HeaderValue::from_static("attachment; filename=\"export.csv\"")),
    );
    response
}

fn parts<I, F>(
    first: Vec<u8>,
    rows: Vec<I>,
    read: impl Fn(Vec<I>) -> F + Send + 'static,
) -> impl Stream<Item = Result<Bytes, std::io::Error>> + Send
where
    I: Copy + Send + 'static,
    F: Future<Output = Result<Vec<u8>, AppError>> + Send + 'static,
{
    let rows = stream::unfold(Some((0, rows, read)), |at| async move {
        let (done, rows, read) = at?;
        let part: Vec<I> = rows.iter().skip(done).take(BATCH).copied().collect();
        if part.is_empty() {
            return None;
        }
        match read(part).await {
            Ok(lines) => Some((Ok(Bytes::from(lines)), Some((done + BATCH, rows, read)))),
            // The connection breaks off: half a file must not look like a whole one.
            Err(error) => Some((Err(std::io::Error::other(error.to_string())), None)),
        }
    });
    // Compression asks once more after the end.
    stream::once(async { Ok(Bytes::from(first)) }).chain(rows).fuse()
}

/// `customers-prospect-braz-2026-11-23-1042.csv`: the noun, the filter, the time.
fn file_name(ctx: &Ctx, noun: &str, filter: &str) -> String {
    let words = entity::shared::query::pairs(filter).into_iter().map(|(_, value)| value);
    let words: Vec<String> = words.flat_map(|value| entity::search::pieces(&value)).collect();
    let words = words.join("-").chars().filter(char::is_ascii).take(60).collect::<String>();
    let time = ctx.local(ctx.now).format("%Y-%m-%d-%H%M");
    if words.is_empty() { format!("{noun}-{time}.csv") } else { format!("{noun}-{words}-{time}.csv") }
}

/// A list shows more when a part of its filter is not understood, and says so. A file cannot say it, and would hold more than
/// was asked for (S07).
fn understood(ignored: &[String]) -> Result<(), AppError> {
    if ignored.is_empty() {
        return Ok(());
    }
    Err(AppError::Refused(format!("There is no file: this filter is not understood ({}).", ignored.join(", "))))
}
