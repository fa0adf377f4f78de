//! Scrolls what lies under the pointer while something is in the air (B-04): sideways the board, up and down the column,
//! and where the column can go no further, the page.

use super::air::Air;
use super::autoscroll::speed;
use super::owner::Selectors;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, HtmlElement};

/// How long a turned page may glide, in ms.
const GLIDE: f64 = 450.0;

/// Something that scrolls along one axis, and the edges between which it shows what it holds.
struct Scroller {
    element: Element,
    sideways: bool,
    start: f64,
    end: f64,
}

impl Scroller {
    fn of(element: Element, sideways: bool) -> Self {
        let rect = element.get_bounding_client_rect();
        let (start, end) = if sideways { (rect.left(), rect.right()) } else { (rect.top(), rect.bottom()) };
        Self { element, sideways, start, end }
    }

    /// The page itself: its edges are the window's.
    fn page(document: &Document) -> Option<Self> {
        let element = document.scrolling_element()?;
        let end = f64::from(element.client_height());
        Some(Self { element, sideways: false, start: 0.0, end })
    }

    fn position(&self, air: &Air) -> f64 {
        if self.sideways { air.at.x } else { air.at.y }
    }

    fn at(&self) -> i32 {
        if self.sideways { self.element.scroll_left() } else { self.element.scroll_top() }
    }

    fn room(&self) -> i32 {
        let element = &self.element;
        if self.sideways {
            element.scroll_width() - element.client_width()
        } else {
            element.scroll_height() - element.client_height()
        }
    }

    /// Whether it has anything left to show where the pointer asks for more.
    fn can_go_on(&self, air: &Air) -> bool {
        let wanted = speed(self.position(air), self.start, self.end, f64::MAX);
        (wanted < 0.0 && self.at() > 0) || (wanted > 0.0 && self.at() < self.room())
    }

    fn set(&self, to: i32) {
        if self.sideways { self.element.set_scroll_left(to) } else { self.element.set_scroll_top(to) }
    }
}

/// Scrolls what lies under the pointer when it is near an edge, one scroller per axis; tells whether anything moved.
pub fn scroll(air: &mut Air, root: &HtmlElement, selectors: &Selectors, now: f64) -> bool {
    let seconds = ((now - air.last_frame) / 1000.0).clamp(0.0, 0.1);
    air.last_frame = now;
    let across = root.query_selector(selectors.across).ok().flatten().map(|element| Scroller::of(element, true));
    let column = air.over.and_then(|i| air.targets[i].0.query_selector(selectors.down).ok().flatten());
    let page = root.owner_document().and_then(|document| Scroller::page(&document));
    let down = column.map(|element| Scroller::of(element, false)).into_iter().chain(page);
    let down = down.into_iter().find(|scroller| scroller.can_go_on(air));
    let running = air.hot_since.map_or(0.0, |since| now - since);
    let (mut hot, mut moved) = (false, false);
    for scroller in across.into_iter().chain(down).filter(|scroller| scroller.room() > 0) {
        if let Some(page) = page_width(&scroller.element).filter(|_| scroller.sideways) {
            turn(air, &scroller, page, now);
            moved |= now < air.gliding;
            continue;
        }
        hot |= scroller.can_go_on(air);
        moved |= run(air, &scroller, running, seconds);
    }
    air.hot_since = if hot { air.hot_since.or(Some(now)) } else { None };
    moved
}

/// One frame of a scroller. It takes whole px; what a frame leaves over counts in the next, whatever the rate of frames.
fn run(air: &mut Air, scroller: &Scroller, running: f64, seconds: f64) -> bool {
    let by = speed(scroller.position(air), scroller.start, scroller.end, running) * seconds;
    let rest = if scroller.sideways { &mut air.rest.0 } else { &mut air.rest.1 };
    *rest += by;
    let whole = rest.trunc();
    *rest -= whole;
    let before = scroller.at();
    let after = (f64::from(before) + whole).clamp(0.0, f64::from(scroller.room())) as i32;
    if after != before {
        scroller.set(after);
    }
    after != before
}

/// How far one thing in a scroller is from the next, when it shows little more than one at a time.
fn page_width(scroller: &Element) -> Option<i32> {
    let first = scroller.first_element_child()?.dyn_into::<HtmlElement>().ok()?;
    let second = first.next_element_sibling()?.dyn_into::<HtmlElement>().ok()?;
    (first.offset_width() * 3 > scroller.client_width() * 2).then(|| second.offset_left() - first.offset_left())
}

/// Turns a page when the pointer has rested at an edge for long enough. The style sheet lets it glide.
fn turn(air: &mut Air, scroller: &Scroller, page: i32, now: f64) {
    let by = air.dwell.turn(air.at.x, scroller.start, scroller.end, now);
    if by != 0 {
        scroller.set(scroller.at() + i32::from(by) * page);
        air.gliding = now + GLIDE;
    }
}
