//! A number for each request, in the log and in its answer; and how long it took.

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;
use tracing::Instrument;

/// The header that carries the number.
const NAME: HeaderName = HeaderName::from_static("x-request-id");

/// Runs the request in a span of its own. Neither query nor headers are noted: they hold what people type, and tokens.
pub async fn layer(request: Request, next: Next) -> Response {
    let id = format!("{:016x}", rand::random::<u64>());
    let span = tracing::info_span!("request", id, method = %request.method(), path = request.uri().path());
    let begun = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let (status, millis) = (response.status().as_u16(), begun.elapsed().as_millis());
    span.in_scope(|| match status {
        500.. => tracing::error!(status, millis, "answered"),
        _ => tracing::debug!(status, millis, "answered"),
    });
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(NAME, id);
    }
    response
}
