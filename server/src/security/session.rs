//! Who is there: the session of the cookie, read for each request; and the cookie of a session that begins or ends.

use super::cookies;
use crate::state::AppState;
use app::auth::store::find;
use app::core::AppError;
use app::core::ctx::{Ctx, Guest};
use app::core::flash_store::FlashOwner;
use app::core::reply::SESSION;
use app::routes;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use chrono_tz::Tz;
use entity::shared::query;
use sha2::{Digest, Sha256};
use std::net::{IpAddr, SocketAddr};

/// What anybody may ask for; everything else needs a session (S01).
const OPEN_API: &[&str] = &["/api/auth/sign_in", "/api/auth/first_admin", "/api/flash/read", "/api/session/info"];
const OPEN_PAGES: &[&str] = &[routes::SIGN_IN, routes::FIRST_RUN, "/livez", "/readyz", "/favicon.ico", "/robots.txt"];

/// Inserts `Guest`, and with a living session `Ctx`; turns the others away.
pub async fn layer(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    if path.starts_with("/pkg/") {
        return next.run(request).await;
    }
    let guest = guest(&state, &request);
    let token = cookies::read(request.headers(), cookies::session_name(&state.web)).map(str::to_owned);
    let signed = match &token {
        Some(token) => match find(&guest, token).await {
            Ok(signed) => signed,
            Err(error) => return super::forms::answer(&error),
        },
        None => None,
    };
    let known = signed.is_some();
    if let Some(signed) = signed {
        request.extensions_mut().insert(Ctx {
            db: state.db.clone(),
            actor: signed.user.actor(),
            source: state.source.clone(),
            now: state.source.now(),
            zone: signed.user.time_zone.parse().unwrap_or(Tz::UTC),
            session: signed.session.id,
        });
        request.extensions_mut().insert(Theme(signed.user.theme));
    } else if let Some(form) = cookies::read(request.headers(), cookies::flash_name(&state.web)).map(hashed) {
        request.extensions_mut().insert(FlashOwner(form));
    }
    request.extensions_mut().insert(guest);
    if !known && !is_open(&path) {
        return turn_away(&request);
    }
    let mut response = next.run(request).await;
    set_cookie(&state, &mut response);
    response
}

/// The theme to render with.
#[derive(Debug, Clone)]
pub struct Theme(pub String);

fn is_open(path: &str) -> bool {
    OPEN_PAGES.contains(&path) || OPEN_API.contains(&path)
}

/// A page leads to the sign-in and back; everything else is told plainly.
fn turn_away(request: &Request) -> Response {
    let page = request.method() == axum::http::Method::GET && !request.uri().path().starts_with("/api/");
    if !page || request.uri().path() == "/live" {
        return super::forms::answer(&AppError::SignedOut);
    }
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let next = if path == "/" || !routes::is_local(path) { String::new() } else { path.to_owned() };
    Redirect::to(&query::link(routes::SIGN_IN, &query::write([("next", next)]))).into_response()
}

fn guest(state: &AppState, request: &Request) -> Guest {
    let agent = request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Guest {
        db: state.db.clone(),
        source: state.source.clone(),
        ip: address(state, request).to_string(),
        user_agent: agent.chars().take(200).collect(),
    }
}

/// The browser's address: the peer's, or what the trusted proxies in front of it say, read from the right (S23).
fn address(state: &AppState, request: &Request) -> IpAddr {
    let peer =
        request.extensions().get::<ConnectInfo<SocketAddr>>().map_or(IpAddr::from([127, 0, 0, 1]), |info| info.0.ip());
    let trusted = |ip: &IpAddr| state.web.trusted_proxies.contains(ip);
    if !trusted(&peer) {
        return peer;
    }
    let forwarded = forwarded(request.headers());
    forwarded.iter().rev().find(|ip| !trusted(ip)).copied().unwrap_or(peer)
}

fn forwarded(headers: &HeaderMap) -> Vec<IpAddr> {
    let all = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|value| value.split(',')).filter_map(|ip| ip.trim().parse().ok()).collect()
}

/// Turns what the server function said about the session into a cookie; the word itself never leaves.
fn set_cookie(state: &AppState, response: &mut Response) {
    let Some(said) = response.headers_mut().remove(SESSION) else { return };
    let said = said.to_str().unwrap_or_default();
    let (token, expires) = said.split_once(';').unwrap_or((said, ""));
    let age = match (token.is_empty(), expires.parse::<i64>()) {
        (true, _) => Some(0),
        (false, Ok(expires)) => Some((expires - state.source.now().timestamp()).max(0)),
        (false, Err(_)) => None,
    };
    if let Some(cookie) = cookies::write(&state.web, cookies::session_name(&state.web), token, age) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

/// What is stored of the form cookie.
pub fn hashed(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}
