//! The board: columns, what moves their cards, and what listens.

use super::cards;
use super::column::ColumnView;
use super::drop_ways::DropWays;
#[cfg(feature = "hydrate")]
use super::focus;
use super::keys::Keys;
#[cfg(feature = "hydrate")]
use super::keys::On;
use super::lift::{By, Lift};
use super::live::{self, Live};
use super::many::SelectionBar;
use super::menu::{CardMenu, move_menu, ways};
use super::moves::Mover;
use super::quick::Quick;
use super::sheet::question_sheet;
use super::state::BoardState;
use super::strip::{Closure, DropStrip, Strip};
use super::types::Board;
use crate::core::late::Late;
use crate::core::ways::offer;
use crate::ui::{Kbd, Toasts};
use entity::opportunity::OpportunityFilter;
use entity::shared::ids::OpportunityId;
use leptos::prelude::*;
use leptos::{ev, html};

/// A board under a filter. A new filter makes a new board.
#[component]
pub fn BoardView(
    board: Board,
    /// Query string the board was read with.
    query: String,
    /// Goes above the columns, beside the strip of numbers.
    children: Children,
) -> impl IntoView {
    let filter = OpportunityFilter::read(&query);
    let query = StoredValue::new(query);
    let state = BoardState::new(&board, filter.sort);
    let lift = Lift(RwSignal::new(None));
    let live = Live::new(state, query, lift);
    let mover = Mover::new(state, query, live, Toasts::expect());
    let menu = CardMenu(RwSignal::new(None));
    let quick = Quick(RwSignal::new(None));
    let keys = Keys { state, lift, mover, menu };
    provide_context(lift);
    provide_context(live);
    provide_context(quick);
    live::listen(live, board.seq);
    let undo = window_event_listener(ev::keydown, move |event| {
        let ours = (event.ctrl_key() || event.meta_key()) && !event.shift_key() && event.key() == "z";
        if ours && !typing(&event) {
            event.prevent_default();
            mover.undo_last();
        }
    });
    on_cleanup(move || undo.remove());
    let on_card = StoredValue::new(None::<OpportunityId>);
    offer(move || on_card.get_value().and_then(|id| state.card(id)).map(|card| ways(mover, &card)).unwrap_or_default());
    let root = NodeRef::<html::Section>::new();
    // In the browser only: what is bound to a thread must not be dropped on another of the server's.
    #[cfg(feature = "hydrate")]
    {
        let drag = StoredValue::new_local(None);
        Effect::new(move || {
            if let Some(root) = root.get() {
                drag.set_value(super::pointer::bind(root, keys));
            }
        });
    }
    let seen = RwSignal::new(0);
    let open = state.all().len();
    let asked = move || mover.question.with(Option::is_some);
    view! {
        <StageTabs state seen />
        <div class="summary"><Strip state query />{children()}</div>
        <section
            class="board"
            aria-label="Pipeline board"
            node_ref=root
            on:keydown=move |event| key_down(&event, keys)
            on:click=move |event| click(&event, keys, quick)
            on:focusin=move |event| focus_in(&event, on_card)
            on:focusout=move |event| focus_out(&event, keys, on_card)
        >
            <ol class="columns" data-scroller data-open=open.to_string() on:scroll=move |_| turned(seen)>
                {state.all().into_iter().map(|column| view! { <ColumnView column state query /> }).collect_view()}
                <Closure state query />
            </ol>
            <DropWays keys />
        </section>
        <SelectionBar state mover />
        <DropStrip state />
        <Hint state lift />
        <Late wanted=Signal::derive(move || menu.0.with(Option::is_some)) view=move || move_menu(state, mover, menu) />
        // What the sheet asks with comes while the card is still in the air.
        <Late wanted=Signal::derive(move || lift.0.with(Option::is_some) || asked()) view=move || question_sheet(mover) />
    }
}

/// On a phone: which columns there are, and the way to each.
#[component]
fn StageTabs(state: BoardState, seen: RwSignal<usize>) -> impl IntoView {
    let here = move |i| move || (seen.get() == i).then_some("true");
    let tab = |(i, column): (usize, super::state::ColumnState)| {
        let (key, name) = column.stage.with_value(|stage| (stage.key.clone(), stage.name.clone()));
        let count = move || column.totals.get().count;
        view! { <a href=format!("#column-{key}") aria-current=here(i)>{name}" "<span>{count}</span></a> }
    };
    let last = state.all().len();
    view! {
        <nav class="stage-tabs" aria-label="Stages">
            {state.all().into_iter().enumerate().map(tab).collect_view()}
            <a href="#column-closure" aria-current=here(last)>"Closure"</a>
        </nav>
    }
}

