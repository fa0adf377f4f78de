//! Opportunities: list, page, form, moving and closing.

pub mod api;
pub mod fields;
#[cfg(feature = "ssr")]
pub mod store;
pub mod types;
