//! Parts of the board beside its cards.

use entity::opportunity::StageKey;
use leptos::ev::{FocusEvent, KeyboardEvent, MouseEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// The column whose plus was clicked, unless it is wanted in another tab.
pub fn adds_to(event: &MouseEvent) -> Option<StageKey> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.closest("[data-quick]").ok()??.get_attribute("data-quick")?.parse().ok().filter(|_| !event.shift_key())
}

/// Whether a key belongs to a field or a dialog.
pub fn is_typing(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let own = "input:not([type=checkbox], [type=radio]), textarea, select, dialog, [contenteditable]";
    target.is_some_and(|target| target.closest(own).ok().flatten().is_some())
}

/// Whether the focus stays with a card held by keys: on the card itself, or on the buttons that drop it.
pub fn stays_with_lift(event: &FocusEvent) -> bool {
    let to = event.related_target().and_then(|target| target.dyn_into::<Element>().ok());
    match to {
        Some(to) => to.closest("article[data-dragging], .drop-ways").ok().flatten().is_some(),
        // A card that is rendered anew loses the focus for a moment; another window takes it from the document.
        None => document().has_focus().unwrap_or(true) && !left_by_pointer(event),
    }
}

/// A press on nothing takes the focus from a part of the page that is still there.
fn left_by_pointer(event: &FocusEvent) -> bool {
    let from = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    from.is_some_and(|from| from.is_connected())
}

/// Which of the columns, counted from 0, begins at the edge of a narrow board.
pub fn column_in_view() -> Option<usize> {
    if !crate::ui::matches_media("(width < 48rem)") {
        return None;
    }
    let columns: HtmlElement = document().query_selector(".columns").ok()??.dyn_into().ok()?;
    let all = columns.children();
    let left = |i: u32| all.item(i)?.dyn_into::<HtmlElement>().ok().map(|column| column.offset_left());
    let start = left(0)?;
    let nearest =
        (0..all.length()).min_by_key(|i| left(*i).map_or(i32::MAX, |at| (at - start - columns.scroll_left()).abs()));
    nearest.map(|i| i as usize)
}

/// Brings the tab of a column into view.
pub fn show_tab(column: usize) {
    let tabs = document().query_selector_all(".stage-tabs > a").ok();
    let tab = tabs.and_then(|tabs| tabs.item(u32::try_from(column).ok()?)?.dyn_into::<HtmlElement>().ok());
    if let Some(tab) = tab
        && let Some(nav) = tab.parent_element()
    {
        nav.set_scroll_left(tab.offset_left() - 24);
    }
}
