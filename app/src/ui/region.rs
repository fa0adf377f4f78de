//! The part of a page that comes from the server and may come again: what stands stays until the next is there.

use super::announce;
use leptos::children::TypedChildren;
use leptos::prelude::*;

/// How many parts of the page are on their way. The frame tells it to those who wait.
#[derive(Debug, Clone, Copy)]
pub struct Busy(RwSignal<u32>);

impl Busy {
    /// For the frame around pages.
    pub fn new() -> Self {
        Self(RwSignal::new(0))
    }

    /// From the context that the frame provides.
    #[cfg(feature = "hydrate")]
    fn expect() -> Self {
        expect_context()
    }

    /// Whether any part is on its way. Tracked.
    pub fn any(self) -> bool {
        self.0.get() > 0
    }
}

impl Default for Busy {
    fn default() -> Self {
        Self::new()
    }
}

/// Shows what its children await, and goes on showing it while they await something newer.
#[component]
pub fn Region<Chil>(children: TypedChildren<Chil>) -> impl IntoView
where
    Chil: IntoView + Send + 'static,
{
    let props = TransitionProps::builder().children(children);
    // Nobody waits on the server.
    #[cfg(feature = "hydrate")]
    let props = props.set_pending(pending());
    Transition(props.build())
}

/// Counts this region among those on their way while it is, and while it lives.
#[cfg(feature = "hydrate")]
fn pending() -> SignalSetter<bool> {
    let Busy(busy) = Busy::expect();
    let counted = StoredValue::new(false);
    let count = move |pending: bool| {
        if counted.try_get_value().is_some_and(|counted| counted != pending) {
            counted.set_value(pending);
            busy.update(|busy| *busy = if pending { *busy + 1 } else { busy.saturating_sub(1) });
        }
    };
    on_cleanup(move || count(false));
    SignalSetter::map(count)
}

/// Says what a list shows once its filter, order or page has changed. What a page opens with is told by its title.
#[derive(Debug, Clone, Copy)]
pub struct Teller(StoredValue<Option<String>>);

impl Teller {
    /// One per list.
    pub fn new() -> Self {
        Self(StoredValue::new(None))
    }

    /// Called with every answer; the same sentence is not said twice.
    pub fn tell(self, text: String) {
        if self.0.with_value(|last| last.as_ref().is_some_and(|last| *last != text)) {
            announce(text.clone());
        }
        self.0.set_value(Some(text));
    }
}

impl Default for Teller {
    fn default() -> Self {
        Self::new()
    }
}
