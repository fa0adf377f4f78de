//! `j` and `k`: from row to row of a list, by the link that opens it. `e`: the form of what it opens.

#[cfg(any(feature = "hydrate", test))]
use crate::routes;

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

/// The form of the row that has the focus, where rows have one.
pub fn form() -> Option<String> {
    #[cfg(feature = "hydrate")]
    {
        let row = leptos::prelude::document().active_element()?.closest("main tbody tr").ok()??;
        let record = row.query_selector("th a").ok()??.get_attribute("href")?;
        has_form(&record).then(|| format!("{record}/edit"))
    }
    #[cfg(not(feature = "hydrate"))]
    None
}

#[cfg(any(feature = "hydrate", test))]
fn has_form(record: &str) -> bool {
    let under = |list: &str| {
        record.strip_prefix(list).and_then(|rest| rest.strip_prefix('/')).is_some_and(|id| !id.contains('/'))
    };
    [routes::CUSTOMERS, routes::OPPORTUNITIES].into_iter().any(under)
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

#[cfg(test)]
mod tests {
    use super::has_form;

    #[test]
    fn only_records_have_a_form() {
        let told = ["/customers/7", "/opportunities/7", "/customers/7/contacts/8", "/imports/7/check"].map(has_form);
        assert_eq!(told, [true, true, false, false]);
    }
}
