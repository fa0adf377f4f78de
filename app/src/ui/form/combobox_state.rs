//! What a combo box knows: what was typed, what was chosen, what is offered.

use super::suggest::{Add, Search, Suggestion};
use crate::core::AppError;
use crate::ui::{after, announce, fresh_key};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

/// Pause after the last letter before a search starts.
const PAUSE_MS: i32 = 200;
/// Letters a search needs; with fewer, what is at hand is offered.
const LETTERS: usize = 2;
/// Most entries at hand that are offered before anything is typed.
const AT_HAND: usize = 8;

/// Stands for the entry that adds what was typed; no record has such a value.
const NEW: &str = "+";

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
    /// Left with words that mean no entry: they stay, and are not sent as if they did.
    pub is_unknown: RwSignal<bool>,
    at_hand: StoredValue<Vec<Suggestion>>,
    search: StoredValue<Option<Search>>,
    add: StoredValue<Option<Add>>,
    /// The words that were to be added last, their key, and whether the answer is still to come.
    adding: StoredValue<(String, Uuid, bool)>,
    /// Counts searches: an answer that is not the last one's is dropped.
    asked: StoredValue<u32>,
}

impl ComboState {
    pub fn new(chosen: Suggestion, at_hand: Vec<Suggestion>, search: Option<Search>, add: Option<Add>) -> Self {
        Self {
            text: RwSignal::new(chosen.text.clone()),
            chosen: RwSignal::new(chosen),
            open: RwSignal::new(false),
            items: RwSignal::new(Vec::new()),
            active: RwSignal::new(None),
            note: RwSignal::new(Note::Nothing),
            is_unknown: RwSignal::new(false),
            at_hand: StoredValue::new(at_hand),
            search: StoredValue::new(search),
            add: StoredValue::new(add),
            adding: StoredValue::new((String::new(), Uuid::nil(), false)),
            asked: StoredValue::new(0),
        }
    }

