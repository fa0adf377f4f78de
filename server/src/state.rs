//! What every layer and route knows.

use crate::live::Live;
use app::core::db::Db;
use app::core::source::Source;
use axum::extract::FromRef;
use entity::session::rules::Lives;
use leptos::config::LeptosOptions;
use std::net::IpAddr;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// Shared by all requests.
#[derive(Clone)]
pub struct AppState {
    pub db: Db,
    pub source: Source,
    pub web: Arc<Web>,
    /// Live streams.
    pub live: Live,
    /// Cancelled when the server stops: streams end.
    pub stop: CancellationToken,
    pub leptos: LeptosOptions,
}

/// How the server is reached, and how long its sessions live.
#[derive(Debug, Clone, Default)]
pub struct Web {
    /// Cookies are `Secure` and named `__Host-`.
    pub secure: bool,
    /// The address people use, such as `https://crm.dealer.example`, when a proxy stands in front.
    pub public_url: Option<String>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    pub lives: Lives,
}

impl AppState {
    /// A state over a database.
    pub fn new(db: Db, source: Source, web: Web) -> Self {
        let leptos = LeptosOptions::builder().output_name("frontend").build();
        Self { db, source, web: Arc::new(web), live: Live::default(), stop: CancellationToken::new(), leptos }
    }
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.leptos.clone()
    }
}
