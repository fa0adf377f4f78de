//! What one sees while the server is slow: nothing at first, then a bar, then the shape of the page, then a way out.

use super::places::{GEAR, GROUPS};
use super::typed::{Typed, put_back, typed};
use crate::core::erase::Erase;
use crate::routes;
use crate::ui::{Busy, Skeleton, after, announce, begin_at, focus_on, mark, mark_page, on_frame};
use entity::shared::query::link;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

/// How long one has waited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Wait {
    /// Not worth a sign.
    Short,
    /// A bar above the page; it is told to those who listen.
    Bar,
    /// Of another page its shape, of the same page what stands, dimmed.
    Shape,
    /// Words, and a way to call it off.
    Long,
}

/// After how many milliseconds each begins (ux 1.5).
const STEPS: [(i32, Wait); 3] = [(200, Wait::Bar), (400, Wait::Shape), (8_000, Wait::Long)];

/// Tells that the next page is on its way, or that a part of this one is.
#[component]
pub(super) fn Waiting(
    /// True while the next page is on its way.
    routing: ReadSignal<bool>,
    /// The parts of this page.
    busy: Busy,
) -> impl IntoView {
    let (path, query) = (use_location().pathname, use_location().search);
    let here = move || link(&path.get(), &query.get());
    let waiting = Memo::new(move |_| routing.get() || busy.any());
    let (wait, set_wait) = signal(Wait::Short);
    let round = StoredValue::new(0u32);
    // What one looks at, for those who call off the wait for something else; and what was typed there until then.
    let settled = StoredValue::new(String::new());
    let called_off = StoredValue::new(None::<(String, Vec<Typed>)>);
    Effect::new(move || {
        if waiting.get() {
            return;
        }
        // The address bar follows a moment later.
        settled.set_value(untrack(here));
        if let Some((_, typed)) = called_off.try_update_value(Option::take).flatten() {
            on_frame(|| put_back(typed));
        }
    });
    // Each place that is asked for is waited for anew.
    Effect::new(move || {
        let (waiting, target) = (waiting.get(), here());
        let this = round.get_value().wrapping_add(1);
        round.set_value(this);
        set_wait.set(Wait::Short);
        let back = called_off.with_value(|off| off.as_ref().is_some_and(|(back, _)| *back == target));
        if !waiting || back {
            return;
        }
        for (ms, step) in STEPS {
            after(ms, move || {
                if round.get_value() == this {
                    set_wait.set(step);
                }
            });
        }
    });
    let another = Memo::new(move |_| routing.get() && wait.get() >= Wait::Shape);
    Effect::new(move || tell(wait.get(), another.get(), &path.get_untracked()));
    let navigate = use_navigate();
    let call_off = move |_| {
        let back = settled.get_value();
        called_off.set_value(Some((back.clone(), typed())));
        // Where the browser itself went back, this is a new step.
        let replace = location().pathname().is_ok_and(|path| back.split('?').next() == Some(&*path));
        navigate(&back, NavigateOptions { replace, scroll: false, ..NavigateOptions::default() });
        focus_on("#main");
    };
    let call_off = StoredValue::new(call_off);
    view! {
        <Show when=move || { wait.get() >= Wait::Bar }><div class="route-progress" role="progressbar" aria-label="Loading"></div></Show>
        <Show when=move || another.get()>{move || outline(&path.get())}</Show>
        <Show when=move || wait.get() == Wait::Long>
            <div class="still-loading" role="status">
                <span>"Still loading\u{2026}"</span>
                <button class="button" type="button" data-size="sm" on:click=move |event| call_off.with_value(|call_off| call_off(event))>"Cancel"</button>
            </div>
        </Show>
    }
}

/// Says on the page itself how it stands.
fn tell(wait: Wait, another: bool, path: &str) {
    let slow = wait >= Wait::Bar;
    let another = another && !is_stale();
    mark("#main", "aria-busy", slow.then_some("true"));
    mark("#main", "inert", another.then_some(""));
    mark_page("data-waiting", (wait >= Wait::Shape).then_some(""));
    if wait == Wait::Bar {
        announce(loading(path));
    }
    if wait == Wait::Long {
        announce("Still loading. Cancel is the first button of the page.");
    }
}

/// Whether the client cannot go on: then what stands is left to be read and copied (`frontend`).
fn is_stale() -> bool {
    #[cfg(feature = "hydrate")]
    return document().document_element().is_some_and(|html| html.has_attribute("data-stale"));
    #[cfg(not(feature = "hydrate"))]
    false
}

/// What is on its way, in words.
fn loading(path: &str) -> String {
    let places = GROUPS.iter().flat_map(|group| group.places).chain(GEAR);
    let place = places.into_iter().find(|place| place.href == path);
    place.map_or_else(|| "Loading".to_owned(), |place| format!("Loading {}", place.label.to_lowercase()))
}

/// What a page looks like from afar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Board,
    List,
    Record,
    Form,
}

fn shape(path: &str) -> Shape {
    let form = ["/new", "/edit", "/move", "/close", routes::SETTINGS].iter().any(|end| path.ends_with(end));
    match path {
        routes::PIPELINE => Shape::Board,
        _ if form => Shape::Form,
        _ if path.trim_matches('/').contains('/') => Shape::Record,
        _ => Shape::List,
    }
}

/// The shape of the page at `path`, over the one that is left.
fn outline(path: &str) -> AnyView {
    // The bars above the page stay.
    on_frame(|| begin_at(".outline", "#main"));
    let some = |count: usize, shape: &'static str| (0..count).map(|_| view! { <Skeleton shape /> }).collect_view();
    let lines = |count: usize| (0..count).map(|_| view! { <Skeleton width="long" /> }).collect_view();
    let (word, content) = match shape(path) {
        Shape::Board => {
            // Three columns of cards, and the rail of the closed.
            let column = |cards| view! { <div class="outline-column">{some(cards, "card")}</div> };
            ("board", [5, 5, 5, 0].map(column).into_iter().collect_view().erased())
        }
        Shape::List => ("list", some(14, "row").erased()),
        Shape::Record => {
            ("record", (0..3).map(|_| view! { <div class="panel">{lines(6)}</div> }).collect_view().erased())
        }
        Shape::Form => {
            ("form", (0..6).map(|_| view! { <div>{lines(1)}{some(1, "row")}</div> }).collect_view().erased())
        }
    };
    view! {
        <div class="outline" data-shape=word aria-hidden="true">
            <div class="page"><Skeleton shape="title" /><div class="outline-body">{content}</div></div>
        </div>
    }
    .erased()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_on_its_way_is_named() {
        assert_eq!(loading("/opportunities"), "Loading opportunities");
        assert_eq!(loading("/opportunities/7"), "Loading");
    }

    #[test]
    fn a_page_is_known_by_its_path() {
        let shapes = ["/pipeline", "/customers", "/customers/7", "/customers/7/edit", "/settings", "/"].map(shape);
        assert_eq!(shapes, [Shape::Board, Shape::List, Shape::Record, Shape::Form, Shape::Form, Shape::List]);
    }
}
