//! A file on its way. Without JavaScript the form itself sends it; with it the same form goes by hand, so that the page
//! can say how far it is and stop it.

use leptos::ev;
use leptos::prelude::*;
#[cfg(feature = "hydrate")]
use leptos_router::hooks::use_navigate;

/// How much of it has gone, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Way {
    pub sent: i64,
    pub total: i64,
}

/// The state of the form.
#[derive(Clone, Copy)]
pub(super) struct Sending {
    /// What is wrong with the chosen file: it is not sent.
    wrong: RwSignal<String>,
    /// Why it did not arrive: it may be sent again.
    refused: RwSignal<String>,
    /// How far it is, once the first bytes have gone.
    pub way: RwSignal<Option<Way>>,
    busy: RwSignal<bool>,
    #[cfg(feature = "hydrate")]
    post: StoredValue<Option<super::browser::Post>, LocalStorage>,
    #[cfg(feature = "hydrate")]
    arrived: Callback<String>,
}

impl Sending {
    /// Nothing is on its way.
    pub fn new() -> Self {
        #[cfg(feature = "hydrate")]
        let navigate = use_navigate();
        let sending = Self {
            wrong: RwSignal::new(String::new()),
            refused: RwSignal::new(String::new()),
            way: RwSignal::new(None),
            busy: RwSignal::new(false),
            #[cfg(feature = "hydrate")]
            post: StoredValue::new_local(None),
            #[cfg(feature = "hydrate")]
            arrived: Callback::new(move |goto: String| navigate(&goto, Default::default())),
        };
        on_cleanup(move || sending.stop());
        sending
    }

    /// Another file was chosen; `wrong` says what is wrong with it.
    pub fn choose(self, wrong: String) {
        self.refused.set(String::new());
        self.wrong.set(wrong);
    }

    /// The sentence at the field; empty when there is none.
    pub fn sentence(self) -> String {
        Some(self.wrong.get()).filter(|wrong| !wrong.is_empty()).unwrap_or_else(|| self.refused.get())
    }

    /// Whether a file is on its way.
    pub fn is_busy(self) -> bool {
        self.busy.get()
    }
}

#[cfg(not(feature = "hydrate"))]
impl Sending {
    /// The form sends itself.
    pub fn send(self, _event: &ev::SubmitEvent) {}

    /// Nothing is on its way on a server.
    pub fn stop(self) {}
}

#[cfg(feature = "hydrate")]
impl Sending {
    /// Sends the form, unless one is on its way or the file is none.
    pub fn send(self, event: &ev::SubmitEvent) {
        event.prevent_default();
        if self.busy.get_untracked() || !self.wrong.with_untracked(String::is_empty) {
            return;
        }
        self.refused.set(String::new());
        let ended = move |answer: Result<String, String>| {
            // A page that has been left has no signals any more.
            let _left = (self.busy.try_set(false), self.way.try_set(None));
            match answer {
                Ok(goto) => _ = self.arrived.try_run(goto),
                Err(sentence) => _ = self.refused.try_set(sentence),
            }
        };
        let went = move |way: Way| {
            let _left = self.way.try_set(Some(way));
        };
        match super::browser::Post::send(event, went, ended) {
            Some(post) => {
                self.post.set_value(Some(post));
                self.busy.set(true);
            }
            None => self.refused.set("The file could not be sent. Reload the page and try again.".to_owned()),
        }
    }

    /// Stops it; what has gone is forgotten by the server.
    pub fn stop(self) {
        let post = self.post.try_update_value(Option::take).flatten();
        if let Some(post) = post {
            post.stop();
        }
    }
}
