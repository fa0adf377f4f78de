//! Views of unlike types under one.

#[cfg(feature = "hydrate")]
mod browser;

use leptos::prelude::*;
use leptos::tachys::view::any_view::IntoAny;

/// Makes an [`AnyView`] of a view.
pub trait Erase {
    /// The same view without its type.
    ///
    /// Unlike `into_any` it brings little code for each type into the browser: see `browser`.
    fn erased(self) -> AnyView;
}

impl<V: IntoView + 'static> Erase for V {
    #[allow(clippy::disallowed_methods, reason = "the one place")]
    fn erased(self) -> AnyView {
        #[cfg(feature = "hydrate")]
        let this = browser::Erased::new(self);
        #[cfg(not(feature = "hydrate"))]
        let this = self;
        this.into_any()
    }
}
