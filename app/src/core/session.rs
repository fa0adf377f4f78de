//! What the shell knows about the one who looks at it.

use super::AppError;
use super::load::Loaded;
use entity::Actor;
use entity::shared::actor::Action;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The signed-in user as views need him. `None` in [`Session`] means signed out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionInfo {
    /// Who.
    pub actor: Actor,
    /// Name of the administrator who looks on as him; empty when he is there himself.
    pub viewer: String,
    /// The day it is for him.
    pub today: chrono::NaiveDate,
    /// `auto`, `light` or `dark`.
    pub theme: String,
    /// True when the database holds the demo dealer.
    pub demo: bool,
    /// Name of the dealer.
    pub dealer: String,
}

/// The session of this page, for every view.
#[derive(Clone, Copy)]
pub struct Session(pub Loaded<Result<Option<SessionInfo>, AppError>>);

impl Session {
    /// From the context that the app provides.
    pub fn expect() -> Self {
        expect_context::<Self>()
    }

    /// The user, once known.
    pub fn info(self) -> Option<SessionInfo> {
        self.0.get().and_then(Result::ok).flatten()
    }

    /// Whether the user's role allows an action. Views hide what would be refused anyway.
    pub fn may(self, action: Action) -> bool {
        self.info().is_some_and(|info| info.actor.may(action))
    }
}

/// Who looks at the page; nobody when signed out.
#[server(endpoint = "session/info")]
pub async fn read_session() -> Result<Option<SessionInfo>, AppError> {
    match super::ctx::ctx() {
        Ok(ctx) => super::session_store::info(&ctx).await.map(Some),
        Err(_) => Ok(None),
    }
}
