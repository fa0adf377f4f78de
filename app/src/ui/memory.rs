//! What a browser keeps for us: for good, or until its tab is closed. One that may not keep anything simply forgets.

use leptos::prelude::*;

/// What this browser was asked to remember.
pub fn remembered(name: &str) -> Option<String> {
    #[cfg(feature = "hydrate")]
    return web_sys::window()?.local_storage().ok()??.get_item(name).ok()?;
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = name;
        None
    }
}

/// Has this browser remember something.
pub fn remember(name: &str, value: &str) {
    #[cfg(feature = "hydrate")]
    if let Some(Ok(Some(storage))) = web_sys::window().map(|window| window.local_storage()) {
        let _ = storage.set_item(name, value);
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (name, value);
}

/// What this tab was asked to keep; a reload does not lose it.
pub fn kept(name: &str) -> Option<String> {
    #[cfg(feature = "hydrate")]
    return web_sys::window()?.session_storage().ok()??.get_item(name).ok()?;
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = name;
        None
    }
}

/// Has this tab keep something until it is closed.
pub fn keep(name: &str, value: &str) {
    #[cfg(feature = "hydrate")]
    if let Some(Ok(Some(storage))) = web_sys::window().map(|window| window.session_storage()) {
        let _ = storage.set_item(name, value);
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (name, value);
}

/// False while the calling view is as the server wrote it: what only the browser knows is shown after that.
pub fn taken_over() -> ReadSignal<bool> {
    let (taken_over, set_taken_over) = signal(false);
    Effect::new(move || set_taken_over.set(true));
    taken_over
}

/// Under which name the browser remembers that single letters are off.
const LETTERS: &str = "ironbook-letters";

/// Whether single letters do something in this browser (WCAG 2.1.4).
pub fn letters_on() -> bool {
    remembered(LETTERS).as_deref() != Some("off")
}

/// Turns single letters `on` or `off` in this browser.
pub fn turn_letters(word: &str) {
    remember(LETTERS, word);
}
