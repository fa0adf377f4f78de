//! The frame around every page: bars, menus, the + menu, error pages.

mod bar;
mod keys;
mod missing;
mod places;
mod shell;

pub use missing::MissingPage;
pub use shell::Frame;
#[cfg(feature = "ssr")]
pub use shell::shell;
