//! Customers and their contacts: list, page, forms.

pub mod api;
mod filter_bar;
mod list;
#[cfg(feature = "ssr")]
pub mod store;
pub mod types;

pub use list::ListPage;
