//! What one stream has sent and what it has yet to send.

use app::core::ctx::Ctx;
use app::core::live::LiveEvent;
use entity::event::row;
use entity::shared::dates;
use entity::shared::ids::UserId;
use entity::user;
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationDef};
use std::collections::{BTreeSet, VecDeque};

/// On PostgreSQL numbers are given before the commit, so that a lower one may appear after a higher one.
/// Rows this far back are looked at again; what was sent is remembered.
const OVERLAP: i64 = 200;
/// Rows read in one go.
const BATCH: u64 = 500;

/// The events of one stream.
pub struct Feed {
    ctx: Ctx,
    /// Everything up to here was there before the stream began.
    start: i64,
    /// The highest number sent.
    seen: i64,
    sent: BTreeSet<i64>,
    waiting: VecDeque<LiveEvent>,
}

impl Feed {
    /// A stream for an actor, after event `start`.
    pub fn new(ctx: Ctx, start: i64) -> Self {
        Self { ctx, start, seen: start, sent: BTreeSet::new(), waiting: VecDeque::new() }
    }

    /// Whose stream it is.
    pub fn user(&self) -> UserId {
        self.ctx.actor.id
    }

    /// The next event to send.
    pub fn next(&mut self) -> Option<LiveEvent> {
        self.waiting.pop_front()
    }

    /// Reads what is new. An error is logged; the next ring tries again.
    pub async fn read(&mut self) {
        // A stream that names no start begins with the first event it hears of.
        let from = if self.start == i64::MAX { self.newest().await } else { (self.seen - OVERLAP).max(self.start) };
        let to_user: RelationDef =
            row::Entity::belongs_to(user::row::Entity).from(row::Column::ActorId).to(user::row::Column::Id).into();
        let rows = row::Entity::visible_to(&self.ctx.actor)
            .filter(row::Column::Seq.gt(from))
            .join(JoinType::LeftJoin, to_user)
            .select_also(user::row::Entity)
            .order_by_asc(row::Column::Seq)
            .limit(BATCH)
            .all(&self.ctx.db.read)
            .await;
        match rows {
            Ok(rows) => rows.into_iter().for_each(|(event, who)| self.take(event, who)),
            Err(error) => tracing::warn!("a live stream could not read events: {error}"),
        }
    }

    async fn newest(&mut self) -> i64 {
        let newest = row::Entity::visible_to(&self.ctx.actor)
            .select_only()
            .column_as(row::Column::Seq.max(), "seq")
            .into_tuple::<Option<i64>>()
            .one(&self.ctx.db.read)
            .await;
        let newest = newest.ok().flatten().flatten().unwrap_or(0) - 1;
        (self.start, self.seen) = (newest, newest);
        newest
    }

    fn take(&mut self, event: row::Model, who: Option<user::row::Model>) {
        if !self.sent.insert(event.seq) {
            return;
        }
        self.seen = self.seen.max(event.seq);
        let old = self.seen - OVERLAP * 2;
        self.sent = self.sent.split_off(&old);
        self.waiting.push_back(LiveEvent {
            seq: event.seq,
            noun: event.noun,
            id: event.record_id.0,
            deed: event.deed,
            version: event.version,
            who: who.map_or_else(|| "Ironbook".to_owned(), |who| who.name),
            at: dates::clock(self.ctx.local(event.at)),
            mutation: event.mutation,
        });
    }
}
