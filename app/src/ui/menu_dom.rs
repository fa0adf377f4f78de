//! Menus in the browser: placing, arrow keys, closing.

use super::browser::on_frame;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent};

/// Ties a menu to `open`.
pub fn bind(open: Signal<bool>, node: NodeRef<html::Div>, on_close: impl Fn() + Clone + 'static) {
    let opener = StoredValue::new_local(None::<HtmlElement>);
    let was_open = StoredValue::new(false);
    Effect::new(move || {
        let (open, Some(menu)) = (open.get(), node.get()) else { return };
        if open && !was_open.get_value() {
            let active = document().active_element().and_then(|active| active.dyn_into::<HtmlElement>().ok());
            opener.set_value(active.clone());
            on_frame(move || show(&menu, active.as_ref()));
        } else if !open && was_open.get_value() {
            let _ = menu.hide_popover();
            if let Some(opener) = opener.get_value().filter(|opener| opener.is_connected()) {
                let _ = opener.focus();
            }
        }
        was_open.set_value(open);
    });
    listen(open, node, on_close);
}

/// Beside its opener, inside the window.
fn show(menu: &HtmlElement, opener: Option<&HtmlElement>) {
    let _ = menu.show_popover();
    let anchor = opener.map(|opener| opener.get_bounding_client_rect());
    let size = menu.get_bounding_client_rect();
    let (width, height) = (inner(|w| w.inner_width()), inner(|w| w.inner_height()));
    let (x, y) = anchor.map_or((16.0, 16.0), |rect| (rect.right() - size.width(), rect.bottom() + 4.0));
    let x = x.clamp(8.0, (width - size.width() - 8.0).max(8.0));
    let y = if y + size.height() > height - 8.0 { (height - size.height() - 8.0).max(8.0) } else { y };
    let style = menu.style();
    let _ = style.set_property("left", &format!("{x}px"));
    let _ = style.set_property("top", &format!("{y}px"));
    if let Some(first) = items(menu).first() {
        let _ = first.focus();
    }
}

fn inner(read: fn(&web_sys::Window) -> Result<wasm_bindgen::JsValue, wasm_bindgen::JsValue>) -> f64 {
    web_sys::window().and_then(|window| read(&window).ok()?.as_f64()).unwrap_or(0.0)
}

fn items(menu: &Element) -> Vec<HtmlElement> {
    let Ok(found) = menu.query_selector_all("[role^=menuitem]:not([disabled])") else { return Vec::new() };
    (0..found.length()).filter_map(|i| found.item(i)?.dyn_into().ok()).collect()
}

fn listen(open: Signal<bool>, node: NodeRef<html::Div>, on_close: impl Fn() + Clone + 'static) {
    let close = on_close.clone();
    let key = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
        let (true, Some(menu), Some(event)) =
            (open.get_untracked(), node.get_untracked(), event.dyn_ref::<KeyboardEvent>())
        else {
            return;
        };
        match event.key().as_str() {
            "Escape" => {
                event.prevent_default();
                event.stop_propagation();
                close();
            }
            "Tab" => close(),
            key => {
                if let Some(item) = next_item(&menu, key) {
                    event.prevent_default();
                    let _ = item.focus();
                }
            }
        }
    });
    let outside = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
        let (true, Some(menu)) = (open.get_untracked(), node.get_untracked()) else { return };
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        if !menu.contains(target.as_ref()) {
            on_close();
        }
    });
    let document = document();
    let _ = document.add_event_listener_with_callback_and_bool("keydown", key.as_ref().unchecked_ref(), true);
    let _ = document.add_event_listener_with_callback_and_bool("pointerdown", outside.as_ref().unchecked_ref(), true);
    let held = StoredValue::new_local(Some((key, outside)));
    on_cleanup(move || {
        if let Some((key, outside)) = held.try_update_value(Option::take).flatten() {
            let document = leptos::prelude::document();
            let _ =
                document.remove_event_listener_with_callback_and_bool("keydown", key.as_ref().unchecked_ref(), true);
            let _ = document.remove_event_listener_with_callback_and_bool(
                "pointerdown",
                outside.as_ref().unchecked_ref(),
                true,
            );
        }
    });
}

/// The item a key leads to: neighbours, ends, or the next one that begins with the letter.
fn next_item(menu: &Element, key: &str) -> Option<HtmlElement> {
    let items = items(menu);
    let active = document().active_element();
    let at = items.iter().position(|item| active.as_ref().is_some_and(|active| item.is_same_node(Some(active))));
    let count = items.len();
    let to = match key {
        "ArrowDown" => at.map_or(0, |at| (at + 1) % count),
        "ArrowUp" => at.map_or(count - 1, |at| (at + count - 1) % count),
        "Home" => 0,
        "End" => count - 1,
        letter if letter.chars().count() == 1 && letter != " " => {
            let from = at.map_or(0, |at| at + 1);
            let letter = letter.to_lowercase();
            (0..count).map(|i| (from + i) % count).find(|&i| {
                items[i].text_content().is_some_and(|text| text.trim().to_lowercase().starts_with(&letter))
            })?
        }
        _ => return None,
    };
    items.into_iter().nth(to)
}
