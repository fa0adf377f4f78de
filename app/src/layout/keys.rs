//! Keys that work everywhere: Ctrl K commands, `/` search, `c` and a letter to add, `g` and a letter to go somewhere,
//! `j` and `k` from row to row, `e` its form, `?` help, and what the page offers. Single letters never count while typing or in a dialog, and can be turned off
//! (WCAG 2.1.4).

mod rows;

use super::Overlays;
use super::places::{GO_KEYS, PLUS};
use crate::core::ways::{Way, Ways};
use crate::ui::{after, focus_on, is_shown, letters_on, may_leave, press};
use leptos::ev;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// How long a first letter waits for its second.
const SECOND_MS: i32 = 1_500;
/// The search field of the top bar; narrow windows show none.
const FIELD: &str = ".bar-search input";

/// What a key means.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Deed {
    Commands,
    Search,
    Add,
    Help,
    /// To the next row of a list, or to the one before.
    Row(bool),
    Go(&'static str),
    /// What this page offers.
    Way(Way),
}

/// What a letter means, and which first letter waits for a second one from now on.
fn meaning(waiting: Option<char>, key: &str) -> (Option<Deed>, Option<char>) {
    let go = match waiting {
        Some('g') => GO_KEYS.iter().find(|(letter, _)| *letter == key).map(|(_, href)| *href),
        Some('c') => PLUS.iter().find(|(_, letter)| *letter == key).map(|(place, _)| place.href),
        _ => None,
    };
    match (go, key) {
        (Some(href), _) => (Some(Deed::Go(href)), None),
        (None, "g") => (None, Some('g')),
        (None, "c") => (Some(Deed::Add), Some('c')),
        (None, "/") => (Some(Deed::Search), None),
        (None, "?") => (Some(Deed::Help), None),
        (None, "j") => (Some(Deed::Row(true)), None),
        (None, "k") => (Some(Deed::Row(false)), None),
        // Shift alone is on its way to another key.
        (None, "Shift") => (None, waiting),
        _ => (None, None),
    }
}

/// Listens for as long as the page lives.
pub fn listen(overlays: Overlays, ways: Ways, may_edit: bool) {
    let waiting = StoredValue::new(None);
    let turn = StoredValue::new(0u32);
    let navigate = use_navigate();
    let handle = window_event_listener(ev::keydown, move |event| {
        let deed = if (event.ctrl_key() || event.meta_key()) && !event.alt_key() && event.key() == "k" {
            // In a dialog it does nothing, and above all not what the browser does with it.
            event.prevent_default();
            (!in_dialog(&event)).then_some(Deed::Commands)
        } else {
            let foreign = event.ctrl_key() || event.meta_key() || event.alt_key() || event.default_prevented();
            if foreign || typing(&event) || !letters_on() {
                return;
            }
            let (deed, next) = meaning(waiting.get_value(), &event.key());
            let deed = deed.or_else(|| here(ways, may_edit, waiting.get_value(), &event.key()));
            waiting.set_value(next);
            let this = turn.get_value() + 1;
            turn.set_value(this);
            after(SECOND_MS, move || {
                if turn.try_get_value() == Some(this) {
                    waiting.set_value(None);
                }
            });
            deed
        };
        let Some(deed) = deed else { return };
        event.prevent_default();
        match deed {
            Deed::Search if is_shown(FIELD) => focus_on(FIELD),
            Deed::Search | Deed::Commands => overlays.commands.set(true),
            Deed::Help => overlays.help.set(true),
            Deed::Row(on) => rows::step(on),
            Deed::Add => press(".plus"),
            Deed::Way(Way { act: Some(act), .. }) => act.run(),
            Deed::Go(_) | Deed::Way(_) if !may_leave() => {}
            Deed::Go(href) => navigate(href, NavigateOptions::default()),
            Deed::Way(Way { href, .. }) => navigate(&href, NavigateOptions::default()),
        }
    });
    on_cleanup(move || handle.remove());
}

/// What a letter means on this page: something it offers, or the form of the row one is at.
fn here(ways: Ways, may_edit: bool, waiting: Option<char>, key: &str) -> Option<Deed> {
    if waiting.is_some() {
        return None;
    }
    let row = || rows::form().filter(|_| may_edit && key == "e");
    ways.by_key(key).or_else(|| row().map(|href| Way { href, ..Way::default() })).map(Deed::Way)
}

/// Whether the key belongs to a field, a menu or a dialog.
fn typing(event: &ev::KeyboardEvent) -> bool {
    within(event, "input:not([type=checkbox], [type=radio]), textarea, select, dialog, [role=menu], [contenteditable]")
}

fn in_dialog(event: &ev::KeyboardEvent) -> bool {
    within(event, "dialog")
}

fn within(event: &ev::KeyboardEvent, selector: &str) -> bool {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        target.is_some_and(|target| target.closest(selector).ok().flatten().is_some())
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = (event, selector);
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routes;

    #[test]
    fn two_letters_go_somewhere_and_one_alone_waits() {
        let typed = |keys: &[&str]| keys.iter().fold((None, None), |(_, waiting), key| meaning(waiting, key)).0;
        assert_eq!(typed(&["g"]), None);
        assert_eq!(typed(&["g", "p"]), Some(Deed::Go(routes::PIPELINE)));
        assert_eq!(typed(&["c"]), Some(Deed::Add));
        assert_eq!(typed(&["c", "u"]), Some(Deed::Go(routes::CUSTOMER_NEW)));
        assert_eq!(typed(&["g", "Shift", "?"]), Some(Deed::Help));
        assert_eq!(typed(&["p"]), None);
        assert_eq!((typed(&["j"]), typed(&["k"])), (Some(Deed::Row(true)), Some(Deed::Row(false))));
        assert_eq!(typed(&["g", "x", "p"]), None, "a wrong second letter ends the wait");
    }

    #[test]
    fn no_letter_is_given_twice() {
        for (at, (letter, _)) in GO_KEYS.iter().enumerate() {
            assert!(GO_KEYS[at + 1..].iter().all(|(other, _)| other != letter), "{letter}");
        }
        for (at, (_, letter)) in PLUS.iter().enumerate() {
            assert!(PLUS[at + 1..].iter().all(|(_, other)| other != letter), "{letter}");
        }
    }
}
