//! What a combo box knows: what was typed, what was chosen, what is offered.

use crate::core::AppError;
use crate::ui::{after, announce};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// Pause after the last letter before a search starts.
const PAUSE_MS: i32 = 200;
/// Letters a search needs; with fewer, what is at hand is offered.
const LETTERS: usize = 2;
/// Most entries at hand that are offered before anything is typed.
const AT_HAND: usize = 8;

/// One entry: the value that is sent, and two lines to read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Suggestion {
    pub value: String,
    pub text: String,
    pub note: String,
}

type Answer = Pin<Box<dyn Future<Output = Result<Vec<Suggestion>, AppError>>>>;

/// Finds entries for what was typed.
#[derive(Clone)]
pub struct Search(Arc<dyn Fn(String) -> Answer + Send + Sync>);

impl Search {
    /// Wraps an asynchronous search, mostly a server function.
    pub fn new<F>(find: impl Fn(String) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<Vec<Suggestion>, AppError>> + 'static,
    {
        Self(Arc::new(move |text| Box::pin(find(text))))
    }
}

/// What the list shows below its entries.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum Note {
    #[default]
    Nothing,
    Searching,
    /// This many.
    Found(usize),
    Failed(String),
}

#[derive(Clone, Copy)]
pub(super) struct ComboState {
    pub text: RwSignal<String>,
    pub chosen: RwSignal<Suggestion>,
    pub open: RwSignal<bool>,
    pub items: RwSignal<Vec<Suggestion>>,
    /// The highlighted entry.
    pub active: RwSignal<Option<usize>>,
    pub note: RwSignal<Note>,
    at_hand: StoredValue<Vec<Suggestion>>,
    search: StoredValue<Option<Search>>,
    /// Counts searches: an answer that is not the last one's is dropped.
    asked: StoredValue<u32>,
}

impl ComboState {
    pub fn new(chosen: Suggestion, at_hand: Vec<Suggestion>, search: Option<Search>) -> Self {
        Self {
            text: RwSignal::new(chosen.text.clone()),
            chosen: RwSignal::new(chosen),
            open: RwSignal::new(false),
            items: RwSignal::new(Vec::new()),
            active: RwSignal::new(None),
            note: RwSignal::new(Note::Nothing),
            at_hand: StoredValue::new(at_hand),
            search: StoredValue::new(search),
            asked: StoredValue::new(0),
        }
    }

    /// The text changed, or the list was asked for.
    pub fn look(self, text: String) {
        let asked = self.asked.get_value() + 1;
        self.asked.set_value(asked);
        self.open.set(true);
        match self.search.get_value() {
            Some(search) if text.trim().chars().count() >= LETTERS => {
                self.note.set(Note::Searching);
                after(PAUSE_MS, move || {
                    if self.is_last(asked) {
                        spawn_local(async move { self.answer(asked, (search.0)(text).await) });
                    }
                });
            }
            search => {
                let words = text.trim().to_lowercase();
                let fits = |item: &Suggestion| {
                    words.is_empty() || format!("{} {}", item.text, item.note).to_lowercase().contains(&words)
                };
                let most = if search.is_some() { AT_HAND } else { usize::MAX };
                let items = self.at_hand.with_value(|all| all.iter().filter(|i| fits(i)).take(most).cloned().collect());
                self.offer(items);
            }
        }
    }

    fn is_last(self, asked: u32) -> bool {
        self.asked.try_get_value() == Some(asked)
    }

    fn answer(self, asked: u32, answer: Result<Vec<Suggestion>, AppError>) {
        if !self.is_last(asked) {
            return;
        }
        match answer {
            Ok(items) => self.offer(items),
            Err(error) => {
                self.items.set(Vec::new());
                self.note.set(Note::Failed(error.to_string()));
                announce(error.to_string());
            }
        }
    }

    fn offer(self, items: Vec<Suggestion>) {
        let count = items.len();
        announce(match count {
            0 => "No match".to_owned(),
            1 => "1 result".to_owned(),
            count => format!("{count} results"),
        });
        self.note.set(Note::Found(count));
        self.active.set(None);
        self.items.set(items);
    }

