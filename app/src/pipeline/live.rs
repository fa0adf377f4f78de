//! What others do appears here: one stream, one look at the cards it names, never while a card is in the air.

mod told;

use super::api::{look_at_cards, read_board};
use super::focus;
use super::glide::Standing;
use super::lift::Lift;
use super::state::BoardState;
use super::talk;
use super::types::Looked;
use crate::core::live::{Heard, LiveEvent};
use crate::ui::{after, now_ms};
use entity::event::Noun;
use entity::shared::ids::OpportunityId;
use leptos::prelude::*;
use std::collections::HashMap;
use told::Told;

/// Events are gathered for this long, then looked at in one request.
const GATHER_MS: i32 = 120;
/// How long it is waited before another look at what could not be shown now.
const AGAIN_MS: i32 = 2_000;
/// Cards asked about in one go.
const MOST: usize = 200;

/// News that waits to be looked at: card, and who and when, if it was somebody else.
type News = HashMap<OpportunityId, Option<String>>;

/// The live side of a board.
#[derive(Debug, Clone, Copy)]
pub struct Live {
    state: BoardState,
    query: StoredValue<String>,
    lift: Lift,
    news: StoredValue<News>,
    /// Everything is to be read again: more happened than is told card by card.
    anew: StoredValue<bool>,
    /// When the next look is due; never, while there is nothing to look at.
    due: StoredValue<f64>,
    /// How it is told.
    pub told: Told,
}

impl Live {
    /// For a board.
    pub fn new(state: BoardState, query: StoredValue<String>, lift: Lift) -> Self {
        Self {
            state,
            query,
            lift,
            news: StoredValue::new(News::new()),
            anew: StoredValue::new(false),
            due: StoredValue::new(f64::INFINITY),
            told: Told::new(state),
        }
    }

    /// Hears what the stream says; own echoes are dropped.
    pub fn hear(self, heard: Heard) {
        if !self.state.is_shown() {
            return;
        }
        match heard {
            Heard::Event(event) => self.hear_event(&event),
            Heard::Anew => {
                self.anew.set_value(true);
                self.look_in(0);
            }
        }
    }

    fn hear_event(self, event: &LiveEvent) {
        let own = event.mutation.is_some_and(|key| self.state.mine.with_value(|mine| mine.contains(&key)));
        if event.noun != Noun::Opportunity || own {
            return;
        }
        self.news.update_value(|news| {
            news.insert(OpportunityId(event.id), Some(format!("{}, {}", event.who, event.at)));
        });
        self.look_in(GATHER_MS);
    }

    /// Looks at cards of which we do not know what became of them.
    pub fn ask_about(self, ids: impl IntoIterator<Item = OpportunityId>) {
        self.news.update_value(|news| {
            ids.into_iter().for_each(|id| {
                news.entry(id).or_default();
            })
        });
        self.look_in(0);
    }

    /// Looks after a moment, when there is anything to look at. What is to be looked at sooner does not wait for the rest.
    pub fn look_in(self, ms: i32) {
        let due = now_ms() + f64::from(ms);
        let nothing = !self.anew.get_value() && self.news.with_value(News::is_empty);
        if nothing || self.due.get_value() <= due {
            return;
        }
        self.due.set_value(due);
        after(ms, move || {
            if self.state.is_shown() && self.due.get_value() == due {
                talk::say(async move { self.look().await });
            }
        });
    }

    /// One look, unless a card is in the air: when it has landed, there is another.
    async fn look(self) {
        if !self.state.is_shown() {
            return;
        }
        self.due.set_value(f64::INFINITY);
        if self.lift.is_up() {
            return;
        }
        if self.anew.get_value() {
            self.look_at_all().await;
        } else {
            self.look_at_news().await;
        }
        if self.state.is_shown() {
            self.look_in(AGAIN_MS);
        }
    }

    /// Looks at the cards that have news. What cannot be shown now stays news: a card was lifted meanwhile, the pointer is
    /// on it, or the server is away.
    async fn look_at_news(self) {
        let under = focus::under_pointer();
        let mut news = self.news.try_update_value(std::mem::take).unwrap_or_default();
        let mut later = under.and_then(|id| news.remove_entry(&id)).into_iter().collect::<News>();
        let beyond: Vec<_> = news.keys().skip(MOST).copied().collect();
        later.extend(beyond.iter().filter_map(|id| news.remove_entry(id)));
        if !news.is_empty() {
            let ids = news.keys().copied().collect();
            let looked = talk::patient(look_at_cards(self.query.get_value(), ids)).await;
            if !self.state.is_shown() {
                return;
            }
            match looked {
                Ok(looked) if !self.lift.is_up() => {
                    let changed = self.told.tag_all(&news, &looked);
                    let standing = Standing::of(&changed);
                    self.take_in(&looked);
                    standing.glide();
                }
                _ => later.extend(news),
            }
        }
        // What came meanwhile is newer.
        self.news.update_value(|news| {
            later.into_iter().for_each(|(id, who)| {
                news.entry(id).or_insert(who);
            })
        });
    }

    /// The whole board is read again, with all the news there was before. It stays to be done while it cannot be shown.
    async fn look_at_all(self) {
        self.anew.set_value(false);
        self.news.update_value(News::clear);
        let board = talk::patient(read_board(self.query.get_value())).await;
        if !self.state.is_shown() {
            return;
        }
        match board {
            Ok(board) if talk::is_quiet() && !self.lift.is_up() => {
                self.state.renew(&board);
                focus::settle(self.state);
            }
            _ => self.anew.set_value(true),
        }
    }

    /// Shows what cards are now; those asked for and not there have left the board.
    pub fn take_in(self, looked: &Looked) {
        for id in &looked.asked {
            // Its own save is on the way; the answer will say what is true.
            if self.state.marks.with_untracked(|marks| marks.get(id).is_some_and(|mark| mark.saving)) {
                continue;
            }
            match looked.cards.iter().find(|card| card.id == *id) {
                Some(card) if self.state.card(*id).is_some_and(|shown| *shown == *card) => {}
                Some(card) => self.state.replace(card),
                None => self.state.remove(*id),
            }
        }
        if talk::is_quiet() {
            self.state.reconcile(&looked.numbers);
        }
        focus::settle(self.state);
    }
}

/// Keeps the stream open while the board is shown.
pub fn listen(live: Live, seq: i64) {
    #[cfg(feature = "hydrate")]
    {
        let stream = StoredValue::new_local(None);
        Effect::new(move || stream.set_value(Some(crate::core::live::open(seq, move |heard| live.hear(heard)))));
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = seq;
    Effect::new(move || {
        if live.lift.0.with(Option::is_none) {
            live.look_in(GATHER_MS);
        }
    });
}
