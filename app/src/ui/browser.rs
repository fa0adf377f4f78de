//! Small things a browser does for us. On the server they do nothing: views call them only from events.

use uuid::Uuid;

/// Runs `act` after `ms` milliseconds.
#[cfg(feature = "hydrate")]
pub fn after(ms: i32, act: impl FnOnce() + 'static) {
    use wasm_bindgen::JsCast;
    use wasm_bindgen::prelude::Closure;
    let callback = Closure::once_into_js(act);
    if let Some(window) = web_sys::window() {
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(callback.unchecked_ref(), ms);
    }
}

#[cfg(not(feature = "hydrate"))]
pub fn after(_ms: i32, _act: impl FnOnce() + 'static) {}

/// Milliseconds since the page was opened; only differences mean anything.
pub fn now_ms() -> f64 {
    #[cfg(feature = "hydrate")]
    return web_sys::window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now());
    #[cfg(not(feature = "hydrate"))]
    0.0
}

/// A random key for one intention of the user (idempotency).
pub fn fresh_key() -> Uuid {
    #[allow(unused_mut, reason = "filled in the browser only")]
    let mut bytes = [0u8; 16];
    #[cfg(feature = "hydrate")]
    if let Some(crypto) = web_sys::window().and_then(|window| window.crypto().ok()) {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

/// Whether a media query holds; on the server, no.
pub fn matches_media(query: &str) -> bool {
    #[cfg(feature = "hydrate")]
    return web_sys::window()
        .and_then(|window| window.match_media(query).ok().flatten())
        .is_some_and(|list| list.matches());
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = query;
        false
    }
}

/// Runs `act` before the next frame, after what was just changed has been rendered.
#[cfg(feature = "hydrate")]
pub fn on_frame(act: impl FnOnce() + 'static) {
    leptos::prelude::request_animation_frame(act);
}

#[cfg(not(feature = "hydrate"))]
pub fn on_frame<F>(_act: F) {}

/// Loads a page anew.
pub fn load(path: &str) {
    #[cfg(feature = "hydrate")]
    if let Some(window) = web_sys::window() {
        let _ = window.location().set_href(path);
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = path;
}
