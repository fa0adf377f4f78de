//! The focus of the board in a browser.

use crate::pipeline::keys::On;
use crate::pipeline::state::BoardState;
use crate::ui::after;
use entity::opportunity::StageKey;
use entity::opportunity::board::Card;
use entity::shared::ids::OpportunityId;
use leptos::ev::{FocusEvent, KeyboardEvent, MouseEvent};
use leptos::prelude::*;
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

/// A card whose focus is to be given back, and which part of it had it.
#[derive(Debug, Clone)]
struct Held {
    id: OpportunityId,
    part: &'static str,
    stage: StageKey,
}

thread_local! {
    static HELD: RefCell<Option<Held>> = const { RefCell::new(None) };
}

/// The card a key went down on.
pub fn on(event: &KeyboardEvent) -> Option<On> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let id = card_of(&target)?;
    let handle = target.closest(".card-handle").ok().flatten().is_some();
    Some(if handle { On::Handle(id) } else { On::Card(id) })
}

/// The card that has the focus, or had it when a dialog took it.
pub fn last_on(event: &FocusEvent, before: Option<OpportunityId>) -> Option<OpportunityId> {
    let to = event.related_target().and_then(|to| to.dyn_into::<Element>().ok());
    match to {
        Some(to) if to.closest("dialog").ok().flatten().is_none() => card_of(&to),
        _ => before,
    }
}

/// The card that got the focus.
pub fn came_to(event: &FocusEvent) -> Option<OpportunityId> {
    card_of(&event.target()?.dyn_into::<Element>().ok()?)
}

/// The card whose three dots were clicked; they have the focus then, so that the menu opens beside them.
pub fn menu_of(event: &MouseEvent) -> Option<OpportunityId> {
    let menu = event.target()?.dyn_into::<Element>().ok()?.closest(".card-menu").ok()??;
    let id = card_of(&menu);
    // Not every browser focuses a link that is clicked.
    let _ = menu.dyn_into::<HtmlElement>().map(|menu| menu.focus());
    id
}

/// The card that was clicked, and whether on its handle.
pub fn card_at(event: &MouseEvent) -> Option<On> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let id = card_of(&target)?;
    Some(if target.closest(".card-handle").ok().flatten().is_some() { On::Handle(id) } else { On::Card(id) })
}

fn card_of(element: &Element) -> Option<OpportunityId> {
    element.closest("article[data-opp]").ok()??.get_attribute("data-opp")?.parse().ok()
}

pub fn hold(card: &Card) {
    if let Some(part) = focused_part(card.id) {
        HELD.set(Some(Held { id: card.id, part, stage: card.stage.clone() }));
        // A browser lays the page out before it takes out what has the focus: 4 ms of a drop.
        if let Some(active) = document().active_element().and_then(|active| active.dyn_into::<HtmlElement>().ok()) {
            let _ = active.blur();
        }
    }
}

pub fn remember(id: OpportunityId, stage: &StageKey) {
    let part = focused_part(id).unwrap_or("h3 a");
    HELD.set(Some(Held { id, part, stage: stage.clone() }));
}

/// The part of a card that has the focus.
fn focused_part(id: OpportunityId) -> Option<&'static str> {
    let active = document().active_element().filter(|active| card_of(active) == Some(id))?;
    let of = |part: &&str| active.matches(part).unwrap_or(false);
    Some([".card-handle", ".card-menu"].into_iter().find(of).unwrap_or("h3 a"))
}

pub fn settle(state: BoardState) {
    if HELD.with_borrow(Option::is_some) {
        // After the columns have been rendered anew, and a sheet has closed.
        after(30, move || look_for(state, 2));
    }
}

/// Finds the card and focuses it. One outside the window of its column is scrolled to first.
fn look_for(state: BoardState, tries: u32) {
    let Some(held) = HELD.with_borrow(Option::clone).filter(|_| state.is_shown()) else { return };
    let active = document().active_element();
    if active.as_ref().is_some_and(|active| active.closest("dialog[open]").ok().flatten().is_some()) {
        return;
    }
    // Somebody who has gone on is not called back.
    if active.is_some_and(|active| active.tag_name() != "BODY") {
        HELD.set(None);
        return;
    }
    let Held { id, part, stage } = held;
    if let Some(part) = find(&format!("article[data-opp=\"{id}\"] {part}")) {
        HELD.set(None);
        let _ = part.focus();
        nearest(&part);
    } else if let Some(card) = state.card(id).filter(|_| tries > 0) {
        scroll_to(state, &card);
        after(50, move || look_for(state, tries - 1));
    } else {
        HELD.set(None);
        if let Some(heading) = find(&format!("#h-{stage} a")) {
            let _ = heading.focus();
        }
    }
}

fn scroll_to(state: BoardState, card: &Card) {
    let place = state.place(card).map_or(0, |(place, _)| place.saturating_sub(1));
    let list = find(&format!("[data-column=\"{}\"] .cards", card.stage));
    if let Some(list) = list
        && let Some(row) = list.query_selector("li").ok().flatten()
    {
        list.set_scroll_top((row.client_height() + 8) * i32::try_from(place).unwrap_or(0));
    }
}

fn nearest(element: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    options.set_inline(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

fn find(selector: &str) -> Option<HtmlElement> {
    document().query_selector(selector).ok().flatten()?.dyn_into().ok()
}

pub fn under_pointer() -> Option<OpportunityId> {
    if !crate::ui::matches_media("(hover: hover)") {
        return None;
    }
    card_of(&document().query_selector("article[data-opp]:hover").ok()??)
}