/// On a phone another column was turned to.
fn turned(seen: RwSignal<usize>) {
    #[cfg(feature = "hydrate")]
    if let Some(column) = focus::column_in_view()
        && seen.get_untracked() != column
    {
        seen.set(column);
        super::focus::show_tab(column);
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = seen;
}

/// While a card is in the air: where it is over, and which keys count.
#[component]
fn Hint(state: BoardState, lift: Lift) -> impl IntoView {
    let text = move || {
        lift.0.with(|air| {
            let air = air.as_ref().filter(|air| air.by == By::Pointer)?;
            let over = air.over.as_ref().filter(|over| **over != air.card.stage)?;
            let stage = state.stage(over)?;
            if state.refuses(&air.card, &stage) {
                return Some(format!("{} asks for a customer, and this has none. ", stage.name));
            }
            let Some(column) = state.column(over) else {
                return Some(format!("Over {}. Release to close, ", stage.name));
            };
            let then = lift.projected(state, over, column.totals.get_untracked())?;
            Some(format!("Over {}, {}, {}. Release to move, ", stage.name, cards(then.count), then.amount.short()))
        })
    };
    move || {
        text().map(|text| {
            view! {
                <div class="toasts" data-hint="">
                    <div class="toast"><p class="toast-text">{text}<Kbd key="Esc" />" to cancel."</p></div>
                </div>
            }
        })
    }
}

/// Whether a key belongs to a field or a dialog.
fn typing(event: &ev::KeyboardEvent) -> bool {
    #[cfg(feature = "hydrate")]
    return focus::is_typing(event);
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = event;
        false
    }
}

fn key_down(event: &ev::KeyboardEvent, keys: Keys) {
    #[cfg(feature = "hydrate")]
    {
        if event.ctrl_key() || event.meta_key() || event.alt_key() || typing(event) {
            return;
        }
        let ours = match focus::on(event) {
            Some(on) => keys.press(on, &event.key(), event.shift_key()),
            // On one of the buttons that drop it: Enter, Space and Tab are theirs.
            None => event.key() == "Escape" && keys.while_lifted("Escape", false),
        };
        if ours {
            event.prevent_default();
            event.stop_propagation();
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (event, keys);
}

/// The three dots open the menu, the plus a form in its column; without scripting both are links. A click on the handle
/// lifts or drops, and with Shift, or while cards are being selected, a click selects.
fn click(event: &ev::MouseEvent, keys: Keys, quick: Quick) {
    #[cfg(feature = "hydrate")]
    {
        let Keys { state, menu, .. } = keys;
        if event.button() != 0 || event.ctrl_key() || event.meta_key() {
            return;
        }
        if let Some(column) = focus::adds_to(event) {
            event.prevent_default();
            quick.0.set(Some(column));
        } else if let Some(card) = focus::menu_of(event).and_then(|id| state.card(id)) {
            event.prevent_default();
            menu.open(card);
        } else if let Some(on) = focus::card_at(event).filter(|_| state.may_work)
            && let Some(card) = state.card(on.id())
        {
            if matches!(on, On::Handle(_)) {
                event.prevent_default();
                keys.take_up_or_drop(card);
            } else if event.shift_key() || state.is_choosing() {
                event.prevent_default();
                state.choose(card.id);
            }
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (event, keys, quick);
}

/// The card one is on now.
fn focus_in(event: &ev::FocusEvent, on_card: StoredValue<Option<OpportunityId>>) {
    #[cfg(feature = "hydrate")]
    on_card.set_value(focus::came_to(event));
    #[cfg(not(feature = "hydrate"))]
    let _ = (event, on_card);
}

/// Losing the focus puts a card held by keys back (B-11), unless it goes to the buttons that drop it.
fn focus_out(event: &ev::FocusEvent, keys: Keys, on_card: StoredValue<Option<OpportunityId>>) {
    #[cfg(feature = "hydrate")]
    {
        on_card.update_value(|card| *card = focus::last_on(event, *card));
        let held = keys.lift.0.with_untracked(|air| air.as_ref().is_some_and(|air| air.by == By::Keys));
        if held && !focus::stays_with_lift(event) {
            keys.cancel();
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (event, keys, on_card);
}
