//! What is in the air while dragging: the floating copy, cached rectangles, automatic scrolling.

use super::autoscroll::{self, Dwell};
use super::copy::copy_of;
use super::machine::Point;
use super::owner::Selectors;
use wasm_bindgen::prelude::*;
use web_sys::{DomRect, Element, HtmlElement};

/// How long a turned page may glide, in ms.
const GLIDE: f64 = 450.0;

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

/// Scrolls what lies under the pointer when it is near an edge; tells whether anything moved.
pub fn scroll(air: &mut Air, root: &HtmlElement, selectors: &Selectors, now: f64) -> bool {
    let seconds = ((now - air.last_frame) / 1000.0).clamp(0.0, 0.1);
    air.last_frame = now;
    let running = air.hot_since.map_or(0.0, |since| now - since);
    let mut hot = false;
    let mut moved = false;
    let across = root.query_selector(selectors.across).ok().flatten();
    let down = air.over.and_then(|i| air.targets[i].0.query_selector(selectors.down).ok().flatten());
    for (scroller, sideways) in across.map(|s| (s, true)).into_iter().chain(down.map(|s| (s, false))) {
        let room = if sideways {
            scroller.scroll_width() - scroller.client_width()
        } else {
            scroller.scroll_height() - scroller.client_height()
        };
        if room <= 0 {
            continue;
        }
        if let Some(page) = page_width(&scroller).filter(|_| sideways) {
            turn(air, &scroller, page, now);
            moved |= now < air.gliding;
            continue;
        }
        let rect = scroller.get_bounding_client_rect();
        let (position, start, end) =
            if sideways { (air.at.x, rect.left(), rect.right()) } else { (air.at.y, rect.top(), rect.bottom()) };
        hot |= autoscroll::speed(position, start, end, f64::MAX) != 0.0;
        let by = autoscroll::speed(position, start, end, running) * seconds;
        let before = if sideways { scroller.scroll_left() } else { scroller.scroll_top() };
        // Scrollers take whole px; what a frame leaves over counts in the next, whatever the rate of frames.
        let rest = if sideways { &mut air.rest.0 } else { &mut air.rest.1 };
        *rest += by;
        let whole = rest.trunc();
        *rest -= whole;
        let after = (f64::from(before) + whole).clamp(0.0, f64::from(room)) as i32;
        if after != before {
            if sideways {
                scroller.set_scroll_left(after)
            } else {
                scroller.set_scroll_top(after)
            }
            moved = true;
        }
    }
    air.hot_since = if hot { air.hot_since.or(Some(now)) } else { None };
    moved
}

/// How far one thing in a scroller is from the next, when it shows little more than one at a time.
fn page_width(scroller: &Element) -> Option<i32> {
    let first = scroller.first_element_child()?.dyn_into::<HtmlElement>().ok()?;
    let second = first.next_element_sibling()?.dyn_into::<HtmlElement>().ok()?;
    (first.offset_width() * 3 > scroller.client_width() * 2).then(|| second.offset_left() - first.offset_left())
}

/// Turns a page when the pointer has rested at an edge for long enough. The style sheet lets it glide.
fn turn(air: &mut Air, scroller: &Element, page: i32, now: f64) {
    let rect = scroller.get_bounding_client_rect();
    let by = air.dwell.turn(air.at.x, rect.left(), rect.right(), now);
    if by != 0 {
        scroller.set_scroll_left(scroller.scroll_left() + i32::from(by) * page);
        air.gliding = now + GLIDE;
    }
}
