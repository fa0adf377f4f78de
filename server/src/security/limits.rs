//! What a request may weigh, and what a writing one must look like (S14, S36).

use super::forms::answer;
use app::core::AppError;
use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Bytes of the request line's path and query.
const URI_MAX: usize = 8 * 1024;
/// Bytes of all headers.
const HEAD_MAX: usize = 16 * 1024;
/// Number of headers.
const HEADERS_MAX: usize = 64;
/// The one route that takes files.
pub const UPLOAD: &str = "/imports/upload";

/// Refuses what is too large or of a foreign kind, before anything looks at it.
pub async fn layer(request: Request, next: Next) -> Response {
    if request.uri().path_and_query().is_some_and(|path| path.as_str().len() > URI_MAX) {
        return StatusCode::URI_TOO_LONG.into_response();
    }
    let head: usize = request.headers().iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if request.headers().len() > HEADERS_MAX || head > HEAD_MAX {
        return StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE.into_response();
    }
    match *request.method() {
        Method::GET | Method::HEAD => {}
        Method::POST if !known_content(&request) => return StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response(),
        Method::POST if too_large(&request) => return StatusCode::PAYLOAD_TOO_LARGE.into_response(),
        Method::POST => {}
        _ => return StatusCode::METHOD_NOT_ALLOWED.into_response(),
    }
    let response = next.run(request).await;
    // The framework's own words about unknown functions are for its developers.
    if response.status() == StatusCode::BAD_REQUEST && !response.headers().contains_key("serverfnerror") {
        return answer(&AppError::BadRequest);
    }
    response
}

/// A form, JSON, or on the upload route a file; `text/plain` is how other sites forge requests.
fn known_content(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    match kind {
        "application/x-www-form-urlencoded" | "application/json" => true,
        "multipart/form-data" => request.uri().path() == UPLOAD,
        // A call without arguments has no body and names no kind.
        "" => request.headers().get(header::CONTENT_LENGTH).is_none_or(|length| length == "0"),
        _ => false,
    }
}

fn too_large(request: &Request) -> bool {
    let length =
        request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    request.uri().path() != UPLOAD && length.is_some_and(|length| length > super::forms::BODY_MAX)
}
