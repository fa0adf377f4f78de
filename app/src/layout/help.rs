//! `?`: which keys there are, and the switch that turns single letters off.

use super::places::{GO_KEYS, GROUPS, PLUS};
use crate::core::erase::Erase;
use crate::ui::{Dialog, Icon, Kbd, letters_on, turn_letters};
use leptos::lazy;
use leptos::prelude::*;

/// Keys that work everywhere, beside the letters of places.
const EVERYWHERE: &[(&[&str], &str)] = &[
    (&["Ctrl", "K"], "Commands and search"),
    (&["/"], "Search"),
    (&["?"], "This help"),
    (&["Esc"], "Close what is on top"),
    (&["F6"], "Messages"),
    (&["j"], "Next row of a list; Enter opens it"),
    (&["k"], "Row before"),
    (&["e"], "Edit the row, or the opportunity one is on"),
];

/// Keys on the board.
const BOARD: &[(&[&str], &str)] = &[
    (&["Space"], "Lift a card at its handle, drop it"),
    (&["\u{2190}", "\u{2192}"], "Choose a stage while lifted"),
    (&["Shift", "\u{2190}"], "Move the card one stage back"),
    (&["Shift", "\u{2192}"], "Move the card one stage on"),
    (&["Home", "End"], "First or last stage while lifted"),
    (&["m"], "Move to"),
    (&["x"], "Select the card for a move of many"),
    (&["Ctrl", "Z"], "Undo the last move"),
];

/// Keys on the page of an opportunity.
const OPPORTUNITY: &[(&[&str], &str)] =
    &[(&["m"], "Move to another stage"), (&["w"], "Close as won"), (&["Shift", "L"], "Close as lost")];

/// The dialog of keys.
#[lazy]
pub fn help(open: RwSignal<bool>) -> AnyView {
    view! { <HelpDialog open /> }.erased()
}

#[component]
fn HelpDialog(open: RwSignal<bool>) -> impl IntoView {
    let close = move || open.set(false);
    view! {
        <Dialog open on_close=close label="Keys" size="lg">
            <div class="dialog-body">
                <header class="dialog-head">
                    <h2>"Keys"</h2>
                    <button class="button" type="button" data-variant="quiet" data-icon-only="" aria-label="Close" on:click=move |_| close()>
                        <Icon name="x" />
                    </button>
                </header>
                <div class="keys">
                    <KeyList title="Everywhere" keys=rows(EVERYWHERE) />
                    <KeyList title="Go to" keys=go_to() />
                    <KeyList title="Add" keys=add() />
                    <KeyList title="Board" keys=rows(BOARD) />
                    <KeyList title="Opportunity" keys=rows(OPPORTUNITY) />
                </div>
                <LettersSwitch />
            </div>
        </Dialog>
    }
}

type Row = (Vec<&'static str>, &'static str);

fn rows(keys: &[(&[&'static str], &'static str)]) -> Vec<Row> {
    keys.iter().map(|(keys, what)| (keys.to_vec(), *what)).collect()
}

fn go_to() -> Vec<Row> {
    let label = |href: &str| GROUPS.iter().flat_map(|group| group.places).find(|place| place.href == href);
    GO_KEYS.iter().filter_map(|(letter, href)| Some((vec!["g", *letter], label(href)?.label))).collect()
}

fn add() -> Vec<Row> {
    PLUS.iter().map(|(place, letter)| (vec!["c", *letter], place.label)).collect()
}

#[component]
fn KeyList(title: &'static str, keys: Vec<Row>) -> impl IntoView {
    let rows = keys.into_iter().map(|(keys, what)| {
        let keys = keys.into_iter().map(|key| view! { <Kbd key />" " }).collect_view();
        view! { <dt>{keys}</dt><dd>{what}</dd> }
    });
    view! { <section><h3>{title}</h3><dl class="facts">{rows.collect_view()}</dl></section> }
}

#[component]
fn LettersSwitch() -> impl IntoView {
    let turn = move |event| turn_letters(if event_target_checked(&event) { "on" } else { "off" });
    view! {
        <label class="choice">
            <input type="checkbox" role="switch" checked=letters_on() on:change=turn />
            <span>"Single letters"<small>"Turn them off when they get in the way of speech input. Ctrl K stays."</small></span>
        </label>
    }
}
