//! The kit: primitives without domain words, each with its states, shown on the gallery page.

mod avatar;
mod browser;
mod dialog;
pub mod drag;
mod error;
pub mod form;
mod icon;
#[cfg(feature = "hydrate")]
mod menu_dom;
mod small;
mod title;
mod toast;

pub use avatar::Avatar;
pub use browser::{
    after, focus_on, fresh_key, is_online, is_shown, load, mark_page, matches_media, now_ms, on_frame, press, remember,
    remembered,
};
pub use dialog::{Dialog, Menu};
pub use error::PageError;
pub use icon::Icon;
pub use small::{Kbd, Tabs};
pub use title::TitleFrame;
pub use toast::{LiveRegion, Toast, ToastRegion, Toasts, Tone, announce};
