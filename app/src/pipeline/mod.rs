//! The board.

pub mod api;
#[cfg(feature = "ssr")]
pub mod store;
pub mod types;
