//! The stream in a browser. It comes back by itself: after a broken connection by the browser's own means, and after a
//! refusal, which ends an `EventSource` for good, by ours. A page that nobody looks at has none: a browser opens six connections
//! to a server at most, and six boards in the background would leave none to work with.

use super::Heard;
use crate::ui::is_hidden;
use leptos::prelude::document;
use serde::Deserialize;
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{EventSource, MessageEvent};

/// The first wait before a refused stream is asked for again; it doubles up to [`LONGEST_MS`].
const FIRST_MS: i32 = 2_000;
/// Without a stream the page is looked at this often instead (B-29).
const LONGEST_MS: i32 = 15_000;

/// A page that is hidden this long lets its stream go. Whoever only looks something up next door keeps it.
const HIDDEN_MS: i32 = 10_000;

type Listener = Closure<dyn FnMut(MessageEvent)>;

/// An open stream; dropping it closes it.
pub struct Stream(Rc<Inner>);

struct Inner {
    source: RefCell<Option<EventSource>>,
    /// The last event seen.
    seq: Cell<i64>,
    refusals: Cell<u32>,
    /// It was open before: from then on it comes back.
    known: Cell<bool>,
    heard: Box<dyn Fn(Heard)>,
    listeners: RefCell<Vec<Listener>>,
    /// Nobody looks at the page.
    paused: Cell<bool>,
    watch: RefCell<Option<Closure<dyn FnMut()>>>,
}

/// All that is needed of an event that says to look at everything anew.
#[derive(Deserialize)]
struct Reset {
    seq: i64,
}

impl Drop for Stream {
    fn drop(&mut self) {
        close(&self.0);
        if let Some(watch) = self.0.watch.take() {
            let _ = document().remove_event_listener_with_callback(VISIBILITY, watch.as_ref().unchecked_ref());
        }
    }
}

const VISIBILITY: &str = "visibilitychange";

fn close(inner: &Inner) {
    if let Some(source) = inner.source.take() {
        source.close();
    }
}

/// Opens the stream after event `seq`.
pub fn open(seq: i64, heard: impl Fn(Heard) + 'static) -> Stream {
    let inner = Rc::new(Inner {
        source: RefCell::new(None),
        seq: Cell::new(seq),
        refusals: Cell::new(0),
        known: Cell::new(false),
        heard: Box::new(heard),
        listeners: RefCell::new(Vec::new()),
        paused: Cell::new(is_hidden()),
        watch: RefCell::new(None),
    });
    if !inner.paused.get() {
        connect(&inner);
    }
    watch(&inner);
    Stream(inner)
}

/// Lets the stream go while nobody looks, and goes on after the last event seen when somebody does.
fn watch(inner: &Rc<Inner>) {
    let weak = Rc::downgrade(inner);
    let looked = Closure::<dyn FnMut()>::new(move || {
        let Some(inner) = weak.upgrade() else { return };
        if is_hidden() {
            let weak = weak.clone();
            crate::ui::after(HIDDEN_MS, move || {
                if let Some(inner) = weak.upgrade().filter(|inner| is_hidden() && !inner.paused.replace(true)) {
                    close(&inner);
                }
            });
        } else if inner.paused.replace(false) {
            connect(&inner);
        }
    });
    let _ = document().add_event_listener_with_callback(VISIBILITY, looked.as_ref().unchecked_ref());
    inner.watch.replace(Some(looked));
}

fn connect(inner: &Rc<Inner>) {
    // One that was opened meanwhile would stay open, and nobody would know of it.
    close(inner);
    let Ok(source) = EventSource::new(&format!("/live?after={}", inner.seq.get())) else { return };
    let mut listeners = Vec::new();
    for (name, hear) in
        [("message", message as fn(&Rc<Inner>, &MessageEvent)), ("reset", reset), ("open", opened), ("error", failed)]
    {
        let weak = Rc::downgrade(inner);
        let listener = Listener::new(move |event: MessageEvent| {
            if let Some(inner) = weak.upgrade() {
                hear(&inner, &event);
            }
        });
        let _ = source.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
        listeners.push(listener);
    }
    inner.source.replace(Some(source));
    // Those of the stream before may be running this very function.
    let old = inner.listeners.replace(listeners);
    crate::ui::after(0, move || drop(old));
}

fn message(inner: &Rc<Inner>, event: &MessageEvent) {
    let text = event.data().as_string().unwrap_or_default();
    if let Ok(event) = serde_json::from_str::<super::LiveEvent>(&text) {
        inner.seq.set(inner.seq.get().max(event.seq));
        (inner.heard)(Heard::Event(event));
    }
}

fn reset(inner: &Rc<Inner>, event: &MessageEvent) {
    let text = event.data().as_string().unwrap_or_default();
    if let Ok(Reset { seq }) = serde_json::from_str(&text) {
        inner.seq.set(inner.seq.get().max(seq));
    }
    (inner.heard)(Heard::Anew);
}

fn opened(inner: &Rc<Inner>, _: &MessageEvent) {
    inner.refusals.set(0);
    if inner.known.replace(true) {
        super::came_back();
    }
}

fn failed(inner: &Rc<Inner>, _: &MessageEvent) {
    let ended = inner.source.borrow().as_ref().is_some_and(|source| source.ready_state() == EventSource::CLOSED);
    if !ended {
        return;
    }
    let refusals = inner.refusals.get();
    inner.refusals.set(refusals + 1);
    let wait = FIRST_MS.saturating_mul(1 << refusals.min(3)).min(LONGEST_MS);
    let weak: Weak<Inner> = Rc::downgrade(inner);
    crate::ui::after(wait, move || {
        // A page that is gone has taken its source.
        let refused = |inner: &Inner| {
            inner.source.borrow().as_ref().is_some_and(|source| source.ready_state() == EventSource::CLOSED)
        };
        if let Some(inner) = weak.upgrade().filter(|inner| refused(inner)) {
            if refusals > 0 {
                (inner.heard)(Heard::Anew);
            }
            connect(&inner);
        }
    });
}
