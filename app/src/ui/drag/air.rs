//! What is in the air while dragging: the floating copy and cached rectangles.

use super::autoscroll::Dwell;
use super::copy::copy_of;
use super::machine::Point;
use super::owner::Selectors;
use wasm_bindgen::prelude::*;
use web_sys::{DomRect, HtmlElement};

/// Something lifted: the thing, its copy, and where it could land.
pub struct Air {
    pub item: HtmlElement,
    pub copy: HtmlElement,
    /// From the copy's corner to the pointer.
    pub grip: Point,
    pub targets: Vec<(HtmlElement, DomRect)>,
    pub over: Option<usize>,
    pub at: Point,
    /// When the pointer entered a hot zone.
    pub hot_since: Option<f64>,
    /// Parts of a px that were not scrolled yet, sideways and down.
    pub rest: (f64, f64),
    /// How long it rests at the edge of a scroller that shows a page at a time.
    pub dwell: Dwell,
    /// Until when a turned page glides.
    pub gliding: f64,
    pub last_frame: f64,
}

/// Lifts a copy of an item off the page.
pub fn take_off(root: &HtmlElement, selectors: &Selectors, item: &HtmlElement, at: Point) -> Option<Air> {
    let rect = item.get_bounding_client_rect();
    let width = rect.width().min(280.0);
    let copy = copy_of(item, width, selectors.copy)?;
    let grip = Point { x: (at.x - rect.left()).min(width - 12.0), y: at.y - rect.top() };
    let now = web_sys::window()?.performance().map_or(0.0, |clock| clock.now());
    Some(Air {
        item: item.clone(),
        copy,
        grip,
        targets: targets(root, selectors),
        over: None,
        at,
        hot_since: None,
        rest: (0.0, 0.0),
        dwell: Dwell::default(),
        gliding: 0.0,
        last_frame: now,
    })
}

/// Targets with their rectangles, inner ones last, so that the last hit is the innermost. Read once, not per move.
pub fn targets(root: &HtmlElement, selectors: &Selectors) -> Vec<(HtmlElement, DomRect)> {
    let Some(document) = root.owner_document() else { return Vec::new() };
    let Ok(found) = document.query_selector_all(selectors.target) else { return Vec::new() };
    (0..found.length())
        .filter_map(|i| found.item(i)?.dyn_into::<HtmlElement>().ok())
        .map(|element| {
            let rect = element.get_bounding_client_rect();
            (element, rect)
        })
        .collect()
}

/// How long after a drop the page still looks as if a hand held something.
const HAND_OPENS_MS: i32 = 150;

/// Tells the page that something is in the air.
///
/// `data-grabbing` changes what every element inherits, its cursor, and goes only once the drop has been painted.
pub fn set_lifting(lifting: bool) {
    let Some(root) = web_sys::window().and_then(|window| window.document()?.document_element()) else { return };
    if lifting {
        let _ = (root.set_attribute("data-lifting", ""), root.set_attribute("data-grabbing", ""));
        return;
    }
    let _ = root.remove_attribute("data-lifting");
    crate::ui::after(HAND_OPENS_MS, move || {
        if !root.has_attribute("data-lifting") {
            let _ = root.remove_attribute("data-grabbing");
        }
    });
}
