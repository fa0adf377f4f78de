//! The pages of the app, and the server functions behind them.

mod one_task;

use crate::security::{headers, session};
use crate::state::AppState;
use app::App;
use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use leptos::prelude::use_context;
use leptos_axum::{AxumRouteListing, LeptosRoutes, generate_route_list};
use std::sync::LazyLock;

/// The pages of the app, found once per process. While they are looked for, the framework leaves every resource of the
/// process unloaded that is first asked for then, for ever: no page may be rendered meanwhile.
pub static PAGES: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| {
    one_task::install();
    generate_route_list(App)
});

/// A route for each page, and for each server function; the framework adds these.
pub fn router(state: &AppState) -> Router<AppState> {
    Router::new()
        .leptos_routes_with_context(state, PAGES.clone(), || (), page)
        .route("/api/{*name}", any(|| async { StatusCode::NOT_FOUND }))
        .fallback(missing)
        .layer(from_fn(one_task::layer))
}

/// What every page is wrapped in.
fn page() -> impl leptos::IntoView {
    headers::page_policy();
    let parts = use_context::<Parts>();
    let theme = parts.and_then(|parts| parts.extensions.get::<session::Theme>().map(|theme| theme.0.clone()));
    app::layout::shell(theme)
}

/// A path that is no page: the page for those.
async fn missing(request: Request) -> Response {
    let handler = leptos_axum::render_app_async_with_context(|| (), page);
    let mut response = handler(request).await.into_response();
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}
