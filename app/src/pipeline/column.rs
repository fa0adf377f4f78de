//! A column: heading with its numbers, and a window of its cards.

use super::api::more_cards;
use super::card::CardView;
use super::gap::Gap;
use super::head::Head;
use super::lift::Lift;
use super::quick::QuickAdd;
use super::sight::Sight;
use super::state::{BoardState, CardRef, ColumnState};
use crate::routes;
use crate::ui::on_frame;
use entity::opportunity::Stage;
use entity::shared::ids::OpportunityId;
use entity::shared::query::link;
use leptos::html;
use leptos::prelude::*;
use std::ops::Range;

/// With fewer cards than this loaded below those in view, others come by themselves.
const FEW: usize = 20;

/// A column of the board.
#[component]
pub fn ColumnView(
    column: ColumnState,
    state: BoardState,
    /// The board's query string.
    query: StoredValue<String>,
) -> impl IntoView {
    let stage = column.stage.get_value();
    let key = stage.key.clone();
    let heading = format!("h-{key}");
    let lift = expect_context::<Lift>();
    let over = {
        let key = key.clone();
        move || lift.is_over(&key).then_some("")
    };
    let refuses = {
        let stage = stage.clone();
        move || {
            lift.0
                .with(|air| air.as_ref().is_some_and(|air| air.cards().all(|card| state.refuses(card, &stage))))
                .then_some("")
        }
    };
    let list = NodeRef::<html::Ol>::new();
    let sight = RwSignal::new(Sight::default());
    let window = Memo::new(move |_| sight.get().window(column.cards.with(Vec::len)));
    space(list, window, column);
    let more = Action::new(move |last: &Option<OpportunityId>| {
        let (query, stage, last) = (query.get_value(), column.stage.with_value(|stage| stage.key.clone()), *last);
        async move {
            if let Ok(more) = more_cards(query, stage, last).await
                && state.is_shown()
            {
                state.append(&more.stage, more.cards);
            }
        }
    });
    let load_more = move || {
        if !more.pending().get_untracked() {
            more.dispatch(column.loaded_to());
        }
    };
    let fill = move || {
        let near = sight.get_untracked().end() + FEW > column.cards.with_untracked(Vec::len);
        if near && untrack(|| column.unloaded()) > 0 {
            load_more();
        }
    };
    // Cards that leave bring others in before the column is empty enough to scroll no more.
    Effect::new(move || {
        if column.unloaded() > 0 && column.cards.with(Vec::len) < FEW {
            load_more();
        }
    });
    let look = move || {
        if let Some(seen) = list.get_untracked().and_then(|list| seen(&list)) {
            sight.maybe_update(|sight| std::mem::replace(sight, seen) != seen);
            fill();
        }
    };
    // What is rendered first is enough for a usual window; a tall one wants more.
    Effect::new(move || {
        on_frame(move || {
            if state.is_shown() {
                look();
            }
        });
    });
    let rows = move || {
        let window = window.get();
        column.cards.with(|cards| cards.get(window).map(<[CardRef]>::to_vec).unwrap_or_default())
    };
    view! {
        <li class="column" id=format!("column-{key}") data-column=key.to_string() data-phase=stage.phase.word() data-over=over data-refuses=refuses>
            <Head stage=stage.clone() column state query heading=heading.clone() />
            <QuickAdd stage=stage.clone() state />
            <Gap stage=stage.clone() list state />
            <ol class="cards" data-scroller aria-labelledby=heading tabindex="-1" node_ref=list on:scroll=move |_| look()>
                <For each=rows key=|card| (card.id, card.version, card.stage.clone(), card.rank.clone()) let(card)>
                    <li><CardView card state /></li>
                </For>
                <Rest column query />
            </ol>
        </li>
    }
}

/// Keeps the room of cards that are not rendered; set through the CSSOM, which the content policy allows.
fn space(list: NodeRef<html::Ol>, window: Memo<Range<usize>>, column: ColumnState) {
    Effect::new(move || {
        let window = window.get();
        let cards = column.cards.with(Vec::len);
        #[cfg(feature = "hydrate")]
        if let Some(list) = list.get() {
            let style = web_sys::HtmlElement::style(&list);
            let _ = style.set_property("--before", &window.start.to_string());
            let _ = style.set_property("--after", &(cards - window.end.min(cards)).to_string());
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = (list, &window, cards);
    });
}

/// What of a list is in view.
#[cfg(feature = "hydrate")]
fn seen(list: &web_sys::HtmlOListElement) -> Option<Sight> {
    let row = (list.query_selector("li").ok()??.client_height() + 8).max(1);
    let rows = |pixels: i32| usize::try_from(pixels / row).ok();
    Some(Sight::new(rows(list.scroll_top())?, rows(list.client_height())? + 1))
}

#[cfg(not(feature = "hydrate"))]
fn seen<T>(_list: &T) -> Option<Sight> {
    None
}

/// What is said below the cards: nothing here, or how to see the rest without scripting.
#[component]
fn Rest(column: ColumnState, query: StoredValue<String>) -> impl IntoView {
    let name = column.stage.with_value(|stage| stage.name.clone());
    let left = move || column.unloaded();
    let list = move || column_list(&column.stage.get_value(), &query.get_value());
    view! {
        <Show when=move || column.cards.with(Vec::is_empty)>
            <li class="column-empty">{format!("No opportunities in {name}")}</li>
        </Show>
        <Show when=move || { left() > 0 }>
            <li class="cards-more"><a href=list>{move || format!("Show {} more as a list", left())}</a></li>
        </Show>
    }
}

/// The list of exactly what a column holds.
pub fn column_list(stage: &Stage, query: &str) -> String {
    let mut filter = entity::opportunity::OpportunityFilter::read(query);
    filter.stage = vec![stage.key.clone()];
    filter.limit = None;
    link(routes::OPPORTUNITIES, &filter.write())
}
