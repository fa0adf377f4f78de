//! How far a page and what scrolls inside it are scrolled: to keep, and to put back.

/// What scrolls by itself inside a page, told apart by its order in it; the page itself comes first.
#[cfg(feature = "hydrate")]
const SCROLLERS: &str = "html, [data-scroller]";

/// Of the page and of each scroller in it: pixels from the left and from the top.
pub type Scrolled = Vec<(i32, i32)>;

/// How far everything is scrolled.
pub fn scrolled() -> Scrolled {
    #[cfg(feature = "hydrate")]
    return scrollers().map(|scroller| (scroller.scroll_left(), scroller.scroll_top())).collect();
    #[cfg(not(feature = "hydrate"))]
    Vec::new()
}

/// Scrolls everything to where it was, as far as there is something to scroll.
pub fn scroll_back(scrolled: &[(i32, i32)]) {
    #[cfg(feature = "hydrate")]
    for (scroller, (x, y)) in scrollers().zip(scrolled) {
        scroller.set_scroll_left(*x);
        scroller.set_scroll_top(*y);
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = scrolled;
}

#[cfg(feature = "hydrate")]
fn scrollers() -> impl Iterator<Item = web_sys::Element> {
    use wasm_bindgen::JsCast;
    let found = leptos::prelude::document().query_selector_all(SCROLLERS).ok();
    let count = found.as_ref().map_or(0, web_sys::NodeList::length);
    (0..count).filter_map(move |at| found.as_ref()?.item(at)?.dyn_into().ok())
}
