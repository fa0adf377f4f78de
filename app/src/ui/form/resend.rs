//! Sending a form once more, as it was sent.

use leptos::ev::{MouseEvent, SubmitEvent};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlFormElement};

/// The form of an event, and the button that sent it.
pub struct Sent {
    form: HtmlFormElement,
    button: Option<HtmlElement>,
}

impl Sent {
    /// What an event says.
    pub fn of(event: &SubmitEvent) -> Option<Self> {
        let form = event.target()?.dyn_into().ok()?;
        Some(Self { form, button: event.submitter().and_then(|button| button.dyn_into().ok()) })
    }

    /// The form around what was pressed.
    pub fn around(event: &MouseEvent) -> Option<Self> {
        let pressed: Element = event.target()?.dyn_into().ok()?;
        Some(Self { form: pressed.closest("form").ok()??.dyn_into().ok()?, button: None })
    }

    /// Sends it with what stands in it now.
    pub fn again(self) {
        let _ = match &self.button {
            Some(button) => self.form.request_submit_with_submitter(Some(button)),
            None => self.form.request_submit(),
        };
    }
}
