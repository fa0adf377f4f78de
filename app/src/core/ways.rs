//! What one may do on the page one looks at, for the palette and the + menu.

use leptos::prelude::*;
use std::sync::Arc;

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Way {
    pub icon: &'static str,
    pub text: String,
    /// What it is about, in smaller letters.
    pub note: String,
    /// Where it is done.
    pub href: String,
    /// The letter that does it on this page; empty for none.
    pub key: &'static str,
    /// Adds a record, so that it stands in the + menu as well.
    pub adds: bool,
    /// Does it in place, instead of going to `href`.
    pub act: Option<Act>,
}

/// Something that is done at once.
#[derive(Clone)]
pub struct Act(Arc<dyn Fn() + Send + Sync>);

impl Act {
    /// What is done.
    pub fn new(act: impl Fn() + Send + Sync + 'static) -> Self {
        Self(Arc::new(act))
    }

    /// Does it.
    pub fn run(&self) {
        (self.0)();
    }
}

impl std::fmt::Debug for Act {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Act")
    }
}

impl PartialEq for Act {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Act {}

type Offer = Arc<dyn Fn() -> Vec<Way> + Send + Sync>;

/// What the page offers now; from the context of the frame.
#[derive(Clone, Copy)]
pub struct Ways(StoredValue<Option<Offer>>);

impl Ways {
    /// For the frame to provide.
    pub fn new() -> Self {
        Self(StoredValue::new(None))
    }

    /// From the context.
    pub fn expect() -> Self {
        expect_context::<Self>()
    }

    /// What may be done here and now.
    pub fn now(self) -> Vec<Way> {
        self.0.get_value().map(|offer| offer()).unwrap_or_default()
    }

    /// What a letter does here and now.
    pub fn by_key(self, key: &str) -> Option<Way> {
        self.now().into_iter().find(|way| !way.key.is_empty() && way.key == key)
    }
}

impl Default for Ways {
    fn default() -> Self {
        Self::new()
    }
}

/// Offers what may be done here for as long as the calling view stands. `ways` is asked each time somebody wants to know.
pub fn offer(ways: impl Fn() -> Vec<Way> + Send + Sync + 'static) {
    // Nobody asks before the page is alive.
    let Some(Ways(offered)) = use_context::<Ways>().filter(|_| cfg!(feature = "hydrate")) else { return };
    let own: Offer = Arc::new(ways);
    offered.set_value(Some(Arc::clone(&own)));
    on_cleanup(move || {
        // The next page may have come before this one went.
        let _frame_is_gone = offered.try_update_value(|now| {
            if now.as_ref().is_some_and(|now| Arc::ptr_eq(now, &own)) {
                *now = None;
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_in_place_is_the_same_only_as_itself() {
        let owner = Owner::new();
        owner.set();
        let act = Act::new(|| ());
        assert_eq!(act, act.clone());
        assert_ne!(act, Act::new(|| ()));
        assert_eq!(Ways::new().now(), []);
    }
}
