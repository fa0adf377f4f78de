//! The board: columns, what moves their cards, and what listens.

use super::column::ColumnView;
use super::focus;
use super::keys::Keys;
use super::lift::{By, Lift};
use super::live::{self, Live};
use super::menu::{CardMenu, move_menu};
use super::moves::Mover;
use super::sheet::question_sheet;
use super::state::BoardState;
use super::strip::{Closure, DropStrip, Strip};
use super::types::Board;
use crate::core::late::Late;
use crate::ui::{Kbd, Toasts};
use entity::opportunity::OpportunityFilter;
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
    let mover = Mover::new(state, query, Toasts::expect());
    let menu = CardMenu(RwSignal::new(None));
    let keys = Keys { state, lift, mover, menu };
    provide_context(lift);
    live::listen(Live::new(state, query, lift), board.seq);
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
    focus::follow(state, root);
    let asked = move || mover.question.with(Option::is_some);
    view! {
        <StageTabs state />
        <div class="summary"><Strip state query />{children()}</div>
        <section
            class="board"
            aria-label="Pipeline board"
            node_ref=root
            on:keydown=move |event| key_down(&event, keys)
            on:click=move |event| click(&event, state, menu)
            on:focusout=move |event| focus_out(&event, keys)
        >
            <ol class="columns">
                {state.all().into_iter().map(|column| view! { <ColumnView column state query /> }).collect_view()}
                <Closure state query />
            </ol>
        </section>
        <DropStrip state />
        <Hint state lift />
        <Late wanted=Signal::derive(move || menu.0.with(Option::is_some)) view=move || move_menu(state, mover, menu) />
        // What the sheet asks with comes while the card is still in the air.
        <Late wanted=Signal::derive(move || lift.0.with(Option::is_some) || asked()) view=move || question_sheet(mover) />
    }
}

/// On a phone: which columns there are, and the way to each.
#[component]
fn StageTabs(state: BoardState) -> impl IntoView {
    let tab = |(i, column): (usize, super::state::ColumnState)| {
        let (key, name) = column.stage.with_value(|stage| (stage.key.clone(), stage.name.clone()));
        let count = move || column.totals.get().count;
        view! { <a href=format!("#column-{key}") aria-current=(i == 0).then_some("true")>{name}" "<span>{count}</span></a> }
    };
    view! {
        <nav class="stage-tabs" aria-label="Stages">
            {state.all().into_iter().enumerate().map(tab).collect_view()}
            <a href="#column-closure">"Closure"</a>
        </nav>
    }
}

/// While a card is in the air: where it is over, and which keys count.
#[component]
fn Hint(state: BoardState, lift: Lift) -> impl IntoView {
    let text = move || {
        lift.0.with(|air| {
            let air = air.as_ref().filter(|air| air.by == By::Pointer)?;
            let over = air.over.as_ref().filter(|over| **over != air.card.stage)?;
            let stage = state.stage(over)?;
            let column = state.column(over)?;
            let then = column.totals.get_untracked().plus(air.card.amount, air.card.probability_in(&stage));
            Some(format!("Over {}, {} cards, {}. Release to move, ", stage.name, then.count, then.amount.short()))
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

fn key_down(event: &ev::KeyboardEvent, keys: Keys) {
    #[cfg(feature = "hydrate")]
    {
        if event.ctrl_key() || event.meta_key() {
            if event.key() == "z" && !event.shift_key() {
                event.prevent_default();
                keys.mover.undo_last();
            }
            return;
        }
        if let Some(on) = focus::on(event)
            && keys.press(on, &event.key(), event.shift_key())
        {
            event.prevent_default();
            event.stop_propagation();
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (event, keys);
}

/// The three dots open the menu; without scripting they are a link to the move page.
fn click(event: &ev::MouseEvent, state: BoardState, menu: CardMenu) {
    #[cfg(feature = "hydrate")]
    {
        let plain = event.button() == 0 && !event.ctrl_key() && !event.meta_key() && !event.shift_key();
        if let Some(id) = focus::menu_of(event).filter(|_| plain)
            && let Some(card) = state.card(id)
        {
            event.prevent_default();
            menu.open(card);
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (event, state, menu);
}

/// Losing the focus puts a card held by keys back (B-11).
fn focus_out(event: &ev::FocusEvent, keys: Keys) {
    #[cfg(feature = "hydrate")]
    {
        let held = keys.lift.0.with_untracked(|air| air.as_ref().is_some_and(|air| air.by == By::Keys));
        if held && event.related_target().is_some() {
            keys.cancel();
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (event, keys);
}
