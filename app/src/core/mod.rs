//! What every feature leans on: errors, context, writing, forms that come back, the session.

pub mod again;
#[cfg(feature = "ssr")]
pub mod changed;
pub mod client_files;
#[cfg(feature = "ssr")]
pub mod ctx;
#[cfg(feature = "ssr")]
pub mod db;
pub mod erase;
pub mod error;
#[cfg(feature = "ssr")]
pub mod export;
pub mod flash;
#[cfg(feature = "ssr")]
pub mod flash_store;
#[cfg(feature = "ssr")]
mod id_at;
#[cfg(feature = "ssr")]
pub mod keyset;
pub mod late;
pub mod live;
pub mod load;
#[cfg(feature = "ssr")]
pub mod reader;
#[cfg(feature = "ssr")]
pub mod reply;
#[cfg(feature = "ssr")]
pub mod secret;
pub mod session;
#[cfg(feature = "ssr")]
pub mod session_store;
#[cfg(feature = "ssr")]
pub mod source;
pub mod timeline;
pub mod trail;
pub mod ways;
#[cfg(feature = "ssr")]
pub mod write;

pub use error::{AppError, Conflict};
