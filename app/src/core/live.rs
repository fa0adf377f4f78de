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

#[cfg(feature = "hydrate")]
pub use stream::{Stream, open};

#[cfg(feature = "hydrate")]
mod stream {
    use super::LiveEvent;
    use wasm_bindgen::JsCast;
    use wasm_bindgen::prelude::Closure;
    use web_sys::{EventSource, MessageEvent};

    /// An open stream; dropping it closes it. The browser reconnects by itself and names the last event it saw.
    pub struct Stream {
        source: EventSource,
        _heard: Closure<dyn FnMut(MessageEvent)>,
    }

    impl Drop for Stream {
        fn drop(&mut self) {
            self.source.close();
        }
    }

    /// Opens the stream after event `seq`.
    pub fn open(seq: i64, heard: impl Fn(LiveEvent) + 'static) -> Option<Stream> {
        let source = EventSource::new(&format!("/live?after={seq}")).ok()?;
        let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
            let text = message.data().as_string().unwrap_or_default();
            if let Ok(event) = serde_json::from_str(&text) {
                heard(event);
            }
        });
        source.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        Some(Stream { source, _heard: heard })
    }
}
