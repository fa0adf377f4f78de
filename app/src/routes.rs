//! Every path of the product, once. Views link through these; the server allows redirects only to them.

use entity::shared::ids::{ContactId, CustomerId, ImportId, OpportunityId};

/// Today.
pub const HOME: &str = "/";
/// Sign in.
pub const SIGN_IN: &str = "/login";
/// Create the first administrator.
pub const FIRST_RUN: &str = "/first-run";
/// One's own settings and sessions.
pub const SETTINGS: &str = "/settings";
/// The board.
pub const PIPELINE: &str = "/pipeline";
/// Opportunities as a table.
pub const OPPORTUNITIES: &str = "/opportunities";
/// A new opportunity.
pub const OPPORTUNITY_NEW: &str = "/opportunities/new";
/// Customers.
pub const CUSTOMERS: &str = "/customers";
/// The customers of a filter, as a file.
pub const CUSTOMERS_FILE: &str = "/customers.csv";
/// A new customer.
pub const CUSTOMER_NEW: &str = "/customers/new";
/// Imports.
pub const IMPORTS: &str = "/imports";
/// A new import.
pub const IMPORT_NEW: &str = "/imports/new";
/// Search.
pub const SEARCH: &str = "/search";
/// Everybody who works here.
pub const USERS: &str = "/admin/users";
/// The kit, every primitive in every state.
pub const GALLERY: &str = "/gallery";

/// Adding an opportunity for a customer.
pub fn opportunity_for(id: CustomerId) -> String {
    format!("{OPPORTUNITY_NEW}?customer={id}")
}

/// An opportunity's page.
pub fn opportunity(id: OpportunityId) -> String {
    format!("{OPPORTUNITIES}/{id}")
}

/// Its form.
pub fn opportunity_edit(id: OpportunityId) -> String {
    format!("{OPPORTUNITIES}/{id}/edit")
}

/// Its form, at the field of its owner.
pub fn opportunity_owner(id: OpportunityId) -> String {
    format!("{}#f-owner", opportunity_edit(id))
}

/// Moving it, as a page; `to` is a stage key, or empty to choose.
pub fn opportunity_move(id: OpportunityId, to: &str) -> String {
    if to.is_empty() { format!("{OPPORTUNITIES}/{id}/move") } else { format!("{OPPORTUNITIES}/{id}/move?to={to}") }
}

/// Closing it, as a page; `to` is a stage key.
pub fn opportunity_close(id: OpportunityId, to: &str) -> String {
    format!("{OPPORTUNITIES}/{id}/close?to={to}")
}

/// A customer's page.
pub fn customer(id: CustomerId) -> String {
    format!("{CUSTOMERS}/{id}")
}

/// A page with a timeline, at what is older than the entry `before`.
pub fn older(page: &str, before: i64) -> String {
    let joint = if page.contains('?') { '&' } else { '?' };
    format!("{page}{joint}before={before}")
}

/// One of its tabs: `timeline`, `contacts` or `opportunities`.
pub fn customer_tab(id: CustomerId, tab: &str) -> String {
    format!("{CUSTOMERS}/{id}?tab={tab}")
}

/// Its form.
pub fn customer_edit(id: CustomerId) -> String {
    format!("{CUSTOMERS}/{id}/edit")
}

/// A new contact at a customer.
pub fn contact_new(id: CustomerId) -> String {
    format!("{CUSTOMERS}/{id}/contacts/new")
}

/// A contact's form.
pub fn contact_edit(customer: CustomerId, id: ContactId) -> String {
    format!("{CUSTOMERS}/{customer}/contacts/{id}/edit")
}

/// An import, at one of its steps: `columns`, `values`, `check`, `run`, `result`; or `undo`.
pub fn import(id: ImportId, step: &str) -> String {
    format!("{IMPORTS}/{id}/{step}")
}

/// A path to return to after signing in, when it is one of ours; else Home (S16).
pub fn safe_next(next: &str) -> String {
    if is_local(next) { next.to_owned() } else { HOME.to_owned() }
}

/// Whether a path with query leads to a page of this product: no other host, no server function, no way up.
pub fn is_local(path: &str) -> bool {
    const FIRST: &[&str] = &[
        "",
        "login",
        "first-run",
        "settings",
        "pipeline",
        "opportunities",
        "customers",
        "imports",
        "search",
        "admin",
        "gallery",
    ];
    let plain = path.split(['?', '#']).next().unwrap_or_default();
    let Some(rest) = plain.strip_prefix('/') else { return false };
    let clean = path.bytes().all(|byte| (0x21..0x7f).contains(&byte) && byte != b'\\');
    clean
        && path.len() <= 2_000
        && !plain.contains("//")
        && !plain.contains("..")
        && FIRST.contains(&rest.split('/').next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s16_only_own_pages_are_returned_to() {
        for good in ["/", "/pipeline?owner=me", "/customers/55?tab=timeline", "/opportunities/x/move?to=won"] {
            assert!(is_local(good), "{good}");
        }
        for bad in [
            "",
            "pipeline",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/api/auth/sign_out",
            "/customers/../api",
            "/pipeline\r\nx: y",
            "/live",
        ] {
            assert!(!is_local(bad), "{bad}");
            assert_eq!(safe_next(bad), HOME);
        }
    }
}