    /// The text changed, or the list was asked for.
    pub fn look(self, text: String) {
        let asked = self.asked.get_value() + 1;
        self.asked.set_value(asked);
        self.open.set(true);
        self.is_unknown.set(false);
        match self.search.get_value() {
            Some(search) if text.trim().chars().count() >= LETTERS => {
                self.note.set(Note::Searching);
                after(PAUSE_MS, move || {
                    if self.is_last(asked) {
                        spawn_local(async move {
                            let answer = (search.0)(text.clone()).await;
                            self.answer(asked, answer, &text);
                        });
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
                self.offer(items, "");
            }
        }
    }

    fn is_last(self, asked: u32) -> bool {
        self.asked.try_get_value() == Some(asked)
    }

    fn answer(self, asked: u32, answer: Result<Vec<Suggestion>, AppError>, text: &str) {
        if !self.is_last(asked) {
            return;
        }
        match answer {
            Ok(items) => self.offer(items, text),
            Err(error) => self.fail(&error),
        }
    }

    fn fail(self, error: &AppError) {
        self.items.set(Vec::new());
        self.note.set(Note::Failed(error.to_string()));
        announce(error.to_string());
    }

    /// Offers entries; below them, where that is possible, to add what was `sought` and is none of them.
    fn offer(self, mut items: Vec<Suggestion>, sought: &str) {
        let count = items.len();
        announce(match count {
            0 => "No match".to_owned(),
            1 => "1 result".to_owned(),
            count => format!("{count} results"),
        });
        self.note.set(Note::Found(count));
        let sought = sought.trim();
        let note = self.add.with_value(|add| add.as_ref().map(|add| add.note));
        if let Some(note) = note.filter(|_| !sought.is_empty() && meant(&items, sought).is_none()) {
            items.push(Suggestion {
                value: NEW.to_owned(),
                text: format!("Add \u{201c}{sought}\u{201d}"),
                note: note.to_owned(),
            });
        }
        self.active.set(None);
        self.items.set(items);
    }

    /// Takes an entry; or adds one first.
    pub fn pick(self, item: Suggestion) {
        if item.value == NEW {
            return self.add_typed();
        }
        self.text.set(item.text.clone());
        self.chosen.set(item);
        self.is_unknown.set(false);
        self.close();
    }

    fn add_typed(self) {
        let (Some(add), text) = (self.add.get_value(), self.text.get_untracked().trim().to_owned()) else { return };
        let (before, key, busy) = self.adding.get_value();
        // Pressed twice.
        if busy {
            return;
        }
        let key = if before == text { key } else { fresh_key() };
        self.adding.set_value((text.clone(), key, true));
        self.items.set(Vec::new());
        self.note.set(Note::Searching);
        let chosen = self.chosen.get_untracked();
        spawn_local(async move {
            let added = (add.add)(text.clone(), key).await;
            if self.adding.try_update_value(|adding| adding.2 = false).is_none() {
                return;
            }
            let stands = self.text.with_untracked(|now| now.trim() == text);
            match added {
                Ok(item) => {
                    announce(format!("{} is added.", item.text));
                    // Unless another was chosen meanwhile.
                    if stands && self.chosen.with_untracked(|now| *now == chosen) {
                        self.pick(item);
                    }
                }
                Err(error) if stands => {
                    self.fail(&error);
                    self.open.set(true);
                }
                Err(error) => announce(error.to_string()),
            }
        });
    }

    /// What the form sends: the entry that is chosen, or the words that mean none, which no form takes for one.
    pub fn sent(self) -> String {
        let text = self.text.get();
        self.chosen.with(|chosen| match text.trim() {
            "" => String::new(),
            _ if text == chosen.text => chosen.value.clone(),
            words => words.to_owned(),
        })
    }

    pub fn close(self) {
        self.asked.update_value(|asked| *asked += 1);
        // What is closed already tells nobody: a page on its way out would be told too late.
        if self.open.get_untracked() {
            self.open.set(false);
            self.active.set(None);
        }
    }

    /// The field was left: an emptied text means nothing is chosen, and the very name of an entry means that entry. Any other
    /// words stay, to be corrected.
    pub fn leave(self) {
        // A page that goes away takes the focus from its fields, too.
        let Some(text) = self.text.try_get_untracked() else { return };
        self.close();
        if text.trim().is_empty() {
            if self.chosen.with_untracked(|chosen| *chosen != Suggestion::default()) {
                self.chosen.set(Suggestion::default());
            }
            if !text.is_empty() {
                self.text.set(String::new());
            }
            return;
        }
        if self.chosen.with_untracked(|chosen| chosen.text == text) {
            return;
        }
        let known = self.items.get_untracked();
        let known = meant(&known, &text).or_else(|| self.at_hand.with_value(|all| meant(all, &text)));
        match (known, self.search.get_value()) {
            (Some(item), _) => self.pick(item),
            (None, Some(search)) => self.settle(search, text),
            (None, None) => self.is_unknown.set(true),
        }
    }

    /// Asks once more for words that were left before their answer came.
    fn settle(self, search: Search, text: String) {
        let asked = self.asked.get_value() + 1;
        self.asked.set_value(asked);
        spawn_local(async move {
            let found = (search.0)(text.clone()).await.unwrap_or_default();
            if !self.is_last(asked) || self.text.try_get_untracked().is_none_or(|now| now != text) {
                return;
            }
            match meant(&found, &text) {
                Some(item) => self.pick(item),
                None => self.is_unknown.set(true),
            }
        });
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

/// The one entry of exactly that name, however its letters are written.
fn meant(items: &[Suggestion], text: &str) -> Option<Suggestion> {
    let text = text.trim().to_lowercase();
    let mut same = items.iter().filter(|item| item.value != NEW && item.text.to_lowercase() == text);
    same.next().filter(|_| same.next().is_none()).cloned()
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
        ComboState::new(item("Brazos"), vec![item("Brazos"), item("Cedar")], None, None)
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
    fn what_is_typed_stays_and_means_an_entry_by_its_very_name_only() {
        let owner = Owner::new();
        owner.with(|| {
            for (typed, text, sent, unknown) in [
                ("Cedar", "Cedar", "cedar", false),
                (" cEDAR ", "Cedar", "cedar", false),
                ("Ced", "Ced", "Ced", true),
                ("Brazos and more", "Brazos and more", "Brazos and more", true),
                ("Brazos", "Brazos", "brazos", false),
                (" ", "", "", false),
            ] {
                let state = state();
                state.text.set(typed.into());
                state.leave();
                assert_eq!(
                    (state.text.get_untracked().as_str(), untrack(|| state.sent()).as_str()),
                    (text, sent),
                    "{typed}"
                );
                assert_eq!(state.is_unknown.get_untracked(), unknown, "{typed}");
            }
        });
    }

    #[test]
    fn two_of_one_name_are_not_guessed_between() {
        let item = |value: &str, text: &str| Suggestion { value: value.into(), text: text.into(), note: String::new() };
        let items = [item("1", "Twin"), item("2", "Twin"), item("3", "One")];
        assert_eq!(meant(&items, "twin"), None);
        assert_eq!(meant(&items, "one").map(|item| item.value).as_deref(), Some("3"));
    }
}
