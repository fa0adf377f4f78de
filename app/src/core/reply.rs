//! Words from a server function to the layers around it, as response headers that never leave the server.

use crate::auth::store::NewSession;
use axum::http::{HeaderName, HeaderValue};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

/// Where a person goes after this answer.
pub const GOTO: HeaderName = HeaderName::from_static("x-ironbook-goto");
/// A session begins: `token`, or `token;expiry` in seconds since 1970 when it shall be kept.
pub const SESSION: HeaderName = HeaderName::from_static("x-ironbook-session");

fn say(name: HeaderName, value: &str) {
    if let (Some(options), Ok(value)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(value)) {
        options.insert_header(name, value);
    }
}

/// Says where a person goes after this answer; the form layer redirects there when there is no JavaScript.
pub fn goto(path: &str) {
    say(GOTO, path);
}

/// Has the session layer set the cookie of a new session.
pub fn start_session(session: &NewSession) {
    let kept = session.expires.map(|at| format!(";{}", at.timestamp())).unwrap_or_default();
    say(SESSION, &format!("{}{kept}", session.token));
}

/// Has the session layer take the cookie away.
pub fn end_session() {
    say(SESSION, "");
}
