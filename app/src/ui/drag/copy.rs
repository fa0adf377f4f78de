//! A copy of a thing, floating above the page: in the hand of who drags it, and on its own way from place to place.

use crate::ui::after;
use wasm_bindgen::prelude::*;
use web_sys::{DomRect, HtmlElement};

/// How long a copy takes to get somewhere on its own, in ms (ux: B-29, and a drag that returns). The style sheet says the same.
const WAY_MS: i32 = 210;

/// A copy of `item`, `width` px wide, at the upper left corner of the window.
pub fn copy_of(item: &HtmlElement, width: f64, class: &str) -> Option<HtmlElement> {
    let copy: HtmlElement = item.clone_node_with_deep(true).ok()?.dyn_into().ok()?;
    copy.class_list().add_1(class).ok()?;
    // A copy must not be found in place of the thing it copies.
    for name in copy.get_attribute_names().iter().filter_map(|name| name.as_string()) {
        if name == "id" || name.starts_with("data-") {
            copy.remove_attribute(&name).ok()?;
        }
    }
    copy.set_attribute("aria-hidden", "true").ok()?;
    copy.set_attribute("inert", "").ok()?;
    copy.style().set_property("width", &format!("{width}px")).ok()?;
    web_sys::window()?.document()?.body()?.append_child(&copy).ok()?;
    Some(copy)
}

/// Puts a copy somewhere at once.
pub fn put(copy: &HtmlElement, x: f64, y: f64) {
    let _ = copy.style().set_property("transform", &format!("translate3d({x}px,{y}px,0)"));
}

/// Sends a copy on its way to where `home` is; there it goes, and `arrived` is called. Without motion it is simply gone.
pub fn send(copy: HtmlElement, home: &DomRect, arrived: impl FnOnce() + 'static) {
    let _ = copy.set_attribute("data-returning", "");
    put(&copy, home.left(), home.top());
    after(WAY_MS, move || {
        copy.remove();
        arrived();
    });
}
