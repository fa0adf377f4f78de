//! What others changed, told: on the card by a tag, aloud in a sentence now and then (B-29).

use super::News;
use crate::pipeline::state::BoardState;
use crate::pipeline::types::Looked;
use crate::ui::{after, announce, now_ms};
use entity::shared::ids::OpportunityId;
use leptos::prelude::*;

/// How long a card says who moved it.
const TAG_MS: i32 = 4_000;
/// Moves by others are spoken of at most this often.
const SPOKEN_MS: f64 = 30_000.0;

/// What was told of a board, and what was not yet.
#[derive(Debug, Clone, Copy)]
pub struct Told {
    state: BoardState,
    /// Changes that were not spoken of yet, and when they were last.
    unspoken: StoredValue<(usize, f64)>,
}

impl Told {
    /// Nothing so far.
    pub fn new(state: BoardState) -> Self {
        Self { state, unspoken: StoredValue::new((0, f64::NEG_INFINITY)) }
    }

    /// Says on each card that somebody else changed who it was; gives those cards.
    pub(super) fn tag_all(self, news: &News, looked: &Looked) -> Vec<OpportunityId> {
        let mut changed = Vec::new();
        for id in &looked.asked {
            let Some(Some(who)) = news.get(id) else { continue };
            let shown = self.state.card(*id);
            let now = looked.cards.iter().find(|card| card.id == *id);
            if shown.as_deref() == now {
                continue;
            }
            changed.push(*id);
            if now.is_some() {
                self.tag(*id, Some(who.clone()));
            }
        }
        self.speak_of(changed.len());
        changed
    }

    /// Says on a card for a while who moved it.
    pub fn tag(self, id: OpportunityId, who: Option<String>) {
        let state = self.state;
        state.mark(id, |mark| mark.moved_by = who);
        after(TAG_MS, move || state.mark(id, |mark| mark.moved_by = None));
    }

    /// Speaks of all changes since the last time, now or when it is time again.
    fn speak_of(self, more: usize) {
        let (before, last) = self.unspoken.get_value();
        let changed = before + more;
        let wait = last + SPOKEN_MS - now_ms();
        self.unspoken.set_value((changed, last));
        if changed == 0 {
            return;
        }
        if wait > 0.0 {
            if before == 0 {
                after(wait as i32 + 1, move || {
                    if self.state.is_shown() {
                        self.speak_of(0);
                    }
                });
            }
            return;
        }
        self.unspoken.set_value((0, now_ms()));
        announce(match changed {
            1 => "One card was changed by others.".to_owned(),
            n => format!("{n} cards were changed by others."),
        });
    }
}
