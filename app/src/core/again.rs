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

    /// What a button beside something refused just now does. Once its person has signed in again for another refusal, it
    /// does it without asking.
    pub fn way(self, then: impl Fn() + Clone + 'static) -> impl Fn() + Clone {
        let before = times_back();
        move || if times_back() == before { self.ask(then.clone()) } else { then() }
    }

    /// He is back, or he gave it up.
    pub fn end(self, back: bool) {
        self.0.set(false);
        #[cfg(feature = "hydrate")]
        {
            let then = THEN.take();
            if back {
                BACK.set(BACK.get() + 1);
                then.into_iter().for_each(|then| then());
            }
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = back;
    }
}

/// How often somebody came back on this page.
fn times_back() -> u32 {
    #[cfg(feature = "hydrate")]
    return BACK.get();
    #[cfg(not(feature = "hydrate"))]
    0
}

#[cfg(feature = "hydrate")]
type Then = Box<dyn FnOnce()>;

#[cfg(feature = "hydrate")]
thread_local! {
    static THEN: std::cell::Cell<Option<Then>> = const { std::cell::Cell::new(None) };
    static BACK: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
}
