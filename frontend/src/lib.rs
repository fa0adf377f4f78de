//! Where the browser enters: hydrates the app that the server rendered.
#![recursion_limit = "512"]

use wasm_bindgen::prelude::wasm_bindgen;

/// What `<html>` carries once the page is alive; tests wait for it.
const ALIVE: &str = "data-hydrated";

/// Called by the page's script once the module is there.
#[wasm_bindgen]
pub async fn hydrate() {
    std::panic::set_hook(Box::new(|panic| {
        console_error_panic_hook::hook(panic);
        if panic.to_string().contains("load callback should succeed") {
            start_again();
        }
    }));
    // Asynchronously: the current route's chunk arrives before the first walk over the page, so nothing flickers.
    leptos::mount::hydrate_from_async(leptos::tachys::dom::body(), app::App).await.forget();
    // Effects listen for the first press and key; they run a tick after the views.
    leptos::task::tick().await;
    if let Some(html) = document_element() {
        // The only refusal is of a malformed name.
        let _set = html.set_attribute(ALIVE, "true");
    }
}

/// A tab that outlived an upgrade of the server asks for chunks that are gone, and the splitter can only panic: load the
/// page again, with the new client. A page that never came alive is left alone, or it would load for ever.
fn start_again() {
    let Some(window) = web_sys::window() else { return };
    if document_element().is_some_and(|html| html.has_attribute(ALIVE)) && window.navigator().on_line() {
        // If even this is refused there is nobody left to tell.
        let _loading = window.location().reload();
    }
}

fn document_element() -> Option<web_sys::Element> {
    web_sys::window()?.document()?.document_element()
}
