//! A form that was typed in is not left unasked: not by a link, not by Back, not by closing the window.

use super::{DISCARD, confirmed};

#[cfg(feature = "hydrate")]
thread_local! {
    static TYPED: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// Notes whether the page's form holds something that is not saved.
pub fn set_unsaved(unsaved: bool) {
    #[cfg(feature = "hydrate")]
    TYPED.set(unsaved);
    #[cfg(not(feature = "hydrate"))]
    let _ = unsaved;
}

fn is_unsaved() -> bool {
    #[cfg(feature = "hydrate")]
    return TYPED.get();
    #[cfg(not(feature = "hydrate"))]
    false
}

/// Whether the page may be left; asks when something would be lost, and not twice.
pub fn may_leave() -> bool {
    let may = !is_unsaved() || confirmed(DISCARD);
    if may {
        set_unsaved(false);
    }
    may
}

/// Asks for as long as the app lives.
pub fn guard_unsaved() {
    #[cfg(feature = "hydrate")]
    leptos::prelude::Effect::new(dom::listen);
}

#[cfg(feature = "hydrate")]
mod dom {
    use super::{is_unsaved, may_leave};
    use wasm_bindgen::prelude::*;
    use web_sys::{Event, EventTarget, MouseEvent};

    pub(super) fn listen() {
        let Some(window) = web_sys::window() else { return };
        on(&window, "beforeunload", false, |event: Event| {
            if is_unsaved() {
                event.prevent_default();
            }
        });
        // Before the router hears of it.
        on(&window, "click", true, |event: Event| {
            let leaves = event.dyn_ref::<MouseEvent>().is_some_and(leaves);
            if leaves && !may_leave() {
                event.prevent_default();
                event.stop_immediate_propagation();
            }
        });
        // Back and Forward, where the browser lets a page say no.
        let navigation = js_sys::Reflect::get(&window, &"navigation".into()).ok();
        if let Some(navigation) = navigation.and_then(|it| it.dyn_into::<EventTarget>().ok()) {
            on(&navigation, "navigate", false, |event: Event| {
                let kind =
                    js_sys::Reflect::get(&event, &"navigationType".into()).ok().and_then(|kind| kind.as_string());
                let to = js_sys::Reflect::get(&event, &"destination".into()).ok();
                let to = to.and_then(|to| js_sys::Reflect::get(&to, &"url".into()).ok()?.as_string());
                let leaves = kind.as_deref() == Some("traverse") && !to.is_some_and(|to| is_here(&to));
                if leaves && event.cancelable() && !may_leave() {
                    event.prevent_default();
                }
            });
        }
    }

    fn on(target: &EventTarget, name: &str, capture: bool, act: impl Fn(Event) + 'static) {
        let act = Closure::<dyn Fn(Event)>::new(act).into_js_value();
        let _ = target.add_event_listener_with_callback_and_bool(name, act.unchecked_ref(), capture);
    }

    /// A plain click on a link to another page in this window.
    fn leaves(event: &MouseEvent) -> bool {
        let plain =
            event.button() == 0 && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
        let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let link = element.and_then(|element| element.closest("a[href]").ok().flatten());
        let Some(link) = link.filter(|_| plain && is_unsaved()) else { return false };
        if link.get_attribute("target").is_some_and(|target| target == "_blank") || link.has_attribute("download") {
            return false;
        }
        // It does something here, or leads to a part of this page.
        if link.has_attribute("data-stays") || link.get_attribute("href").is_some_and(|href| href.starts_with('#')) {
            return false;
        }
        link.dyn_ref::<web_sys::HtmlAnchorElement>().is_some_and(|link| !is_here(&link.href()))
    }

    /// Whether an address is that of this page, whichever part of it.
    fn is_here(href: &str) -> bool {
        let page = |href: &str| href.split('#').next().unwrap_or_default().to_owned();
        let here = web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default();
        page(href) == page(&here)
    }
}
