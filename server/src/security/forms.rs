//! Around server functions: errors become their status, and plain forms their redirect.
//!
//! The framework answers every error with 500 and sends plain forms wherever `Referer` says (T2, T4). So it never
//! learns of either: this layer hides both from it and does it right.

use super::limits::BODY_MAX;
use super::policy::API;
use super::refusal::{FAILED, answer, see_other};
use super::{address, cookies};
use crate::state::AppState;
use app::auth::store::count_stranger;
use app::core::AppError;
use app::core::ctx::{Ctx, Guest};
use app::core::flash::Flash;
use app::core::flash_store::{FlashOwner, keep};
use app::core::reply::GOTO;
use app::core::secret;
use app::routes;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use entity::shared::query;
use std::error::Error;

/// Somebody not signed in may have this much of his form kept; anybody can be that.
const KEPT_OF_STRANGERS: usize = 4 * 1024;

/// Deepest nesting of a call in JSON.
const NESTING: usize = 32;

/// The layer itself; only server functions are its business.
pub async fn layer(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with(API) {
        return next.run(request).await;
    }
    let plain = is_plain_form(&request).then(|| Plain::of(&state, &request));
    request.headers_mut().remove(header::REFERER);
    request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    let (parts, body) = request.into_parts();
    let body = match to_bytes(body, BODY_MAX).await {
        Ok(body) => body,
        Err(error) => return unread(&error).into_response(),
    };
    if parts.headers.get(header::CONTENT_TYPE).is_some_and(is_json) && !is_shallow(&body) {
        return answer(&AppError::BadRequest);
    }
    let response = next.run(Request::from_parts(parts, Body::from(body.clone()))).await;
    match (failure(response).await, plain) {
        (Ok(response), Some(_)) => gone_on(response),
        (Ok(mut response), None) => {
            response.headers_mut().remove(GOTO);
            response
        }
        (Err(error), Some(plain)) => plain.refused(&state, body, error).await,
        (Err(error), None) => answer(&error),
    }
}

fn is_json(kind: &HeaderValue) -> bool {
    kind.to_str().is_ok_and(|kind| kind.trim_start().to_ascii_lowercase().starts_with("application/json"))
}

/// Whether JSON nests no deeper than anything of ours does (S36). What is no JSON is somebody else's to refuse.
fn is_shallow(json: &[u8]) -> bool {
    let (mut depth, mut in_text, mut escaped) = (0usize, false, false);
    for byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'[' | b'{' if !in_text => depth += 1,
            b']' | b'}' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > NESTING {
            return false;
        }
    }
    true
}

/// A form sent by the browser itself: it wants a page back.
fn is_plain_form(request: &Request) -> bool {
    let header =
        |name| request.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok()).unwrap_or_default();
    header(header::ACCEPT).contains("text/html")
        && header(header::CONTENT_TYPE).to_ascii_lowercase().starts_with("application/x-www-form-urlencoded")
}

/// A body that did not arrive whole: too large, too slow, or broken off.
fn unread(error: &axum::Error) -> StatusCode {
    let mut cause: Option<&dyn Error> = Some(error);
    while let Some(why) = cause {
        if why.is::<http_body_util::LengthLimitError>() {
            return StatusCode::PAYLOAD_TOO_LARGE;
        }
        if why.is::<tower_http::timeout::TimeoutError>() {
            return StatusCode::REQUEST_TIMEOUT;
        }
        cause = why.source();
    }
    StatusCode::BAD_REQUEST
}

/// The error a server function answered with, or the response as it is.
async fn failure(response: Response) -> Result<Response, AppError> {
    if !response.headers().contains_key(&FAILED) && !response.status().is_server_error() {
        return Ok(response);
    }
    let body = to_bytes(response.into_body(), BODY_MAX).await.unwrap_or_default();
    match serde_json::from_slice(&body) {
        // Made where no log was at hand.
        Ok(AppError::Internal(what)) if what == "server-function" => Err(AppError::internal("in the framework")),
        Ok(error) => Err(error),
        Err(_) => Err(AppError::internal("a server function failed without a word")),
    }
}