    /// Takes an entry.
    pub fn pick(self, item: Suggestion) {
        self.text.set(item.text.clone());
        self.chosen.set(item);
        self.close();
    }

    pub fn close(self) {
        self.asked.update_value(|asked| *asked += 1);
        // What is closed already tells nobody: a page on its way out would be told too late.
        if self.open.get_untracked() {
            self.open.set(false);
            self.active.set(None);
        }
    }

    /// The field was left: an emptied text means nothing is chosen, any other text goes back to what is.
    pub fn leave(self) {
        // A page that goes away takes the focus from its fields, too.
        let Some(text) = self.text.try_get_untracked() else { return };
        if text.trim().is_empty() && self.chosen.with_untracked(|chosen| *chosen != Suggestion::default()) {
            self.chosen.set(Suggestion::default());
        }
        let chosen = self.chosen.with_untracked(|chosen| chosen.text.clone());
        if text != chosen {
            self.text.set(chosen);
        }
        self.close();
    }

    /// Whether something was typed that is neither what is chosen nor nothing.
    pub fn is_undecided(self) -> bool {
        let chosen = self.chosen.with_untracked(|chosen| chosen.text.clone());
        self.text.with_untracked(|text| !text.trim().is_empty() && *text != chosen)
    }

    /// Highlights the neighbour, round the ends.
    pub fn step(self, forward: bool) {
        let count = self.items.with_untracked(Vec::len);
        if !self.open.get_untracked() {
            return self.look(String::new());
        }
        if count > 0 {
            self.active.update(|active| *active = Some(neighbour(*active, count, forward)));
        }
    }
}

fn neighbour(active: Option<usize>, count: usize, forward: bool) -> usize {
    match (active, forward) {
        (None, true) => 0,
        (None, false) => count - 1,
        (Some(at), true) => (at + 1) % count,
        (Some(at), false) => (at + count - 1) % count,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state() -> ComboState {
        let item = |text: &str| Suggestion { value: text.to_lowercase(), text: text.into(), note: "Austin".into() };
        ComboState::new(item("Brazos"), vec![item("Brazos"), item("Cedar")], None)
    }

    #[test]
    fn arrows_go_round_the_ends() {
        assert_eq!(neighbour(None, 3, true), 0);
        assert_eq!(neighbour(None, 3, false), 2);
        assert_eq!(neighbour(Some(2), 3, true), 0);
        assert_eq!(neighbour(Some(0), 3, false), 2);
    }

    #[test]
    fn typing_filters_what_is_at_hand_and_picking_keeps_it() {
        let owner = Owner::new();
        owner.with(|| {
            let state = state();
            state.look("ced".into());
            assert_eq!(state.items.get_untracked().len(), 1);
            state.step(true);
            let active = state.active.get_untracked().unwrap();
            state.pick(state.items.get_untracked()[active].clone());
            assert_eq!(
                (state.text.get_untracked(), state.chosen.get_untracked().value),
                ("Cedar".into(), "cedar".into())
            );
            assert!(!state.open.get_untracked());
        });
    }

    #[test]
    fn only_other_text_is_undecided() {
        let owner = Owner::new();
        owner.with(|| {
            let state = state();
            for (text, undecided) in [("Brazos", false), ("", false), (" ", false), ("Ced", true)] {
                state.text.set(text.into());
                assert_eq!(state.is_undecided(), undecided, "{text}");
            }
        });
    }

    #[test]
    fn leaving_with_other_text_goes_back_and_with_none_chooses_nothing() {
        let owner = Owner::new();
        owner.with(|| {
            let state = state();
            state.text.set("Cedar and more".into());
            state.leave();
            assert_eq!(state.text.get_untracked(), "Brazos");
            state.text.set(" ".into());
            state.leave();
            assert_eq!(state.chosen.get_untracked(), Suggestion::default());
        });
    }
}
