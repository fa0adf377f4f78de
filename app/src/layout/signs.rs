//! What `<html>` says about the page for styles and tests, and what follows a change of page.

use super::Overlays;
use super::left::LeftPages;
use crate::ui::{
    Busy, announce, focus_on, focus_still, guard_unsaved, has_focus, has_lost_focus, is_online, mark_page, on_frame,
};
use entity::shared::query::link;
use leptos::ev;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use leptos_router::location::Location;

/// Keeps the attributes of `<html>` up to date for as long as the page lives.
pub fn watch() {
    watch_scrolling();
    watch_keyboard();
    guard_unsaved();
}

/// After a change of page: menus close, the new page is announced and takes the focus; one that is come back to is as it was.
pub fn follow_pages(routing: ReadSignal<bool>, busy: Busy, overlays: Overlays) {
    let location = use_location();
    let address = Memo::new(move |_| (location.pathname.get(), location.search.get()));
    let left = LeftPages::new();
    Effect::new(move |before: Option<(String, String)>| {
        let (path, query) = address.get();
        if before.is_some() {
            close_popovers();
            // What they offer is of the page that was.
            overlays.close();
        }
        if let Some((before, query)) = before.filter(|(before, _)| *before != path) {
            // It still stands: the address changes before the page does.
            left.leave(link(&before, &query));
            arrive(routing, busy, left, location.clone());
        }
        (path, query)
    });
}

/// Once the new page stands: says its title, and puts the focus on it, or on the part of it that the address names, unless
/// the page has put it somewhere itself.
fn arrive(routing: ReadSignal<bool>, busy: Busy, left: LeftPages, location: Location) {
    let done = StoredValue::new(false);
    Effect::new(move || {
        // From one record to another of its kind the router has nothing to wait for, but the page has.
        if routing.get() || busy.any() {
            return;
        }
        // The address changes before the router says that it is on its way: what stands now may still be the old page.
        on_frame(move || {
            let waits = untrack(|| busy.any()) || routing.try_get_untracked() != Some(false);
            let stands = !waits && done.try_get_value() == Some(false);
            if !stands {
                return;
            }
            done.set_value(true);
            // A field that went with its page was never left.
            if focus_is_lost() {
                mark_page("data-keyboard", None);
            }
            announce(document().title());
            let lost = focus_is_lost();
            if lost {
                focus_still("#main");
                // The window's own address may not have followed yet. Not every part can take the focus.
                let part = location.hash.get_untracked();
                let part = part.trim_start_matches('#');
                if !part.is_empty() {
                    focus_on(&format!("#{part}"));
                }
            }
            left.come_back(&link(&location.pathname.get_untracked(), &location.search.get_untracked()), lost);
        });
    });
}

/// Whether the focus fell back to the page itself, or stayed behind in the bars.
fn focus_is_lost() -> bool {
    has_lost_focus() || has_focus(".bar, .tabbar, .more")
}

/// A link in a menu changes the page in place, so nothing else closes the menu. What was typed into one has been asked for or
/// given up; from now on it shows what the page says.
fn close_popovers() {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let each = |selector: &str, act: fn(&web_sys::Element)| {
            let Ok(found) = document().query_selector_all(selector) else { return };
            let elements = (0..found.length()).filter_map(|at| found.item(at)?.dyn_into::<web_sys::Element>().ok());
            elements.for_each(|element| act(&element));
        };
        each("[popover=auto]:popover-open", |menu| {
            let _ = menu.dyn_ref::<web_sys::HtmlElement>().map(web_sys::HtmlElement::hide_popover);
        });
        each("form[popover]", |form| {
            let _ = form.dyn_ref::<web_sys::HtmlFormElement>().map(web_sys::HtmlFormElement::reset);
        });
    }
}

/// The + button of a phone steps aside while one reads downwards.
fn watch_scrolling() {
    let last = StoredValue::new(0.0);
    let handle = window_event_listener(ev::scroll, move |_| {
        let now = window().scroll_y().unwrap_or_default();
        let moved = now - last.get_value();
        // Small shakes of the finger say nothing.
        if moved.abs() > 8.0 {
            last.set_value(now);
            mark_page("data-scroll", (moved > 0.0 && now > 80.0).then_some("down"));
        }
    });
    on_cleanup(move || handle.remove());
}

/// Bars of a phone make room for the keyboard on its screen.
fn watch_keyboard() {
    let typed = |event: &ev::FocusEvent| {
        #[cfg(feature = "hydrate")]
        {
            use wasm_bindgen::JsCast;
            let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
            let field = "input:not([type=checkbox], [type=radio], [type=date], [type=file]), textarea";
            target.is_some_and(|target| target.matches(field).unwrap_or_default())
        }
        #[cfg(not(feature = "hydrate"))]
        {
            let _ = event;
            false
        }
    };
    let came = window_event_listener(ev::focusin, move |event| {
        if typed(&event) && crate::ui::matches_media("(pointer: coarse)") {
            mark_page("data-keyboard", Some(""));
        }
    });
    let went = window_event_listener(ev::focusout, |_| mark_page("data-keyboard", None));
    on_cleanup(move || {
        came.remove();
        went.remove();
    });
}

/// Whether the browser has a connection.
pub fn online() -> ReadSignal<bool> {
    let (online, set_online) = signal(true);
    Effect::new(move || set_online.set(is_online()));
    let came = window_event_listener(ev::online, move |_| set_online.set(true));
    let went = window_event_listener(ev::offline, move |_| set_online.set(false));
    on_cleanup(move || {
        came.remove();
        went.remove();
    });
    online
}