/// After success a plain form goes where the function said, when that is one of our pages.
fn gone_on(mut response: Response) -> Response {
    let goto = response.headers_mut().remove(GOTO);
    let goto = goto.as_ref().and_then(|goto| goto.to_str().ok()).filter(|goto| routes::is_local(goto));
    let mut redirect = see_other(goto.unwrap_or(routes::HOME));
    for (name, value) in response.headers() {
        if name != header::CONTENT_TYPE && name != header::CONTENT_LENGTH {
            redirect.headers_mut().append(name, value.clone());
        }
    }
    redirect
}

/// What is needed to bring a refused form back.
struct Plain {
    /// The page it stood on, when that is one of ours.
    back: Option<String>,
    guest: Option<Guest>,
    signed_in: Option<FlashOwner>,
    stranger: Option<FlashOwner>,
}

impl Plain {
    fn of(state: &AppState, request: &Request) -> Self {
        let extensions = request.extensions();
        Self {
            back: came_from(state, request),
            guest: extensions.get::<Guest>().cloned(),
            signed_in: extensions.get::<Ctx>().map(|ctx| FlashOwner(ctx.session.clone())),
            stranger: extensions.get::<FlashOwner>().cloned(),
        }
    }

    /// Back to its page, which finds what was typed and why it was refused.
    async fn refused(self, state: &AppState, body: Bytes, error: AppError) -> Response {
        let (Some(back), Some(guest)) = (self.back, self.guest) else { return answer(&error) };
        if self.signed_in.is_none() {
            if body.len() > KEPT_OF_STRANGERS {
                return answer(&error);
            }
            // Whatever was wrong with the form: keeping it costs a row.
            if let Err(too_many) = count_stranger(&guest).await {
                return answer(&too_many);
            }
        }
        let known = self.signed_in.or(self.stranger);
        let fresh = known.is_none().then(secret::token);
        let Some(owner) = known.or_else(|| fresh.as_deref().map(|cookie| FlashOwner(secret::hashed(cookie)))) else {
            return answer(&error);
        };
        let flash = Flash { body: without_secrets(&body), error: Some(error.clone()), message: String::new() };
        let Ok(id) = keep(&guest, &owner, &flash).await else { return answer(&error) };
        let joint = if back.contains('?') { '&' } else { '?' };
        let mut response = see_other(&format!("{back}{joint}flash={id}"));
        let name = cookies::flash_name(&state.web);
        if let Some(cookie) = fresh.and_then(|cookie| cookies::write(&state.web, name, &cookie, None)) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        response
    }
}

/// The page the form stood on, when it is one of ours; without its old flash.
fn came_from(state: &AppState, request: &Request) -> Option<String> {
    let referer = request.headers().get(header::REFERER)?.to_str().ok()?;
    let path = address::own_path(&state.web, request.headers(), referer)?;
    let (path, old) = path.split_once('?').unwrap_or((path, ""));
    let pairs = query::pairs(old);
    let pairs = pairs.iter().filter(|(name, _)| name != "flash").map(|(name, value)| (name.as_str(), value.clone()));
    let path = query::link(path, &query::write(pairs));
    routes::is_local(&path).then_some(path)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s36_deep_json_is_told_from_text_that_looks_like_it() {
        for (json, shallow) in [
            (format!("{}1{}", "[".repeat(32), "]".repeat(32)), true),
            (format!("{}1{}", "[".repeat(33), "]".repeat(33)), false),
            ("{\"a\":".repeat(33), false),
            ("[],".repeat(100), true),
            (format!("\"{}\"", "[".repeat(100)), true),
            (format!("\"\\\"{}\"", "[".repeat(100)), true),
            (format!("\"\\\\\"{}", "[".repeat(100)), false),
        ] {
            assert_eq!(is_shallow(json.as_bytes()), shallow, "{json}");
        }
    }

    #[test]
    fn s45_secrets_are_not_kept() {
        let kept = without_secrets(b"form%5Bemail%5D=a%40b.c&form%5Bpassword%5D=secret+words&form%5Btoken%5D=x");
        assert_eq!(kept, "form%5Bemail%5D=a%40b.c");
    }
}
