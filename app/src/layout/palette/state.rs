//! What the palette knows while it is open.

use super::entries::{Entry, Group, local, record, words};
use crate::core::ways::{Way, Ways};
use crate::routes;
use crate::search::api::find;
use crate::ui::after;
use entity::Actor;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The server is asked this long after the last letter.
const PAUSE_MS: i32 = 150;
/// Shorter words fit too much.
const LEAST: usize = 2;
/// Records of one noun.
const HITS: u64 = 5;

#[derive(Clone, Copy)]
pub struct PaletteState {
    pub open: RwSignal<bool>,
    pub typed: RwSignal<String>,
    /// Address of the highlighted entry.
    pub active: RwSignal<Option<String>>,
    ways: Ways,
    /// What may be done on this page, as it was when the palette opened.
    here: RwSignal<Vec<Way>>,
    local: Memo<Vec<Entry>>,
    /// What the server found, and for which words.
    found: RwSignal<Vec<Entry>>,
    /// Counts questions: an answer to an earlier one is dropped.
    asked: StoredValue<u32>,
}

impl PaletteState {
    pub fn new(open: RwSignal<bool>, actor: Actor, ways: Ways) -> Self {
        let typed = RwSignal::new(String::new());
        let here = RwSignal::new(Vec::new());
        Self {
            open,
            typed,
            active: RwSignal::new(None),
            ways,
            here,
            local: Memo::new(move |_| here.with(|here| local(&actor, here, &typed.get()))),
            found: RwSignal::new(Vec::new()),
            asked: StoredValue::new(0),
        }
    }

    /// The entries in the order of the list.
    pub fn entries(self) -> Vec<Entry> {
        let all: Vec<Entry> = self.found.get().into_iter().chain(self.local.get()).collect();
        Group::ALL.iter().flat_map(|group| all.iter().filter(|entry| entry.group == *group)).cloned().collect()
    }

    /// Begins afresh each time it opens.
    pub fn reset(self) {
        self.here.set(self.ways.now());
        self.type_in(String::new());
    }

    /// The words changed.
    pub fn type_in(self, typed: String) {
        let (asks, commands_only) = words(&typed);
        // What was found for earlier words stays while it fits these too.
        self.found.update(|found| found.retain(|entry| !commands_only && entry.bears(asks)));
        let asks = (!commands_only && asks.chars().count() >= LEAST).then(|| asks.to_owned());
        self.typed.set(typed);
        let this = self.asked.get_value() + 1;
        self.asked.set_value(this);
        match asks {
            Some(words) => after(PAUSE_MS, move || {
                if self.asked.try_get_value() == Some(this) {
                    spawn_local(self.ask(words, this));
                }
            }),
            None => self.found.set(Vec::new()),
        }
        self.highlight_first();
    }

    async fn ask(self, words: String, this: u32) {
        let Ok(found) = find(words, HITS).await else { return };
        if self.asked.try_get_value() != Some(this) {
            return;
        }
        let hits = found.groups.iter().flat_map(|group| &group.hits);
        self.found.set(hits.map(record).collect());
        // A record comes before a search for records; a command that fits keeps the highlight.
        let search = format!("{}?", routes::SEARCH);
        if self.active.with_untracked(|active| active.as_ref().is_none_or(|href| href.starts_with(&search))) {
            self.highlight_first();
        }
    }

    /// A command that fits is highlighted at once, and stays so when records arrive above it.
    fn highlight_first(self) {
        let entries = untrack(|| self.entries());
        // What changes something is meant only when it was typed.
        let meant = |entry: &&Entry| entry.group != Group::Here || self.typed.with_untracked(|typed| !typed.is_empty());
        self.active.set(entries.iter().find(meant).map(|entry| entry.href.clone()));
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
