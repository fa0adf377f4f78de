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

/// Sets an attribute of `<html>`, or takes it away.
pub fn mark_page(name: &str, value: Option<&str>) {
    mark("html", name, value);
}

/// Puts the focus on the first element a selector finds.
pub fn focus_on(selector: &str) {
    #[cfg(feature = "hydrate")]
    if let Some(element) = found(selector) {
        let _ = element.focus();
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = selector;
}

/// Puts the focus on the first element a selector finds, and scrolls nothing.
pub fn focus_still(selector: &str) {
    #[cfg(feature = "hydrate")]
    if let Some(element) = found(selector) {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = selector;
}

/// Where the link of the page, not of the bars, leads that has the focus.
pub fn focused_link() -> Option<String> {
    #[cfg(feature = "hydrate")]
    return leptos::prelude::document().query_selector("#main a:focus").ok()??.get_attribute("href");
    #[cfg(not(feature = "hydrate"))]
    None
}

/// Focuses and presses the first element a selector finds.
pub fn press(selector: &str) {
    #[cfg(feature = "hydrate")]
    if let Some(element) = found(selector) {
        let _ = element.focus();
        element.click();
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = selector;
}

/// Whether an element is there and takes up room.
pub fn is_shown(selector: &str) -> bool {
    #[cfg(feature = "hydrate")]
    return found(selector).is_some_and(|element| element.offset_width() > 0);
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = selector;
        false
    }
}

/// Puts the full address of a path of ours on the clipboard. `false` where there is none: browsers give it to pages on TLS and
/// on this machine only.
pub fn copy(path: &str) -> bool {
    #[cfg(feature = "hydrate")]
    {
        let window = leptos::prelude::window();
        let navigator = window.navigator();
        let there = js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|clipboard| clipboard.is_object());
        if there {
            let origin = window.location().origin().unwrap_or_default();
            // Without a word of how it ended: a browser that refuses says so itself.
            let _ = navigator.clipboard().write_text(&format!("{origin}{path}"));
        }
        there
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = path;
        false
    }
}

/// Has what hangs in the window begin where another element does. By CSSOM: the page's policy refuses style attributes.
pub fn begin_at(hanging: &str, other: &str) {
    #[cfg(feature = "hydrate")]
    if let (Some(hanging), Some(other)) = (found(hanging), found(other)) {
        let top = other.get_bounding_client_rect().top().max(0.0);
        let _ = hanging.style().set_property("inset-block-start", &format!("{top}px"));
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (hanging, other);
}

/// Sets an attribute of the first element a selector finds, or takes it away.
pub fn mark(selector: &str, name: &str, value: Option<&str>) {
    #[cfg(feature = "hydrate")]
    if let Some(element) = found(selector) {
        let _ = match value {
            Some(value) => element.set_attribute(name, value),
            None => element.remove_attribute(name),
        };
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (selector, name, value);
}

/// Whether the tab lies behind another.
pub fn is_hidden() -> bool {
    #[cfg(feature = "hydrate")]
    return leptos::prelude::document().hidden();
    #[cfg(not(feature = "hydrate"))]
    false
}

/// Whether the browser believes it has a connection.
pub fn is_online() -> bool {
    #[cfg(feature = "hydrate")]
    return leptos::prelude::window().navigator().on_line();
    #[cfg(not(feature = "hydrate"))]
    true
}

#[cfg(feature = "hydrate")]
fn found(selector: &str) -> Option<web_sys::HtmlElement> {
    use wasm_bindgen::JsCast;
    leptos::prelude::document().query_selector(selector).ok().flatten()?.dyn_into().ok()
}

/// Whether the focus is in what a selector finds.
pub fn has_focus(selector: &str) -> bool {
    #[cfg(feature = "hydrate")]
    return leptos::prelude::document()
        .active_element()
        .is_some_and(|active| active.closest(selector).ok().flatten().is_some());
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = selector;
        false
    }
}

/// Whether nothing has the focus: what had it is gone.
pub fn has_lost_focus() -> bool {
    #[cfg(feature = "hydrate")]
    return leptos::prelude::document().active_element().is_none_or(|active| active.tag_name() == "BODY");
    #[cfg(not(feature = "hydrate"))]
    false
}

/// Puts the focus on the page when its parts have been made anew and took the focus along.
pub fn catch_focus() {
    /// They stand this long after they were asked for, as a rule.
    const FOUND_MS: i32 = 600;
    after(FOUND_MS, || {
        if has_lost_focus() {
            focus_on("#main");
        }
    });
}

/// Scrolls what has this id into view, as little as possible.
pub fn nearest(id: &str) {
    #[cfg(feature = "hydrate")]
    if let Some(line) = leptos::prelude::document().get_element_by_id(id) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        line.scroll_into_view_with_scroll_into_view_options(&options);
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = id;
}

/// When an event comes from a field that the first selector finds: fills the field beside it that the second finds, as if it
/// were typed, if that is empty or holds one of `before`.
pub fn fill_beside(event: &leptos::ev::Event, (from, to): (&str, &str), text: &str, before: &[String]) {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let field = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let around = event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let (Some(field), Some(around)) = (field, around) else { return };
        let Ok(Some(beside)) = around.query_selector(to) else { return };
        let Ok(beside) = beside.dyn_into::<web_sys::HtmlInputElement>() else { return };
        let now = beside.value();
        let free = now.trim().is_empty() || before.contains(&now);
        if field.matches(from).unwrap_or(false) && free {
            beside.set_value(text);
            let init = web_sys::EventInit::new();
            init.set_bubbles(true);
            if let Ok(event) = web_sys::Event::new_with_event_init_dict("input", &init) {
                let _ = beside.dispatch_event(&event);
            }
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (event, from, to, text, before);
}
