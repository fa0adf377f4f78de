//! Signing in and out, sessions, the first administrator.

mod again;
pub mod api;
mod first_run;
#[cfg(feature = "ssr")]
pub mod password;
mod settings;
mod sign_in;
#[cfg(feature = "ssr")]
pub mod store;
pub mod types;

pub use again::sign_in_again;
pub use first_run::FirstRunPage;
pub use settings::SettingsPage;
pub use sign_in::SignInPage;
