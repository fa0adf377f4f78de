//! How a refusal looks: to the client's script as JSON, to a browser as a page (S39).

use app::core::AppError;
use app::core::client_files;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Header of a failed server function, as the framework's client expects it.
pub const FAILED: HeaderName = HeaderName::from_static("serverfnerror");
/// Bytes of an error that are read again.
const ERROR_MAX: usize = 64 * 1024;
/// Seconds after which a busy server may be asked again.
const SOON: HeaderValue = HeaderValue::from_static("2");
/// The policy of a page without script.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'";

/// An error as an answer: its status, itself as JSON.
pub fn answer(error: &AppError) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = told(status, error);
    let wait = match error {
        AppError::TooMany(seconds) => HeaderValue::from(*seconds),
        AppError::Unavailable => SOON,
        _ => return response,
    };
    response.headers_mut().insert(header::RETRY_AFTER, wait);
    response
}

fn told(status: StatusCode, error: &AppError) -> Response {
    let body = serde_json::to_vec(error).unwrap_or_default();
    let kind = HeaderValue::from_static("application/json");
    (status, [(header::CONTENT_TYPE, kind), (FAILED, HeaderValue::from_static("1"))], body).into_response()
}

/// Leads to another page of ours.
pub fn see_other(to: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    if let Ok(to) = HeaderValue::from_str(to) {
        response.headers_mut().insert(header::LOCATION, to);
    }
    response
}

/// Gives every refusal words, whoever made it: a person who waits for a page gets one, everything else gets JSON.
/// What a library wrote for its developers goes nowhere.
pub async fn layer(request: Request, next: Next) -> Response {
    let page = wants_page(&request);
    let mut response = next.run(request).await;
    let status = response.status();
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().entry(header::RETRY_AFTER).or_insert(SOON);
    }
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let ours = response.headers().contains_key(&FAILED);
    if kind.starts_with("text/html") || (ours && !page) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let error = if ours { to_bytes(body, ERROR_MAX).await.ok() } else { None };
    let error = error.and_then(|body| serde_json::from_slice(&body).ok()).unwrap_or_else(|| of_status(status));
    let mut worded = if page { as_page(status, &error) } else { told(status, &error) };
    for name in [header::CONTENT_LENGTH, header::CONTENT_TYPE, header::CONTENT_ENCODING, header::TRANSFER_ENCODING] {
        parts.headers.remove(name);
    }
    for (name, value) in &parts.headers {
        worded.headers_mut().append(name, value.clone());
    }
    worded
}

/// A browser that goes somewhere, not a script that asks.
fn wants_page(request: &Request) -> bool {
    let accept = request.headers().get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    accept.contains("text/html")
}

/// The words for a status that came without any.
fn of_status(status: StatusCode) -> AppError {
    match status {
        StatusCode::UNAUTHORIZED => AppError::SignedOut,
        StatusCode::FORBIDDEN => {
            AppError::Denied("This came from another site. Open Ironbook itself and try again there.".to_owned())
        }
        StatusCode::NOT_FOUND => AppError::NotFound,
        StatusCode::REQUEST_TIMEOUT => AppError::Refused("This took too long to arrive. Try again.".to_owned()),
        StatusCode::PAYLOAD_TOO_LARGE | StatusCode::URI_TOO_LONG | StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE => {
            AppError::Refused("This is too large. Send less at once.".to_owned())
        }
        StatusCode::TOO_MANY_REQUESTS => AppError::TooMany(30),
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => AppError::Unavailable,
        status if status.is_server_error() => AppError::internal(format!("an answer with status {status}")),
        _ => AppError::BadRequest,
    }
}

/// A bare page: it must stand when nothing else does.
fn as_page(status: StatusCode, error: &AppError) -> Response {
    let style = client_files::url("main.css").map(|href| format!("<link rel=\"stylesheet\" href=\"{href}\">"));
    let icon = format!("<link rel=\"icon\" type=\"image/svg+xml\" href=\"{}\">", client_files::mark());
    let text = escaped(&error.to_string());
    let page = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Ironbook</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">{}{icon}</head><body><main class=\"auth\">\
         <section class=\"panel stack\" role=\"alert\"><h1>{}</h1><p>{text}</p>\
         <div class=\"button-group\"><a class=\"button\" href=\"/\">Home</a></div></section></main></body></html>",
        style.unwrap_or_default(),
        title(status),
    );
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CONTENT_SECURITY_POLICY, POLICY)];
    (status, headers, Body::from(page)).into_response()
}

fn title(status: StatusCode) -> &'static str {
    match status {
        StatusCode::UNAUTHORIZED => "Signed out",
        StatusCode::FORBIDDEN => "Not allowed",
        StatusCode::NOT_FOUND => "Not here",
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => "Busy",
        status if status.is_server_error() => "Something went wrong",
        _ => "That did not work",
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
