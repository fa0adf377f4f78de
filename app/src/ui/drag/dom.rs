//! The drag machine bound to a browser: listeners, the floating copy, cached rectangles, automatic scrolling.

use super::air::{Air, set_lifting, take_off, targets};
use super::copy;
use super::machine::{Act, Input, Point, Pointer, State};
use super::owner::{Callbacks, Selectors};
use super::scrolling::scroll;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{AddEventListenerOptions, DomRect, Element, Event, HtmlElement, KeyboardEvent, MouseEvent, PointerEvent};

struct Inner {
    root: HtmlElement,
    selectors: Selectors,
    callbacks: Callbacks,
    state: State,
    pressed: Option<HtmlElement>,
    timer: Option<i32>,
    air: Option<Air>,
    swallow_click: bool,
}

/// A board-wide drag layer. Dropping it takes its listeners away.
pub struct Drag {
    inner: Rc<RefCell<Inner>>,
    listeners: Vec<Listener>,
}

struct Listener {
    target: web_sys::EventTarget,
    name: &'static str,
    closure: Closure<dyn FnMut(Event)>,
}

impl Drop for Drag {
    fn drop(&mut self) {
        step(&self.inner, Input::Cancel);
        for Listener { target, name, closure } in &self.listeners {
            let _ = target.remove_event_listener_with_callback_and_bool(name, closure.as_ref().unchecked_ref(), true);
        }
    }
}

impl Drag {
    /// Listens on `root`.
    pub fn on(root: HtmlElement, selectors: Selectors, callbacks: Callbacks) -> Option<Self> {
        let window = web_sys::window()?;
        let inner = Inner {
            root: root.clone(),
            selectors,
            callbacks,
            state: State::Idle,
            pressed: None,
            timer: None,
            air: None,
            swallow_click: false,
        };
        let mut drag = Self { inner: Rc::new(RefCell::new(inner)), listeners: Vec::new() };
        // The window's: a second finger anywhere cancels.
        drag.listen(&window, "pointerdown", press);
        drag.listen(&window, "pointermove", |inner, event| follow(inner, event, false));
        drag.listen(&window, "pointerup", |inner, event| follow(inner, event, true));
        drag.listen(&window, "pointercancel", |inner, _| step(inner, Input::Cancel));
        // The window's own, not that of a field which loses the focus to the pressed card.
        drag.listen(&window, "blur", |inner, event| {
            if event.target().is_some_and(|target| target.is_instance_of::<web_sys::Window>()) {
                step(inner, Input::Cancel);
            }
        });
        drag.listen(&window, "keydown", escape);
        drag.listen(&window, "contextmenu", context_menu);
        drag.listen(&root, "dragstart", |_, event| event.prevent_default());
        // Whatever scrolls while something is in the air (a wheel, a page that turns) moves the targets.
        drag.listen(&window, "scroll", |inner, _| {
            if inner.borrow().state.is_lifted() {
                look_again(inner);
            }
        });
        drag.listen(&root, "click", swallow);
        // Not passive: once something is lifted, the finger must not scroll any more (B-02).
        drag.listen(&root, "touchmove", |inner, event| {
            if event.cancelable() && inner.borrow().state.is_lifted() {
                event.prevent_default();
            }
        });
        Some(drag)
    }

    /// Whether something is in the air.
    pub fn is_lifted(&self) -> bool {
        self.inner.borrow().state.is_lifted()
    }

    fn listen(&mut self, target: &web_sys::EventTarget, name: &'static str, act: fn(&Rc<RefCell<Inner>>, &Event)) {
        let inner = Rc::downgrade(&self.inner);
        let closure = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            if let Some(inner) = inner.upgrade() {
                act(&inner, &event);
            }
        });
        let options = AddEventListenerOptions::new();
        options.set_passive(false);
        options.set_capture(true);
        let callback = closure.as_ref().unchecked_ref();
        let _ = target.add_event_listener_with_callback_and_add_event_listener_options(name, callback, &options);
        self.listeners.push(Listener { target: target.clone(), name, closure });
    }
}

fn point(event: &MouseEvent) -> Point {
    Point { x: f64::from(event.client_x()), y: f64::from(event.client_y()) }
}

