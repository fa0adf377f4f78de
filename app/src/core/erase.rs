//! Views of unlike types under one.

#[cfg(feature = "hydrate")]
mod browser;
#[cfg(feature = "ssr")]
mod server;

use leptos::prelude::*;
use leptos::tachys::view::any_view::IntoAny;

/// Makes an [`AnyView`] of a view.
pub trait Erase {
    /// The same view without its type.
    ///
    /// Unlike `into_any` it brings little code for each type: see `browser` and `server`.
    fn erased(self) -> AnyView;
}

impl<V: IntoView + 'static> Erase for V {
    #[allow(clippy::disallowed_methods, reason = "the one place")]
    fn erased(self) -> AnyView {
        #[cfg(feature = "hydrate")]
        let this = browser::Erased::new(self);
        #[cfg(feature = "ssr")]
        let this = server::Erased::new(self);
        #[cfg(not(any(feature = "hydrate", feature = "ssr")))]
        let this = self;
        this.into_any()
    }
}
