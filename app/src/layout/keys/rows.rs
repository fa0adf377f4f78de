//! `j` and `k`: from row to row of a list, by the link that opens it.

/// The links rows are opened with.
#[cfg(feature = "hydrate")]
const LINKS: &str = "main tbody th a";

/// Puts the focus into the next row, or the one before; into the first when it is in none.
pub fn step(on: bool) {
    #[cfg(feature = "hydrate")]
    if let Some(link) = beside(on) {
        let _ = link.focus();
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = on;
}

#[cfg(feature = "hydrate")]
fn beside(on: bool) -> Option<web_sys::HtmlElement> {
    use wasm_bindgen::JsCast;
    let document = leptos::prelude::document();
    let links = document.query_selector_all(LINKS).ok()?;
    let links: Vec<web_sys::HtmlElement> =
        (0..links.length()).filter_map(|at| links.item(at)?.dyn_into().ok()).collect();
    let row = document.active_element().and_then(|focused| focused.closest("tbody tr").ok().flatten());
    let here = row.and_then(|row| links.iter().position(|link| row.contains(Some(link))));
    let next = match here {
        None => 0,
        Some(at) if on => at + 1,
        Some(at) => at.checked_sub(1)?,
    };
    links.into_iter().nth(next)
}
