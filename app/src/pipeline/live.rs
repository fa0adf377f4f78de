//! What others do appears here: one stream, one look at the cards it names, never while a card is in the air.

use super::api::look_at_cards;
use super::lift::Lift;
use super::state::BoardState;
use super::types::Looked;
use crate::core::live::LiveEvent;
use crate::ui::announce;
use entity::event::Noun;
use entity::shared::ids::OpportunityId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeMap;

/// Events are gathered for this long, then looked at in one request.
const GATHER_MS: i32 = 120;
/// How long a card says who moved it.
const TAG_MS: i32 = 4000;
/// Moves by others are spoken at most this often (B-29).
const SPOKEN_MS: f64 = 30_000.0;

/// News that waits to be looked at: card, and who and when.
type News = BTreeMap<OpportunityId, String>;

/// The live side of a board.
#[derive(Debug, Clone, Copy)]
pub struct Live {
    state: BoardState,
    query: StoredValue<String>,
    lift: Lift,
    news: StoredValue<News>,
    waiting: StoredValue<bool>,
    spoken_at: StoredValue<f64>,
}

impl Live {
    /// For a board.
    pub fn new(state: BoardState, query: StoredValue<String>, lift: Lift) -> Self {
        Self {
            state,
            query,
            lift,
            news: StoredValue::new(News::new()),
            waiting: StoredValue::new(false),
            spoken_at: StoredValue::new(f64::NEG_INFINITY),
        }
    }

    /// Hears one event; own echoes are dropped.
    pub fn hear(self, event: &LiveEvent) {
        let own = event.mutation.is_some_and(|key| self.state.mine.with_value(|mine| mine.contains(&key)));
        if event.noun != Noun::Opportunity || own {
            return;
        }
        self.news.update_value(|news| {
            news.insert(OpportunityId(event.id), format!("{}, {}", event.who, event.at));
        });
        self.look_soon();
    }

    /// Looks after a moment, and not before a lifted card is down.
    pub fn look_soon(self) {
        if self.waiting.get_value() || self.news.with_value(News::is_empty) {
            return;
        }
        self.waiting.set_value(true);
        crate::ui::after(GATHER_MS, move || {
            self.waiting.set_value(false);
            if self.lift.0.with_untracked(Option::is_some) {
                return;
            }
            let news = self.news.try_update_value(std::mem::take).unwrap_or_default();
            spawn_local(self.look(news));
        });
    }

    async fn look(self, news: News) {
        let ids = news.keys().copied().collect();
        let Ok(looked) = look_at_cards(self.query.get_value(), ids).await else {
            // The stream tells again when the connection is back; nothing is lost but time.
            return;
        };
        self.apply(&news, &looked);
    }

    fn apply(self, news: &News, looked: &Looked) {
        let mut moved = 0;
        for id in &looked.asked {
            // Its own save is on the way; the answer will say what is true.
            if self.state.marked(*id).saving {
                continue;
            }
            match looked.cards.iter().find(|card| card.id == *id) {
                Some(card) if self.state.card(*id).is_some_and(|shown| shown.version >= card.version) => {}
                Some(card) => {
                    self.state.replace(card);
                    self.tag(*id, news.get(id).cloned());
                    moved += 1;
                }
                None => self.state.remove(*id),
            }
        }
        let saving = self.state.marks.with_untracked(|marks| marks.values().any(|mark| mark.saving));
        if !saving {
            self.state.reconcile(&looked.numbers);
        }
        self.speak(moved);
    }

    fn tag(self, id: OpportunityId, who: Option<String>) {
        let state = self.state;
        state.mark(id, |mark| mark.moved_by = who);
        crate::ui::after(TAG_MS, move || state.mark(id, |mark| mark.moved_by = None));
    }

    fn speak(self, moved: usize) {
        let now = crate::ui::now_ms();
        if moved > 0 && now - self.spoken_at.get_value() > SPOKEN_MS {
            self.spoken_at.set_value(now);
            let cards = if moved == 1 { "One card was" } else { "Several cards were" };
            announce(format!("{cards} changed by others."));
        }
    }
}

/// Keeps the stream open while the board is shown.
pub fn listen(live: Live, seq: i64) {
    #[cfg(feature = "hydrate")]
    {
        let stream = StoredValue::new_local(None);
        Effect::new(move || stream.set_value(crate::core::live::open(seq, move |event| live.hear(&event))));
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = seq;
    Effect::new(move || {
        if live.lift.0.with(Option::is_none) {
            live.look_soon();
        }
    });
}
