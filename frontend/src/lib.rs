//! Where the browser enters: hydrates the app that the server rendered.
#![recursion_limit = "512"]

use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{Document, Element};

/// What `<html>` carries once the page is alive; tests wait for it.
const ALIVE: &str = "data-hydrated";
/// What `<html>` carries, and the id of the strip that offers to load the page again, once the client cannot go on.
const STALE: &str = "data-stale";

/// Called by the page's script once the module is there.
#[wasm_bindgen]
pub async fn hydrate() {
    std::panic::set_hook(Box::new(|panic| {
        console_error_panic_hook::hook(panic);
        if panic.to_string().contains("load callback should succeed") {
            // If even this fails there is nobody left to tell.
            let _told = offer_reload();
        }
    }));
    // Asynchronously: the current route's chunk arrives before the first walk over the page, so nothing flickers.
    leptos::mount::hydrate_from_async(leptos::tachys::dom::body(), app::App).await.forget();
    // Effects listen for the first press and key; they run a tick after the views.
    leptos::task::tick().await;
    if let Some(html) = document().and_then(|document| document.document_element()) {
        // The only refusal is of a malformed name.
        let _set = html.set_attribute(ALIVE, "true");
    }
}

/// A tab that outlived an upgrade of the server asks for chunks that are gone, and the splitter can only panic. The page
/// says so above everything and offers to load it again; it never does so by itself, for something may be typed on it.
fn offer_reload() -> Option<Element> {
    let document = document()?;
    if document.get_element_by_id(STALE).is_some() {
        return None;
    }
    let make = |name: &str, class: &str, text: &str| {
        let element = document.create_element(name).ok()?;
        element.set_class_name(class);
        element.set_text_content(Some(text));
        Some(element)
    };
    let strip = make("div", "strip", "")?;
    strip.set_id(STALE);
    for (name, value) in [("data-tone", "warning"), ("role", "alert")] {
        strip.set_attribute(name, value).ok()?;
    }
    let why = make("span", "", "That page did not arrive: there is a new version of Ironbook, or no connection.")?;
    let again = make("a", "", "Reload")?;
    // Without a script of its own: the app may not run any more. Empty is this page without the part one is at, which would
    // be a jump and no load.
    again.set_attribute("href", "").ok()?;
    again.set_attribute("rel", "external").ok()?;
    for part in [why, again] {
        strip.append_child(&part).ok()?;
    }
    document.body()?.prepend_with_node_1(&strip).ok()?;
    // What is typed can be read and copied: nothing is laid over it any more.
    document.document_element()?.set_attribute(STALE, "").ok()?;
    if let Some(main) = document.get_element_by_id("main") {
        main.remove_attribute("inert").ok()?;
    }
    Some(strip)
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}
