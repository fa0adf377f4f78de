//! What is going on with single cards.

use super::{BoardState, CardRef};
use crate::pipeline::card::paint;
use entity::shared::ids::OpportunityId;
use leptos::prelude::*;

/// What is going on with a card besides where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mark {
    /// In the air.
    pub dragging: bool,
    /// In the air by keys: its handle is pressed down.
    pub held: bool,
    /// Its move is on the way to the server.
    pub saving: bool,
    /// It waits for an answer in a sheet.
    pub pending: bool,
    /// It just landed.
    pub flash: bool,
    /// Chosen for a move of many.
    pub selected: bool,
    /// Somebody else moved it: who and when.
    pub moved_by: Option<String>,
}

impl BoardState {
    /// Changes the mark of a card, and the card if it is on the page; nothing once the board is gone.
    pub fn mark(self, id: OpportunityId, change: impl FnOnce(&mut Mark)) {
        if !self.is_shown() {
            return;
        }
        self.marks.update(|marks| {
            let mark = marks.entry(id).or_default();
            let before = mark.clone();
            change(mark);
            if *mark != before {
                paint(id, mark);
            }
            if *mark == Mark::default() {
                marks.remove(&id);
            }
        });
    }

    /// The mark of a card as it is now.
    pub fn marked(self, id: OpportunityId) -> Mark {
        self.marks.with_untracked(|marks| marks.get(&id).cloned().unwrap_or_default())
    }

    /// Whether a card may be taken up now: by those who may, and not while it is saved or asked about.
    pub fn may_lift(self, id: OpportunityId) -> bool {
        let busy = self.marks.with_untracked(|marks| marks.get(&id).is_some_and(|mark| mark.saving || mark.pending));
        self.may_work && !busy
    }

    /// The cards chosen for a move of many, in the order of the board.
    pub fn selected(self) -> Vec<CardRef> {
        let marks = self.marks.get();
        if !marks.values().any(|mark| mark.selected) {
            return Vec::new();
        }
        let chosen = |card: &&CardRef| marks.get(&card.id).is_some_and(|mark| mark.selected);
        let columns = self.all().into_iter();
        columns
            .flat_map(|column| column.cards.with(|cards| cards.iter().filter(chosen).cloned().collect::<Vec<_>>()))
            .collect()
    }
}
