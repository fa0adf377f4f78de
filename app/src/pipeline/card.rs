//! One card of the board.

use super::lift::Lift;
use super::state::{BoardState, CardRef};
use crate::routes;
use crate::ui::{Avatar, Icon};
use entity::shared::dates;
use leptos::prelude::*;

/// A card. Presses, keys and clicks are heard by the board around it, so that cards cost little.
#[component]
pub fn CardView(
    /// What it shows.
    card: CardRef,
    /// The board it stands on.
    state: BoardState,
) -> impl IntoView {
    let id = card.id;
    let mark = Memo::new(move |_| state.marked(id));
    let lift = expect_context::<Lift>();
    let label = if card.customer_name.is_empty() {
        card.name.clone()
    } else {
        format!("{}, {}", card.name, card.customer_name)
    };
    let flag = |set: bool| set.then_some("");
    view! {
        <article
            class="card"
            data-opp=id.to_string()
            data-stage=card.stage.to_string()
            data-version=card.version
            data-dragging=move || flag(mark.with(|mark| mark.dragging))
            data-saving=move || flag(mark.with(|mark| mark.saving))
            data-pending=move || flag(mark.with(|mark| mark.pending))
            data-flash=move || flag(mark.with(|mark| mark.flash))
            data-selected=move || flag(mark.with(|mark| mark.selected))
            aria-description=move || mark.with(|mark| mark.selected).then_some("Selected")
            data-moved-by=move || mark.with(|mark| mark.moved_by.clone())
        >
            <h3>
                <a href=routes::opportunity(id) draggable="false" title=card.name.clone()>{card.name.clone()}</a>
            </h3>
            <p class="card-customer" title=card.customer_name.clone()>{customer(&card)}</p>
            <p class="card-amount">
                <strong title=card.amount.to_string()>{amount(&card)}</strong>
                <span title=card.summary.clone()>{card.summary.clone()}</span>
            </p>
            <Foot card=card.clone() state />
            <div class="card-tools">
                {state.may_work.then(|| view! {
                    <button
                        class="card-handle"
                        type="button"
                        aria-pressed=move || if lift.holds(id) { "true" } else { "false" }
                        aria-label=format!("Move {label}")
                    >
                        <Icon name="grip-vertical" />
                    </button>
                    <a
                        class="card-menu"
                        draggable="false"
                        href=routes::opportunity_move(id, "")
                        aria-haspopup="menu"
                        aria-label=format!("Actions for {label}")
                    >
                        <Icon name="ellipsis" />
                    </a>
                })}
            </div>
        </article>
    }
}

fn customer(card: &CardRef) -> String {
    if card.customer_name.is_empty() { "No customer yet".to_owned() } else { card.customer_name.clone() }
}

fn amount(card: &CardRef) -> String {
    if card.amount == entity::Money::ZERO { "No amount".to_owned() } else { card.amount.to_string() }
}

/// Who works it, how long it has stood, when it closes.
#[component]
fn Foot(card: CardRef, state: BoardState) -> impl IntoView {
    let idle = state.idle(&card);
    let days = (state.today - card.stage_since).num_days().max(0);
    let past = card.is_past(state.today);
    let closes = card.expected_close.map(|date| {
        let text = dates::day(date, state.today);
        let word = if past { "Past " } else { "closes " };
        view! {
            <time class="closes" datetime=date.to_string() data-past=past.then_some("")>
                <span class=if past { "" } else { "closes-word" }>{word}</span>
                {text}
            </time>
        }
    });
    view! {
        <div class="card-foot">
            <Avatar name=card.owner_name.clone() />
            <span class="next" data-due="none" title="Time in this stage">
                <Icon name="clock" />
                <span>{format!("{days}\u{a0}d")}<span class="sr-only">" in this stage"</span></span>
            </span>
            {idle.map(|days| view! {
                <span class="badge" data-tone="warning" data-idle="">{format!("Idle {days}\u{a0}d")}</span>
            })}
            {closes}
        </div>
    }
}
