//! Users and settings.

pub mod api;
#[cfg(feature = "ssr")]
pub mod store;
pub mod types;
mod users;

pub use users::UsersPage;
