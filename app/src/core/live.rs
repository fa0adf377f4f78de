//! What live streams say, and in the browser the one stream of a page.

use entity::event::{Deed, Noun};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One event on a live stream: enough to know what to look at again, nothing secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveEvent {
    /// Resume after this one.
    pub seq: i64,
    /// What.
    pub noun: Noun,
    /// Which.
    pub id: Uuid,
    /// What was done.
    pub deed: Deed,
    /// Its version after that.
    pub version: i64,
    /// Who did it.
    pub who: String,
    /// Wall clock of the reader, `10:42`.
    pub at: String,
    /// The key of the request that did it, so that one knows one's own echo.
    pub mutation: Option<Uuid>,
}

/// What a page hears from its stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// Something happened.
    Event(LiveEvent),
    /// More happened than is told one by one, or nothing was heard for a while: look at everything anew.
    Anew,
}

/// Does something whenever a stream has come back: it may have ended because other rights hold now.
pub fn on_return(act: impl Fn() + 'static) {
    #[cfg(feature = "hydrate")]
    RETURN.set(Some(std::rc::Rc::new(act)));
    #[cfg(not(feature = "hydrate"))]
    drop(act);
}

#[cfg(feature = "hydrate")]
thread_local! {
    static RETURN: std::cell::RefCell<Option<std::rc::Rc<dyn Fn()>>> = const { std::cell::RefCell::new(None) };
}

#[cfg(feature = "hydrate")]
fn came_back() {
    if let Some(act) = RETURN.with_borrow(Clone::clone) {
        act();
    }
}

#[cfg(feature = "hydrate")]
mod stream;
#[cfg(feature = "hydrate")]
pub use stream::{Stream, open};