fn press(inner: &Rc<RefCell<Inner>>, event: &Event) {
    let Some(event) = event.dyn_ref::<PointerEvent>() else { return };
    inner.borrow_mut().swallow_click = false;
    if !matches!(inner.borrow().state, State::Idle) {
        return step(inner, Input::Down { pointer: Pointer::Touch, id: event.pointer_id(), at: point(event) });
    }
    if event.button() != 0 || !event.is_primary() || event.ctrl_key() || event.meta_key() {
        return;
    }
    let Some(item) = pressed_item(&inner.borrow(), event) else { return };
    if !(inner.borrow().callbacks.may_lift)(&item) {
        return;
    }
    let pointer = if by_handle(&inner.borrow(), event) { Pointer::Mouse } else { Pointer::of(&event.pointer_type()) };
    let _ = item.set_attribute("data-pressed", "");
    inner.borrow_mut().pressed = Some(item);
    step(inner, Input::Down { pointer, id: event.pointer_id(), at: point(event) });
    if let Some(hold) = pointer.hold() {
        let weak = Rc::downgrade(inner);
        let held = Closure::once_into_js(move || {
            if let Some(inner) = weak.upgrade() {
                inner.borrow_mut().timer = None;
                step(&inner, Input::Held);
            }
        });
        let timer = web_sys::window().and_then(|window| {
            window.set_timeout_with_callback_and_timeout_and_arguments_0(held.unchecked_ref(), hold).ok()
        });
        inner.borrow_mut().timer = timer;
    }
}

fn by_handle(inner: &Inner, event: &PointerEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.closest(inner.selectors.handle).ok().flatten().is_some())
}

fn pressed_item(inner: &Inner, event: &PointerEvent) -> Option<HtmlElement> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    if target.closest(inner.selectors.not).ok().flatten().is_some() {
        return None;
    }
    let item: HtmlElement = target.closest(inner.selectors.item).ok().flatten()?.dyn_into().ok()?;
    inner.root.contains(Some(&item)).then_some(item)
}

fn follow(inner: &Rc<RefCell<Inner>>, event: &Event, up: bool) {
    if matches!(inner.borrow().state, State::Idle) {
        return;
    }
    let Some(event) = event.dyn_ref::<PointerEvent>() else { return };
    let (id, at) = (event.pointer_id(), point(event));
    step(inner, if up { Input::Up { id, at } } else { Input::Move { id, at } });
    if up {
        // The click of this press comes at once or never; the next one is somebody else's.
        let weak = Rc::downgrade(inner);
        crate::ui::after(0, move || {
            if let Some(inner) = weak.upgrade() {
                inner.borrow_mut().swallow_click = false;
            }
        });
    }
}

fn escape(inner: &Rc<RefCell<Inner>>, event: &Event) {
    let lifted = inner.borrow().state.is_lifted();
    if lifted && event.dyn_ref::<KeyboardEvent>().is_some_and(|key| key.key() == "Escape") {
        event.prevent_default();
        event.stop_propagation();
        step(inner, Input::Cancel);
    }
}

/// A right click cancels; a long press must not open the browser's menu.
fn context_menu(inner: &Rc<RefCell<Inner>>, event: &Event) {
    let state = inner.borrow().state;
    match state {
        State::Idle => {}
        State::Pressed { pointer: Pointer::Mouse, .. } => step(inner, Input::Cancel),
        State::Pressed { .. } => event.prevent_default(),
        State::Lifted { .. } => {
            event.prevent_default();
            if event.dyn_ref::<MouseEvent>().is_some_and(|mouse| mouse.button() == 2 && mouse.detail() == 0) {
                step(inner, Input::Cancel);
            }
        }
    }
}

fn swallow(inner: &Rc<RefCell<Inner>>, event: &Event) {
    if std::mem::take(&mut inner.borrow_mut().swallow_click) {
        event.prevent_default();
        event.stop_propagation();
    }
}

/// Feeds the machine and does what it says.
fn step(inner: &Rc<RefCell<Inner>>, input: Input) {
    let act = {
        let mut inner = inner.borrow_mut();
        let (state, act) = inner.state.on(input);
        inner.state = state;
        act
    };
    match act {
        Act::Nothing => {}
        Act::Release => release(inner),
        Act::Lift(at) => lift(inner, at),
        Act::Track(at) => track(inner, at),
        Act::Drop(at) => land(inner, Some(at)),
        Act::Return => land(inner, None),
    }
}

