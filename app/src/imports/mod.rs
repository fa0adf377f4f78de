//! Bringing in somebody else's book: upload, columns, values, check, run, result.

#[cfg(feature = "ssr")]
pub mod file;
#[cfg(feature = "ssr")]
pub mod store;
