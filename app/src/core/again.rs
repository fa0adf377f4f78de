//! Signing in again on the page one is on, when the session ended meanwhile: nothing typed is lost.

use leptos::prelude::*;

/// The dialog over the page. `true` while it is asked for.
#[derive(Debug, Clone, Copy)]
pub struct SignInAgain(pub RwSignal<bool>);

impl Default for SignInAgain {
    /// For the frame that shows it.
    fn default() -> Self {
        Self(RwSignal::new(false))
    }
}

impl SignInAgain {
    /// From the context, where there is a frame.
    pub fn offered() -> Option<Self> {
        use_context()
    }

    /// Asks for it. `then` is what was refused: it is done once more when its person is back, and forgotten when he is not.
    pub fn ask(self, then: impl FnOnce() + 'static) {
        #[cfg(feature = "hydrate")]
        THEN.set(Some(Box::new(then)));
        #[cfg(not(feature = "hydrate"))]
        drop(then);
        self.0.set(true);
    }

    /// He is back, or he gave it up.
    pub fn end(self, back: bool) {
        self.0.set(false);
        #[cfg(feature = "hydrate")]
        if let Some(then) = THEN.take().filter(|_| back) {
            then();
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = back;
    }
}

#[cfg(feature = "hydrate")]
type Then = Box<dyn FnOnce()>;

#[cfg(feature = "hydrate")]
thread_local! {
    static THEN: std::cell::Cell<Option<Then>> = const { std::cell::Cell::new(None) };
}
