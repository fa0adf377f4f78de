//! Words from a server function to the layer around it.

/// Says where a person goes after this answer; the form layer redirects there when there is no JavaScript.
#[cfg(feature = "ssr")]
pub fn goto(path: &str) {
    use axum::http::{HeaderName, HeaderValue};
    use leptos::prelude::use_context;
    let (Some(options), Ok(value)) = (use_context::<leptos_axum::ResponseOptions>(), HeaderValue::from_str(path))
    else {
        return;
    };
    options.insert_header(HeaderName::from_static("x-ironbook-goto"), value);
}
