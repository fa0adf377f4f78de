//! One stream: what it has sent and what it has yet to send.

use super::tail::{self, BATCH, Heard};
use app::core::AppError;
use app::core::ctx::Ctx;
use app::core::live::LiveEvent;
use entity::event::{Deed, Noun};
use entity::shared::dates;
use entity::shared::ids::UserId;
use std::collections::{HashSet, VecDeque};

/// The events of one stream.
pub struct Feed {
    ctx: Ctx,
    /// The highest number sent: what the browser resumes from.
    seen: i64,
    /// Sent while catching up; the tail may bring them again.
    caught: HashSet<i64>,
    waiting: VecDeque<LiveEvent>,
    over: bool,
}

impl Feed {
    /// A stream for an actor, after event `after`; with none, from now on.
    ///
    /// # Errors
    /// The database's.
    pub async fn open(ctx: Ctx, after: Option<i64>) -> Result<Self, AppError> {
        let Some(after) = after else {
            let seen = tail::newest(&ctx.db).await?;
            return Ok(Self { ctx, seen, caught: HashSet::new(), waiting: VecDeque::new(), over: false });
        };
        let missed = tail::missed(&ctx.db, after, ctx.now).await?;
        // Too much to tell one by one: the page asks for everything anew.
        let far_behind = missed.len() as u64 >= BATCH;
        let mut feed = Self { ctx, seen: after, caught: HashSet::new(), waiting: VecDeque::new(), over: far_behind };
        for heard in &missed {
            feed.hear(heard);
            feed.caught.insert(heard.event.seq);
        }
        Ok(feed)
    }

    /// Whose stream it is.
    pub fn user(&self) -> UserId {
        self.ctx.actor.id
    }

    /// The request that opened it.
    pub fn ctx(&self) -> &Ctx {
        &self.ctx
    }

    /// The next event to send.
    pub fn next(&mut self) -> Option<LiveEvent> {
        self.waiting.pop_front()
    }

    /// Whether nothing more may be sent: the user's rights changed, and the browser has to come again.
    pub fn is_over(&self) -> bool {
        self.over
    }

    /// Takes an event, when its actor may learn of it.
    pub fn hear(&mut self, heard: &Heard) {
        let event = &heard.event;
        // Who signs in changes nothing that a page shows.
        if self.caught.remove(&event.seq) || event.deed == Deed::SignedIn || !event.reaches(&self.ctx.actor) {
            return;
        }
        if event.noun == Noun::User && event.record_id.0 == self.ctx.actor.id.0 {
            self.over = true;
            return;
        }
        self.seen = self.seen.max(event.seq);
        self.waiting.push_back(LiveEvent {
            // Never goes back, so that a browser resumes after all it has seen.
            seq: self.seen,
            noun: event.noun,
            id: event.record_id.0,
            deed: event.deed,
            version: event.version,
            who: heard.who.clone(),
            at: dates::clock(self.ctx.local(event.at)),
            mutation: event.mutation,
        });
    }
}
