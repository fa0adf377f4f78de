//! Search over everything in scope: the page, and what the command palette asks.

pub mod api;
mod mark;
mod page;
#[cfg(feature = "ssr")]
pub mod store;
pub mod types;

pub use mark::Marked;
pub use page::SearchPage;
