//! The frame around every page: bars, menus, the + menu, error pages.

mod bar;
mod help;
mod keys;
mod left;
mod missing;
mod palette;
mod phone;
mod places;
mod shell;
mod signs;
mod typed;
mod waiting;

pub use bar::Brand;
pub use missing::MissingPage;
pub use shell::Frame;
#[cfg(feature = "ssr")]
pub use shell::shell;

use leptos::prelude::*;

/// What may lie above every page.
#[derive(Debug, Clone, Copy)]
pub struct Overlays {
    /// The command palette.
    pub commands: RwSignal<bool>,
    /// The dialog of keys.
    pub help: RwSignal<bool>,
}

impl Overlays {
    fn new() -> Self {
        Self { commands: RwSignal::new(false), help: RwSignal::new(false) }
    }

    fn expect() -> Self {
        expect_context::<Self>()
    }

    /// Puts away what lies there.
    fn close(self) {
        [self.commands, self.help].into_iter().filter(|open| open.get_untracked()).for_each(|open| open.set(false));
    }
}
