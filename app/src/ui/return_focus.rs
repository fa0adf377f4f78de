//! Where the focus was before it went into a message: closing the message gives it back.

use leptos::ev::FocusEvent;

#[cfg(feature = "hydrate")]
thread_local! {
    static BEFORE: std::cell::RefCell<Option<web_sys::HtmlElement>> = const { std::cell::RefCell::new(None) };
}

/// The focus came into the messages: keeps where from, unless it went from one to another.
pub fn came(event: &FocusEvent) {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let from = event.related_target().and_then(|from| from.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(from) = from.filter(|from| from.closest(".toasts").ok().flatten().is_none()) {
            BEFORE.set(Some(from));
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = event;
}

/// The focus left the messages by itself: there is nothing to give back.
pub fn went(event: &FocusEvent) {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let to = event.related_target().and_then(|to| to.dyn_into::<web_sys::Element>().ok());
        if to.is_some_and(|to| to.closest(".toasts").ok().flatten().is_none()) {
            BEFORE.set(None);
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = event;
}

/// Gives it back once what was closed is gone, unless it has gone somewhere meanwhile.
pub fn go_back() {
    #[cfg(feature = "hydrate")]
    super::on_frame(|| {
        let lost = leptos::prelude::document().active_element().is_none_or(|active| active.tag_name() == "BODY");
        if let Some(before) = BEFORE.take().filter(|before| lost && before.is_connected()) {
            let _ = before.focus();
        }
    });
}
