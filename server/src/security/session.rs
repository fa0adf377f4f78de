//! Who is there: the session of the cookie, read for each request; what he may ask for; and the cookie of a session that
//! begins or ends.

use super::policy::{self, Who};
use super::refusal::{answer, see_other};
use super::{address, cookies};
use crate::state::AppState;
use app::auth::store::{find, has_users};
use app::core::AppError;
use app::core::ctx::{Ctx, Guest};
use app::core::flash_store::FlashOwner;
use app::core::reply::SESSION;
use app::core::secret::hashed;
use app::routes;
use axum::extract::{Request, State};
use axum::http::{Method, header};
use axum::middleware::Next;
use axum::response::Response;
use entity::shared::query;

/// Inserts `Guest`, and with a living session `Ctx`; turns away who may not ask for this path.
pub async fn layer(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let who = policy::of(request.uri().path());
    if who == Some(Who::Anyone) && needs_nobody(request.uri().path()) {
        return next.run(request).await;
    }
    let guest = guest(&state, &request);
    let token = cookies::read(request.headers(), cookies::session_name(&state.web)).map(str::to_owned);
    let (ctx, stale) = match &token {
        Some(token) => match find(&guest, token).await {
            Ok(Some(signed)) => {
                request.extensions_mut().insert(Theme(signed.user.theme.clone()));
                (Some(signed.ctx(&guest)), false)
            }
            Ok(None) => (None, true),
            // The sign-in page stands even while the database does not. The session may well live on.
            Err(_) if who == Some(Who::Anyone) && !request.uri().path().starts_with(policy::API) => (None, false),
            Err(error) => return answer(&error),
        },
        None => (None, false),
    };
    let refused = match &ctx {
        None if who == Some(Who::Anyone) => welcome(&guest, request.uri().path().to_owned()).await,
        None => Some(turn_away(&request, who)),
        // Who is signed in has nothing to make.
        Some(_) if request.uri().path() == routes::FIRST_RUN => Some(see_other(routes::HOME)),
        Some(ctx) => signed_in(ctx, request.uri().path(), who),
    };
    let mut response = match refused {
        Some(response) => response,
        None => {
            if let Some(form) = cookies::read(request.headers(), cookies::flash_name(&state.web)).map(hashed) {
                request.extensions_mut().insert(FlashOwner(form));
            }
            request.extensions_mut().insert(guest);
            if let Some(ctx) = ctx {
                request.extensions_mut().insert(ctx);
            }
            next.run(request).await
        }
    };
    if stale {
        response.headers_mut().entry(SESSION).or_insert(header::HeaderValue::from_static(""));
    }
    set_cookie(&state, &mut response);
    response
}

/// The theme to render with.
#[derive(Debug, Clone)]
pub struct Theme(pub String);

/// Files and signs of life do not ask who is there.
fn needs_nobody(path: &str) -> bool {
    !path.starts_with(policy::API) && path != routes::SIGN_IN && path != routes::FIRST_RUN
}

/// A page leads to the sign-in and back, everything else is told plainly.
fn turn_away(request: &Request, who: Option<Who>) -> Response {
    let path = request.uri().path();
    let page = matches!(*request.method(), Method::GET | Method::HEAD) && !path.starts_with(policy::API);
    if !page || path == "/live" {
        return answer(&AppError::SignedOut);
    }
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let next = if path == "/" || who.is_none() || !routes::is_local(path) { String::new() } else { path.to_owned() };
    see_other(&query::link(routes::SIGN_IN, &query::write([("next", next)])))
}

/// Before there are users the sign-in leads to making the first one; after that there is nothing to make.
async fn welcome(guest: &Guest, path: String) -> Option<Response> {
    if path != routes::SIGN_IN && path != routes::FIRST_RUN {
        return None;
    }
    match (path.as_str(), has_users(guest).await) {
        (routes::SIGN_IN, Ok(false)) => Some(see_other(routes::FIRST_RUN)),
        (routes::FIRST_RUN, Ok(true)) => Some(see_other(routes::SIGN_IN)),
        _ => None,
    }
}

fn signed_in(ctx: &Ctx, path: &str, who: Option<Who>) -> Option<Response> {
    match who {
        Some(Who::Anyone | Who::SignedIn) => None,
        Some(Who::May(action)) => ctx.allow(action).err().map(|error| answer(&error)),
        None if path.starts_with(policy::API) => {
            tracing::warn!(path, "no such function, or it has no row in security/policy.rs");
            Some(answer(&AppError::NotFound))
        }
        // The page for what is not there.
        None => None,
    }
}

fn guest(state: &AppState, request: &Request) -> Guest {
    let agent = request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Guest {
        db: state.db.clone(),
        source: state.source.clone(),
        ip: address::of(&state.web, request).to_string(),
        user_agent: agent.chars().take(200).collect(),
        lives: state.web.lives,
    }
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
