//! Keys that work everywhere: `/` search, `c` add, `g` and a letter to go somewhere. Never while typing.

use super::places::GO_KEYS;
use leptos::ev;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

/// Listens for as long as the page lives.
pub fn listen() {
    let going = StoredValue::new(false);
    let navigate = use_navigate();
    let handle = window_event_listener(ev::keydown, move |event| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() || event.default_prevented() || typing(&event) {
            return;
        }
        let key = event.key();
        let place = going.get_value().then(|| GO_KEYS.iter().find(|(letter, _)| *letter == key)).flatten();
        going.set_value(key == "g");
        match (place, key.as_str()) {
            (Some((_, href)), _) => navigate(href, leptos_router::NavigateOptions::default()),
            (None, "/") => {
                event.prevent_default();
                focus(".bar-search input");
            }
            (None, "c") => click(".plus"),
            _ => {}
        }
    });
    on_cleanup(move || handle.remove());
}

/// Whether the key belongs to a field or a dialog.
fn typing(event: &ev::KeyboardEvent) -> bool {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        target.is_some_and(|target| {
            target.closest("input, textarea, select, dialog, [contenteditable]").ok().flatten().is_some()
        })
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = event;
        false
    }
}

fn focus(selector: &str) {
    #[cfg(feature = "hydrate")]
    with(selector, |element| {
        let _ = element.focus();
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = selector;
}

fn click(selector: &str) {
    #[cfg(feature = "hydrate")]
    with(selector, |element| {
        let _ = element.focus();
        element.click();
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = selector;
}

#[cfg(feature = "hydrate")]
fn with(selector: &str, act: impl FnOnce(&web_sys::HtmlElement)) {
    use wasm_bindgen::JsCast;
    let element = document().query_selector(selector).ok().flatten();
    if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        act(&element);
    }
}
