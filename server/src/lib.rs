//! The executable: configuration, router, sessions, headers, live events, imports, subcommands.

#![recursion_limit = "512"]

pub mod assets;
pub mod check;
pub mod cli;
pub mod config;
pub mod database;
pub mod export;
pub mod import;
pub mod live;
pub mod migrate;
pub mod pages;
pub mod security;
pub mod seed;
pub mod serve;
pub mod state;

use crate::security::{forms, headers, limits, refusal, session, trace};
use crate::state::AppState;
use app::core::client_files::ClientFiles;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::csrf::CsrfLayer;

/// Every route with every layer around it: what the server serves is what the tests call.
pub fn router(state: AppState) -> Router {
    ClientFiles::new(assets::url, assets::chunks_by_route()).install();
    let routes = Router::new()
        .merge(pages::router(&state).layer(from_fn_with_state(state.clone(), forms::layer)))
        .route("/live", get(live::stream))
        .merge(export::router())
        .merge(import::router())
        .merge(assets::router())
        .route("/livez", get(|| async { "alive" }))
        .route("/readyz", get(ready));
    layered(routes, state)
}

/// Every layer around these routes.
pub fn layered(routes: Router<AppState>, state: AppState) -> Router {
    // Files are brotli already. For each answer brotli would hold megabytes, to save a twelfth of what gzip leaves.
    let compression = CompressionLayer::new().compress_when(DefaultPredicate::new().and(NotForContentType::SSE));
    routes
        .layer(from_fn_with_state(state.clone(), session::layer))
        .layer(csrf(&state))
        .layer(from_fn(limits::layer))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn(refusal::layer))
        .layer(compression)
        .layer(from_fn_with_state(state.clone(), headers::layer))
        .layer(from_fn(trace::layer))
        .with_state(state)
}

/// Refuses what another site has a browser write here (T5).
fn csrf(state: &AppState) -> CsrfLayer {
    let layer = CsrfLayer::new();
    // Checked when the configuration was read.
    let known = |url: &String| layer.clone().add_trusted_origin(url).ok();
    state.web.public_url.as_ref().and_then(known).unwrap_or(layer)
}

/// Whether the database answers, and is of this version.
async fn ready(State(state): State<AppState>) -> Response {
    match migrate::assert_current(&state.db).await {
        Ok(()) => "ready".into_response(),
        Err(error) => {
            tracing::debug!("not ready: {error:#}");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// A panic is our fault; the log has it, the person gets a reference (S38).
fn panicked(panic: Box<dyn std::any::Any + Send>) -> Response {
    refusal::answer(&app::core::AppError::panicked(&*panic))
}
