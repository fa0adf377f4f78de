//! Posting a form by hand: `XMLHttpRequest`, because `fetch` does not tell how much has gone.

use super::sending::Way;
use crate::core::AppError;
use crate::imports::types::Stepped;
use leptos::ev;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{FormData, HtmlFormElement, ProgressEvent, XmlHttpRequest};

/// A form on its way.
pub(super) struct Post(XmlHttpRequest);

impl Post {
    /// Sends the form of an event. `went` hears how far it is; `ended` gets where to go, or a sentence that says why not,
    /// empty when it was stopped. `None` when the browser will not have it.
    pub fn send(
        event: &ev::SubmitEvent,
        went: impl Fn(Way) + 'static,
        ended: impl FnOnce(Result<String, String>) + 'static,
    ) -> Option<Self> {
        let form: HtmlFormElement = event.target()?.dyn_into().ok()?;
        let body = FormData::new_with_form(&form).ok()?;
        let request = XmlHttpRequest::new().ok()?;
        request.open_with_async("POST", &form.action(), true).ok()?;
        request.set_request_header("Accept", "application/json").ok()?;
        let progress = Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| {
            went(Way { sent: bytes(event.loaded()), total: bytes(event.total()) });
        });
        request.upload().ok()?.set_onprogress(Some(progress.into_js_value().unchecked_ref()));
        let aborted = std::rc::Rc::new(std::cell::Cell::new(false));
        let (note, its) = (aborted.clone(), request.clone());
        let abort = Closure::<dyn FnMut()>::new(move || note.set(true));
        request.set_onabort(Some(abort.into_js_value().unchecked_ref()));
        let end = Closure::once_into_js(move || {
            ended(if aborted.get() { Err(String::new()) } else { answer(&its) });
        });
        request.set_onloadend(Some(end.unchecked_ref()));
        request.send_with_opt_form_data(Some(&body)).ok()?;
        Some(Self(request))
    }

    /// Stops it.
    pub fn stop(self) {
        // Fails only where nothing is on its way any more.
        let _over = self.0.abort();
    }
}

/// Bytes as the browser counts them, in a number with a fraction.
fn bytes(count: f64) -> i64 {
    count as i64
}

fn answer(request: &XmlHttpRequest) -> Result<String, String> {
    let text = request.response_text().ok().flatten().unwrap_or_default();
    match request.status() {
        Ok(200) => serde_json::from_str(&text).map(|Stepped { goto }| goto).map_err(|_| AppError::Offline.to_string()),
        Ok(1..) => Err(serde_json::from_str::<AppError>(&text).unwrap_or(AppError::Offline).in_full()),
        _ => Err(AppError::Offline.to_string()),
    }
}
