//! Live events: one stream per open page, woken by the bell, fed from the event table.

mod feed;
mod wake;

pub use wake::listen;

use crate::state::AppState;
use app::core::AppError;
use app::core::ctx::Ctx;
use app::core::db::Ring;
use axum::Extension;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use entity::shared::ids::UserId;
use feed::Feed;
use futures_util::stream;
use serde::Deserialize;
use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{LazyLock, Mutex};
use std::time::Duration;

/// Streams one user may hold open (S15).
const PER_USER: usize = 10;

/// Where to go on from.
#[derive(Debug, Deserialize)]
pub struct After {
    after: Option<i64>,
}

/// How many streams each user holds in this process.
static OPEN: LazyLock<Mutex<HashMap<UserId, usize>>> = LazyLock::new(Mutex::default);

/// One place among a user's streams; given back when it is dropped.
struct Place(UserId);

impl Place {
    fn take(user: UserId) -> Option<Self> {
        let mut open = OPEN.lock().ok()?;
        let count = open.entry(user).or_default();
        if *count >= PER_USER {
            return None;
        }
        *count += 1;
        Some(Self(user))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Ok(mut open) = OPEN.lock()
            && let Some(count) = open.get_mut(&self.0)
        {
            *count = count.saturating_sub(1);
        }
    }
}

/// `GET /live?after=seq`: what the actor may learn of, as it happens.
pub async fn stream(
    State(state): State<AppState>,
    Extension(ctx): Extension<Ctx>,
    Query(after): Query<After>,
    headers: HeaderMap,
) -> Response {
    let Some(place) = Place::take(ctx.actor.id) else {
        return crate::security::refusal::answer(&AppError::TooMany(30));
    };
    let last = headers.get("last-event-id").and_then(|value| value.to_str().ok()?.parse().ok());
    let bell = state.db.bell.listen();
    let feed = Feed::new(ctx, last.or(after.after).unwrap_or(i64::MAX));
    let steps = stream::unfold((feed, bell, state, place), |(mut feed, mut bell, state, place)| async move {
        loop {
            if let Some(event) = feed.next() {
                let id = event.seq.to_string();
                let event = Event::default().id(id).json_data(&event).unwrap_or_default();
                return Some((Ok::<_, Infallible>(event), (feed, bell, state, place)));
            }
            let ring = tokio::select! {
                () = state.stop.cancelled() => return None,
                ring = bell.recv() => ring,
            };
            match ring {
                Ok(Ring::User(user)) if user == feed.user() => return None,
                Ok(Ring::User(_)) => {}
                // Missed rings do not matter: the rows are read anyway.
                Ok(Ring::Events) | Err(tokio::sync::broadcast::error::RecvError::Lagged(_)) => feed.read().await,
                Err(tokio::sync::broadcast::error::RecvError::Closed) => return None,
            }
        }
    });
    Sse::new(steps).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))).into_response()
}
