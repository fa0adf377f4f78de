//! One stream: what it has sent and what it has yet to send.

use super::tail::{self, BATCH, Heard};
use app::core::AppError;
use app::core::ctx::Ctx;
use app::core::live::LiveEvent;
use entity::event::{Deed, Noun};
use entity::shared::dates;
use entity::shared::ids::UserId;
use std::collections::{HashSet, VecDeque};

/// Batches of missed events that are told one by one; who missed more looks at everything anew.
const FAR_BEHIND: usize = 4;

/// The events of one stream.
pub struct Feed {
    ctx: Ctx,
    /// The highest number looked at, whether it was for this actor or not: what the browser resumes from.
    seen: i64,
    /// Looked at while catching up; the tail may bring them again.
    caught: HashSet<i64>,
    waiting: VecDeque<Word>,
    over: bool,
}

/// What a stream tells.
#[derive(Debug)]
pub enum Word {
    /// One event.
    Event(LiveEvent),
    /// So much happened that everything is to be looked at anew; the number to resume from after that.
    Reset(i64),
}

impl Feed {
    /// A stream for an actor, after event `after`; with none, from now on.
    ///
    /// # Errors
    /// The database's.
    pub async fn open(ctx: Ctx, after: Option<i64>) -> Result<Self, AppError> {
        let seen = match after {
            Some(after) => after,
            None => tail::newest(&ctx.db).await?,
        };
        let mut feed = Self { ctx, seen, caught: HashSet::new(), waiting: VecDeque::new(), over: false };
        if after.is_some() {
            feed.catch_up().await?;
        }
        Ok(feed)
    }

    /// Takes what was missed, in batches: a batch without anything for this actor is no reason to stop.
    async fn catch_up(&mut self) -> Result<(), AppError> {
        let db = self.ctx.db.clone();
        for heard in tail::late(&db, self.seen, self.ctx.now).await? {
            self.take_missed(&heard);
        }
        for _ in 0..FAR_BEHIND {
            let batch = tail::after(&db, self.seen).await?;
            batch.iter().for_each(|heard| self.take_missed(heard));
            if (batch.len() as u64) < BATCH {
                return Ok(());
            }
        }
        self.seen = self.seen.max(tail::newest(&db).await?);
        self.reset();
        Ok(())
    }

    /// Rights that changed before the stream was opened are no reason to end it: it was opened with the new ones, and the
    /// first sign of life looks at them once more.
    fn take_missed(&mut self, heard: &Heard) {
        self.seen = self.seen.max(heard.event.seq);
        self.caught.insert(heard.event.seq);
        if !self.is_own(heard) {
            self.tell(heard);
        }
    }

    /// The request that opened it.
    pub fn ctx(&self) -> &Ctx {
        &self.ctx
    }

    /// The number to resume from once everything that waits has been sent.
    pub fn seen(&self) -> i64 {
        self.seen
    }

    /// The next thing to send.
    pub fn next(&mut self) -> Option<Word> {
        self.waiting.pop_front()
    }

    /// Whether nothing more may be sent: the user's rights changed, and the browser has to come again.
    pub fn is_over(&self) -> bool {
        self.over
    }

    /// Says that everything is to be looked at anew, instead of what waits.
    pub fn reset(&mut self) {
        self.waiting.clear();
        self.waiting.push_back(Word::Reset(self.seen));
    }

    /// Takes an event of the tail.
    pub fn hear(&mut self, heard: &Heard) {
        self.seen = self.seen.max(heard.event.seq);
        if self.caught.remove(&heard.event.seq) {
            return;
        }
        // Asked before the scope: what is done at the terminal has neither actor nor region.
        if self.is_own(heard) {
            self.over = true;
            return;
        }
        self.tell(heard);
    }

    /// About the user himself, and more than that he signed in or is looked on as.
    fn is_own(&self, heard: &Heard) -> bool {
        let event = &heard.event;
        event.noun == Noun::User && self.ctx.is_of(UserId(event.record_id.0)) && !is_of_no_page(event.deed)
    }

    /// Has it told, when its actor may learn of it.
    fn tell(&mut self, heard: &Heard) {
        let event = &heard.event;
        if event.is_of_a_file() {
            return;
        }
        // The file as a whole stands for its rows. Whose they became it does not say, so everybody looks.
        if event.noun == Noun::Import {
            self.reset();
            return;
        }
        if is_of_no_page(event.deed) || !event.reaches(&self.ctx.actor) {
            return;
        }
        self.waiting.push_back(Word::Event(LiveEvent {
            // Never goes back, so that a browser resumes after all it has seen.
            seq: self.seen,
            noun: event.noun,
            id: event.record_id.0,
            deed: event.deed,
            version: event.version,
            who: heard.who.clone(),
            at: dates::clock(self.ctx.local(event.at)),
            mutation: event.mutation,
        }));
    }
}

/// Who signs in and who looks on changes nothing that a page shows.
const fn is_of_no_page(deed: Deed) -> bool {
    matches!(deed, Deed::SignedIn | Deed::Viewed)
}
