//! Opportunities: list, page, form, moving and closing.

pub mod api;
#[cfg(feature = "ssr")]
pub mod store;
pub mod types;
