//! Live events: one stream per open page, all fed from one reading of the event table.

mod feed;
mod places;
mod tail;
mod wake;

pub use places::PER_USER;

use crate::security::address;
use crate::security::refusal::answer;
use crate::state::AppState;
use app::auth::store::living;
use app::core::AppError;
use app::core::ctx::{Ctx, Guest};
use app::core::db::{Db, Ring};
use axum::Extension;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use feed::{Feed, Word};
use futures_util::stream;
use places::{Place, Places};
use serde::Deserialize;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tail::{BATCH, Heard, Tail};
use tokio::sync::{OnceCell, broadcast};
use tokio::time::{Interval, MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

/// A sign of life this often; then it is also looked whether the session still lives.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// Events a stream may lag behind; then its browser is told to look at everything anew.
const LAG: usize = 1024;
/// A reading that failed is tried again after this long.
const AGAIN: Duration = Duration::from_secs(1);

/// What all streams of this process share.
#[derive(Clone, Default)]
pub struct Live {
    news: Arc<OnceCell<broadcast::Sender<Arc<Heard>>>>,
    places: Places,
}

impl Live {
    /// Listens to the table from now on; the first one starts the reading.
    async fn listen(&self, db: &Db, stop: &CancellationToken) -> Result<broadcast::Receiver<Arc<Heard>>, AppError> {
        let start = async || {
            let tail = Tail::begin(db).await?;
            let sender = broadcast::channel(LAG).0;
            tokio::spawn(wake::listen(db.clone(), stop.clone()));
            tokio::spawn(read(tail, db.clone(), stop.clone(), sender.clone()));
            Ok::<_, AppError>(sender)
        };
        Ok(self.news.get_or_try_init(start).await?.subscribe())
    }
}

/// Reads the table whenever the bell rings, until the server stops.
async fn read(mut tail: Tail, db: Db, stop: CancellationToken, news: broadcast::Sender<Arc<Heard>>) {
    let mut bell = db.bell.listen();
    loop {
        let failed = match tail.read(&db).await {
            Ok(heard) => {
                let full = heard.len() as u64 >= BATCH;
                heard.into_iter().for_each(|heard| send(&news, heard));
                if full {
                    continue;
                }
                false
            }
            Err(error) => {
                tracing::warn!("live events could not be read: {error}");
                true
            }
        };
        loop {
            let ring = tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(AGAIN), if failed => break,
                ring = bell.recv() => ring,
            };
            match ring {
                Ok(Ring::User(_) | Ring::Jobs) => {}
                // Missed rings do not matter: the rows are read anyway.
                Ok(Ring::Events) | Err(broadcast::error::RecvError::Lagged(_)) => break,
                Err(broadcast::error::RecvError::Closed) => return,
            }
        }
    }
}

/// Thousands of imported rows would drown everything else; the event of their file stands for them.
fn send(news: &broadcast::Sender<Arc<Heard>>, heard: Heard) {
    if !heard.event.is_of_a_file() {
        // Nobody listening is fine.
        drop(news.send(Arc::new(heard)));
    }
}

/// Where to go on from.
#[derive(Debug, Deserialize)]
pub struct After {
    after: Option<i64>,
}

/// `GET /live?after=seq`: what the actor may learn of, as it happens.
pub async fn stream(
    State(state): State<AppState>,
    Extension(guest): Extension<Guest>,
    Extension(ctx): Extension<Ctx>,
    after: Result<Query<After>, axum::extract::rejection::QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let Ok(Query(After { after })) = after else { return answer(&AppError::BadRequest) };
    if is_foreign(&state, &headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let Some(place) = state.live.places.take(ctx.signed_in().id) else { return answer(&AppError::TooMany(30)) };
    let last = headers.get("last-event-id").and_then(|value| value.to_str().ok()?.parse().ok());
    match Open::begin(&state, guest, ctx, last.or(after), place).await {
        Ok(open) => {
            let events = stream::unfold(open, async |mut open| Some((Ok::<_, Infallible>(open.next().await?), open)));
            // Not even revalidated: what a stream told is nobody else's.
            ([(header::CACHE_CONTROL, "no-store")], Sse::new(events)).into_response()
        }
        Err(error) => answer(&error),
    }
}

/// Another site has no business here, though its browser would hold the answer back anyway (S15).
fn is_foreign(state: &AppState, headers: &HeaderMap) -> bool {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match header("sec-fetch-site") {
        Some(site) => site != "same-origin" && site != "none",
        None => header(header::ORIGIN.as_str())
            .is_some_and(|origin| address::own_path(&state.web, headers, origin).is_none()),
    }
}

/// An open stream.
struct Open {
    feed: Feed,
    news: broadcast::Receiver<Arc<Heard>>,
    bell: broadcast::Receiver<Ring>,
    beat: Interval,
    guest: Guest,
    stop: CancellationToken,
    _place: Place,
}

impl Open {
    async fn begin(
        state: &AppState,
        guest: Guest,
        ctx: Ctx,
        after: Option<i64>,
        place: Place,
    ) -> Result<Self, AppError> {
        // Ears first, then what was missed: nothing falls between.
        let bell = state.db.bell.listen();
        let news = state.live.listen(&state.db, &state.stop).await?;
        let feed = Feed::open(ctx, after).await?;
        let mut beat = interval(HEARTBEAT);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Ok(Self { feed, news, bell, beat, guest, stop: state.stop.clone(), _place: place })
    }

    /// What to send next; nothing when the stream is over.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(word) = self.feed.next() {
                return spoken(&word);
            }
            if self.feed.is_over() {
                return None;
            }
            tokio::select! {
                () = self.stop.cancelled() => return None,
                ring = self.bell.recv() => match ring {
                    // The bell says only when to look: other sessions of this user may have ended.
                    Ok(Ring::User(user)) if self.feed.ctx().is_of(user) => {
                        if !self.may_go_on().await {
                            return None;
                        }
                    }
                    Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => {}
                    Err(broadcast::error::RecvError::Closed) => return None,
                },
                heard = self.news.recv() => match heard {
                    Ok(heard) => self.feed.hear(&heard),
                    Err(broadcast::error::RecvError::Lagged(_)) => self.feed.reset(),
                    Err(broadcast::error::RecvError::Closed) => return None,
                },
                _ = self.beat.tick() => return self.still_alive().await,
            }
        }
    }

    /// A sign of life, while the session has some. It carries the number to resume from, which also moves on past what
    /// others learn.
    async fn still_alive(&self) -> Option<Event> {
        self.may_go_on().await.then(|| Event::default().id(self.feed.seen().to_string()).comment(""))
    }

    /// Whether the session still lives, with the rights the stream was opened with.
    async fn may_go_on(&self) -> bool {
        let ctx = self.feed.ctx();
        match living(&self.guest, &ctx.session).await {
            Ok(signed) => signed.is_some_and(|signed| signed.allows(ctx)),
            // A database that is away for a moment ends nothing.
            Err(_) => true,
        }
    }
}

/// As the browser hears it: an event without a name, or one named `reset`.
fn spoken(word: &Word) -> Option<Event> {
    match word {
        Word::Event(event) => Event::default().id(event.seq.to_string()).json_data(event).ok(),
        Word::Reset(seq) => {
            Some(Event::default().id(seq.to_string()).event("reset").data(format!("{{\"seq\":{seq}}}")))
        }
    }
}
