//! Customers and their contacts: list, page, forms.

pub mod api;
#[cfg(feature = "ssr")]
pub mod store;
pub mod types;
