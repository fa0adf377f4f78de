//! What the palette knows while it is open.

use super::entries::{Entry, Group, local};
use entity::Actor;
use leptos::prelude::*;

#[derive(Clone, Copy)]
pub struct PaletteState {
    pub open: RwSignal<bool>,
    pub typed: RwSignal<String>,
    /// Address of the highlighted entry.
    pub active: RwSignal<Option<String>>,
    local: Memo<Vec<Entry>>,
}

impl PaletteState {
    pub fn new(open: RwSignal<bool>, actor: Actor) -> Self {
        let typed = RwSignal::new(String::new());
        Self { open, typed, active: RwSignal::new(None), local: Memo::new(move |_| local(&actor, &typed.get())) }
    }

    /// The entries in the order of the list.
    pub fn entries(self) -> Vec<Entry> {
        let all: Vec<Entry> = self.local.get();
        Group::ALL.iter().flat_map(|group| all.iter().filter(|entry| entry.group == *group)).cloned().collect()
    }

    /// Begins afresh each time it opens.
    pub fn reset(self) {
        self.type_in(String::new());
    }

    /// The words changed.
    pub fn type_in(self, typed: String) {
        self.typed.set(typed);
        self.highlight_first();
    }

    /// A command that fits is highlighted at once, and stays so when records arrive above it.
    fn highlight_first(self) {
        self.active.set(untrack(|| self.entries()).first().map(|entry| entry.href.clone()));
    }

    /// The highlighted entry.
    pub fn chosen(self) -> Option<Entry> {
        let active = self.active.get_untracked()?;
        untrack(|| self.entries()).into_iter().find(|entry| entry.href == active)
    }

    /// Highlights the neighbour, round the ends.
    pub fn step(self, forward: bool) {
        let entries = untrack(|| self.entries());
        let count = entries.len();
        if count == 0 {
            return;
        }
        let at = entries.iter().position(|entry| Some(&entry.href) == self.active.get_untracked().as_ref());
        let to = match (at, forward) {
            (None, _) => 0,
            (Some(at), true) => (at + 1) % count,
            (Some(at), false) => (at + count - 1) % count,
        };
        self.active.set(entries.into_iter().nth(to).map(|entry| entry.href));
    }
}
