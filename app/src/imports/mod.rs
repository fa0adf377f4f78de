//! Bringing in somebody else's book: upload, columns, values, check, run, result.

pub mod api;

#[cfg(feature = "ssr")]
pub mod file;
#[cfg(feature = "ssr")]
pub mod store;
pub mod types;
