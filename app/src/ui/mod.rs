//! The kit: primitives without domain words, each with its states, shown on the gallery page.

mod anew;
mod avatar;
mod badge;
mod browser;
mod button;
mod dialog;
pub mod drag;
mod error;
mod filter;
pub mod form;
mod gallery;
mod icon;
mod memory;
#[cfg(feature = "hydrate")]
mod menu_dom;
mod notice;
mod panel;
mod popmenu;
mod region;
mod return_focus;
mod scrolled;
mod small;
mod steps;
mod table;
mod timeline;
mod title;
mod toast;
mod unsaved;

pub use anew::Anew;
pub use avatar::{Avatar, Avatars};
pub use badge::{Badge, Hue};
pub use browser::{
    after, begin_at, catch_focus, copy, fill_beside, focus_on, focus_still, focused_link, fresh_key, has_focus,
    has_lost_focus, is_hidden, is_online, is_shown, load, mark, mark_page, matches_media, nearest, now_ms, on_frame,
    press,
};
pub use button::{Button, LinkButton, Variant};
pub use dialog::{DISCARD, Dialog, Menu, confirmed};
pub use error::{PageError, SearchBox};
pub use filter::{Chip, FilterChoice, FilterField, FilterForm, FilterToggle, Filters};
pub use gallery::GalleryPage;
pub use icon::Icon;
pub use memory::{keep, kept, letters_on, remember, remembered, taken_over, turn_letters};
pub use notice::{Banner, Empty, Skeleton, Strip};
pub use panel::{Facts, Panel};
pub use popmenu::MenuButton;
pub use region::{Busy, Region, Teller};
pub use scrolled::{Scrolled, scroll_back, scrolled};
pub use small::{Kbd, Tabs};
pub use steps::{Step, Steps};
pub use table::{Order, Pagination, SortHeader};
pub use timeline::{Timeline, TimelineItem};
pub use title::TitleFrame;
pub use toast::{LiveRegion, Toast, ToastRegion, Toasts, Tone, announce};
pub use unsaved::{guard_unsaved, may_leave, set_unsaved};
