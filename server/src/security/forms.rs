//! Around server functions: errors become their status, and plain forms their redirect.
//!
//! The framework answers every error with 500 and sends plain forms wherever `Referer` says (T2, T4). So it never
//! learns of either: this layer hides both from it and does it right.

use super::{cookies, session};
use crate::state::AppState;
use app::core::AppError;
use app::core::ctx::{Ctx, Guest};
use app::core::flash::Flash;
use app::core::flash_store::{FlashOwner, keep};
use app::core::reply::GOTO;
use app::routes;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entity::shared::query;

/// Largest body of a form or call (S36).
pub const BODY_MAX: usize = 256 * 1024;
/// Header of a failed server function.
const FAILED: &str = "serverfnerror";

/// The layer itself; only server functions pass through it.
pub async fn layer(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with("/api/") {
        return next.run(request).await;
    }
    let plain = is_plain_form(&request);
    let back = plain.then(|| came_from(&request)).flatten();
    request.headers_mut().remove(header::REFERER);
    request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    let (guest, owner) = (request.extensions().get::<Guest>().cloned(), owner(&request));
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, BODY_MAX).await else { return answer(&AppError::BadRequest) };
    let kept = plain.then(|| body.clone());
    let response = next.run(Request::from_parts(parts, Body::from(body))).await;
    let response = match failure(response).await {
        Ok(fine) => return if plain { redirect(fine) } else { without_words(fine) },
        Err(error) => error,
    };
    let (Some(kept), Some(guest)) = (kept, guest) else { return answer(&response) };
    refused(&state, &guest, owner, &kept, response, back).await
}

/// A form sent by the browser itself: it wants a page back.
fn is_plain_form(request: &Request) -> bool {
    let header =
        |name| request.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok()).unwrap_or_default();
    header(header::ACCEPT).contains("text/html")
        && header(header::CONTENT_TYPE).starts_with("application/x-www-form-urlencoded")
}

/// The page the form stood on, when it is one of ours; without its old flash.
fn came_from(request: &Request) -> Option<String> {
    let host = request.headers().get(header::HOST)?.to_str().ok()?;
    let referer = request.headers().get(header::REFERER)?.to_str().ok()?;
    let (_, rest) = referer.split_once("://")?;
    let path = rest.strip_prefix(host)?;
    let (path, old) = path.split_once('?').unwrap_or((path, ""));
    let pairs = query::pairs(old);
    let pairs = pairs.iter().filter(|(name, _)| name != "flash").map(|(name, value)| (name.as_str(), value.clone()));
    let path = query::link(path, &query::write(pairs));
    routes::is_local(&path).then_some(path)
}

fn owner(request: &Request) -> Option<FlashOwner> {
    let session = request.extensions().get::<Ctx>().map(|ctx| FlashOwner(ctx.session.clone()));
    session.or_else(|| request.extensions().get::<FlashOwner>().cloned())
}

/// The error a server function answered with, or the response as it is.
async fn failure(response: Response) -> Result<Response, AppError> {
    let failed = response.headers().contains_key(FAILED) || response.status().is_server_error();
    if !failed {
        return Ok(response);
    }
    let body = to_bytes(response.into_body(), BODY_MAX).await.unwrap_or_default();
    Err(serde_json::from_slice(&body).unwrap_or_else(|_| AppError::internal("a server function failed without a word")))
}

/// After success a plain form goes where the function said.
fn redirect(response: Response) -> Response {
    let goto = response.headers().get(GOTO).cloned().unwrap_or_else(|| HeaderValue::from_static(routes::HOME));
    let (mut parts, _) = without_words(response).into_parts();
    parts.status = StatusCode::SEE_OTHER;
    parts.headers.remove(header::CONTENT_TYPE);
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::LOCATION, goto);
    Response::from_parts(parts, Body::empty())
}

fn without_words(mut response: Response) -> Response {
    response.headers_mut().remove(GOTO);
    response
}

/// A refused plain form goes back to its page, which finds what was typed and why it was refused.
async fn refused(
    state: &AppState,
    guest: &Guest,
    owner: Option<FlashOwner>,
    body: &[u8],
    error: AppError,
    back: Option<String>,
) -> Response {
    if error == AppError::SignedOut {
        return see_other(routes::SIGN_IN, None);
    }
    let Some(back) = back else { return answer(&error) };
    let fresh = owner.is_none().then(|| URL_SAFE_NO_PAD.encode(rand::random::<[u8; 16]>()));
    let owner = owner.or_else(|| fresh.as_deref().map(|cookie| FlashOwner(session::hashed(cookie))));
    let Some(owner) = owner else { return answer(&error) };
    let flash = Flash { body: without_secrets(body), error: Some(error.clone()), message: String::new() };
    match keep(guest, &owner, &flash).await {
        Ok(id) => {
            let joint = if back.contains('?') { '&' } else { '?' };
            let cookie =
                fresh.and_then(|cookie| cookies::write(&state.web, cookies::flash_name(&state.web), &cookie, None));
            see_other(&format!("{back}{joint}flash={id}"), cookie)
        }
        Err(_) => answer(&error),
    }
}

/// The form without what must not be stored: passwords and one-time words.
fn without_secrets(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    let pairs = text.split('&').filter(|pair| {
        let name = query::decode(pair.split('=').next().unwrap_or_default());
        !["password", "current", "token"].iter().any(|secret| name.contains(secret))
    });
    pairs.collect::<Vec<_>>().join("&")
}

fn see_other(to: &str, cookie: Option<HeaderValue>) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    if let Ok(to) = HeaderValue::from_str(to) {
        response.headers_mut().insert(header::LOCATION, to);
    }
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// An error as an answer: its status, itself as JSON.
pub fn answer(error: &AppError) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = serde_json::to_vec(error).unwrap_or_default();
    let mut response =
        (status, [(header::CONTENT_TYPE, "application/json"), (header::HeaderName::from_static(FAILED), "1")], body)
            .into_response();
    if let AppError::TooMany(seconds) = error {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
    }
    if matches!(error, AppError::Unavailable) {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s45_secrets_are_not_kept() {
        let kept = without_secrets(b"form%5Bemail%5D=a%40b.c&form%5Bpassword%5D=secret+words&form%5Btoken%5D=x");
        assert_eq!(kept, "form%5Bemail%5D=a%40b.c");
    }

    #[test]
    fn t4_only_own_pages_are_returned_to() {
        let from = |referer: &str| {
            let request =
                Request::builder().header("host", "127.0.0.1:3000").header("referer", referer).body(Body::empty());
            came_from(&request.unwrap())
        };
        assert_eq!(from("http://127.0.0.1:3000/customers/new?flash=1&x=2").as_deref(), Some("/customers/new?x=2"));
        assert_eq!(from("https://evil.example/customers"), None);
        assert_eq!(from("http://127.0.0.1:3000.evil.example/customers"), None);
        assert_eq!(from("http://127.0.0.1:3000/api/auth/sign_in"), None);
    }
}
