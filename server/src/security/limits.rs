//! What a request may weigh, how long its answer may take, and what a writing one must look like (S14, S36). How slowly
//! a client may send and read is a matter of its connection: `serve::Pace`.

use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::time::Duration;

/// Bytes of the request line's path and query.
const URI_MAX: usize = 8 * 1024;
/// Bytes of all headers.
const HEAD_MAX: usize = 16 * 1024;
/// Number of headers.
const HEADERS_MAX: usize = 64;
/// Largest body of a form or call (S36).
pub const BODY_MAX: usize = 256 * 1024;
/// An answer that takes longer is given up; streams and uploads aside.
const ANSWER: Duration = Duration::from_secs(30);
/// A page is given up sooner: a database that does not answer is told, not waited for (T14).
const PAGE: Duration = Duration::from_secs(4);
/// The one route that takes files.
pub const UPLOAD: &str = "/imports/upload";
/// The one route that streams.
pub const LIVE: &str = "/live";

/// Refuses what is too large or of a foreign kind, before anything looks at it.
pub async fn layer(request: Request, next: Next) -> Response {
    if let Some(status) = refused(&request) {
        return status.into_response();
    }
    let path = request.uri().path();
    let patient = path == UPLOAD || path == LIVE;
    let asked = path.to_owned();
    // Files are many pages.
    let file = path.ends_with(".csv") || path.ends_with("/file");
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let allowed = if reads && !file { PAGE } else { ANSWER };
    if patient {
        return next.run(request).await;
    }
    match tokio::time::timeout(allowed, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            tracing::warn!(path = asked, "no answer within {} s; given up", allowed.as_secs());
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

fn refused(request: &Request) -> Option<StatusCode> {
    if request.uri().path_and_query().is_some_and(|path| path.as_str().len() > URI_MAX) {
        return Some(StatusCode::URI_TOO_LONG);
    }
    let head: usize = request.headers().iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if request.headers().len() > HEADERS_MAX || head > HEAD_MAX {
        return Some(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE);
    }
    match *request.method() {
        Method::GET | Method::HEAD => None,
        Method::POST if !known_content(request) => Some(StatusCode::UNSUPPORTED_MEDIA_TYPE),
        Method::POST if too_large(request) => Some(StatusCode::PAYLOAD_TOO_LARGE),
        Method::POST => None,
        _ => Some(StatusCode::METHOD_NOT_ALLOWED),
    }
}

/// A form, JSON, or on the upload route a file; `text/plain` is how other sites forge requests.
fn known_content(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    let is = |name: &str| kind.eq_ignore_ascii_case(name);
    if kind.is_empty() {
        // A call without arguments has no body and names no kind.
        let length = request.headers().get(header::CONTENT_LENGTH);
        return length.is_none_or(|length| length == "0") && !request.headers().contains_key(header::TRANSFER_ENCODING);
    }
    if is("multipart/form-data") {
        return request.uri().path() == UPLOAD;
    }
    is("application/x-www-form-urlencoded") || is("application/json")
}

fn too_large(request: &Request) -> bool {
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length = length.and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    request.uri().path() != UPLOAD && length.is_some_and(|length| length > BODY_MAX)
}