fn release(inner: &Rc<RefCell<Inner>>) {
    let mut inner = inner.borrow_mut();
    if let (Some(timer), Some(window)) = (inner.timer.take(), web_sys::window()) {
        window.clear_timeout_with_handle(timer);
    }
    if let Some(item) = inner.pressed.take() {
        let _ = item.remove_attribute("data-pressed");
    }
}

fn lift(inner: &Rc<RefCell<Inner>>, at: Point) {
    let Some(item) = inner.borrow().pressed.clone() else { return };
    release(inner);
    // First, because some targets show only while something is in the air.
    set_lifting(true);
    let lifted = take_off(&inner.borrow().root, &inner.borrow().selectors, &item, at);
    let Some(air) = lifted else {
        set_lifting(false);
        inner.borrow_mut().state = State::Idle;
        return;
    };
    let copy = air.copy.clone();
    inner.borrow_mut().air = Some(air);
    inner.borrow_mut().swallow_click = true;
    let many = (inner.borrow().callbacks.lifted)(&item);
    if many > 1 {
        // The style sheet draws a pile with its number.
        let _ = copy.set_attribute("data-count", &many.to_string());
    }
    track(inner, at);
    frame(inner);
}

fn track(inner: &Rc<RefCell<Inner>>, at: Point) {
    let over = {
        let mut inner = inner.borrow_mut();
        let Some(air) = &mut inner.air else { return };
        air.at = at;
        let (x, y) = (at.x - air.grip.x, at.y - air.grip.y);
        copy::put(&air.copy, x, y);
        let hit =
            |rect: &DomRect| at.x >= rect.left() && at.x < rect.right() && at.y >= rect.top() && at.y < rect.bottom();
        let over = air.targets.iter().rposition(|(_, rect)| hit(rect));
        // Within a target the place may change; outside only coming and going counts.
        if over.is_none() && air.over.is_none() {
            return;
        }
        air.over = over;
        over.map(|i| air.targets[i].0.clone())
    };
    (inner.borrow().callbacks.over)(over.as_ref(), at);
}

fn land(inner: &Rc<RefCell<Inner>>, at: Option<Point>) {
    let Some(air) = inner.borrow_mut().air.take() else { return };
    release(inner);
    let target = at.and(air.over).map(|i| air.targets[i].0.clone());
    let taken = match (&target, at) {
        (Some(target), Some(at)) => (inner.borrow().callbacks.dropped)(&air.item, target, at),
        _ => false,
    };
    // Last: whoever takes the focus from the item finds a page that need not be styled anew for it.
    set_lifting(false);
    if taken {
        air.copy.remove();
        return;
    }
    copy::send(air.copy, &air.item.get_bounding_client_rect(), || ());
    (inner.borrow().callbacks.returned)(&air.item);
}

/// Scrolls near edges, frame by frame, while something is in the air.
fn frame(inner: &Rc<RefCell<Inner>>) {
    let weak = Rc::downgrade(inner);
    let next = Closure::once_into_js(move |now: f64| {
        let Some(inner) = weak.upgrade() else { return };
        if !inner.borrow().state.is_lifted() {
            return;
        }
        if scrolled(&mut inner.borrow_mut(), now) {
            look_again(&inner);
        }
        frame(&inner);
    });
    if let Some(window) = web_sys::window() {
        let _ = window.request_animation_frame(next.unchecked_ref());
    }
}

/// Reads the rectangles anew, and what is under the pointer now.
fn look_again(inner: &Rc<RefCell<Inner>>) {
    let at = {
        let mut inner = inner.borrow_mut();
        let fresh = targets(&inner.root, &inner.selectors);
        inner.air.as_mut().map(|air| {
            air.targets = fresh;
            air.at
        })
    };
    if let Some(at) = at {
        track(inner, at);
    }
}

fn scrolled(inner: &mut Inner, now: f64) -> bool {
    let Inner { air, root, selectors, .. } = inner;
    air.as_mut().is_some_and(|air| scroll(air, root, selectors, now))
}
