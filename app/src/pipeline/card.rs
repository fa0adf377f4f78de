//! One card of the board.

use super::state::{BoardState, CardRef, Mark};
use crate::routes;
use crate::ui::{Avatar, Icon};
use entity::shared::dates;
use entity::shared::ids::OpportunityId;
use leptos::prelude::*;

/// A card. Presses, keys and clicks are heard by the board around it, and what goes on with it is painted onto it, so that
/// cards cost little: a board of two hundred would run two thousand effects for every one that is lifted.
#[component]
pub fn CardView(
    /// What it shows.
    card: CardRef,
    /// The board it stands on.
    state: BoardState,
) -> impl IntoView {
    let id = card.id;
    let Mark { dragging, held, saving, pending, flash, selected, moved_by } = state.marked(id);
    let label = match card.has_customer() {
        true => format!("{}, {}", card.name, card.customer_name),
        false => card.name.clone(),
    };
    view! {
        <article
            class="card"
            data-opp=id.to_string()
            data-stage=card.stage.to_string()
            data-version=card.version
            data-dragging=flag(dragging)
            data-saving=flag(saving)
            data-pending=flag(pending)
            data-flash=flag(flash)
            data-selected=flag(selected)
            aria-description=selected.then_some(SELECTED)
            data-moved-by=moved_by
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
                        aria-pressed=pressed(held)
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

/// What a screen reader adds about a chosen card.
const SELECTED: &str = "Selected";

fn flag(set: bool) -> Option<&'static str> {
    set.then_some("")
}

const fn pressed(held: bool) -> &'static str {
    if held { "true" } else { "false" }
}

/// The element of a card that is on the page.
#[cfg(feature = "hydrate")]
pub fn element(id: OpportunityId) -> Option<web_sys::HtmlElement> {
    use wasm_bindgen::JsCast;
    document().query_selector(&format!("article[data-opp=\"{id}\"]")).ok()??.dyn_into().ok()
}

/// Shows on a card that is on the page already what [`CardView`] shows on a new one.
pub fn paint(id: OpportunityId, mark: &Mark) {
    #[cfg(feature = "hydrate")]
    if let Some(card) = element(id) {
        for (name, value) in [
            ("data-dragging", flag(mark.dragging)),
            ("data-saving", flag(mark.saving)),
            ("data-pending", flag(mark.pending)),
            ("data-flash", flag(mark.flash)),
            ("data-selected", flag(mark.selected)),
            ("aria-description", mark.selected.then_some(SELECTED)),
            ("data-moved-by", mark.moved_by.as_deref()),
        ] {
            let _ = match value {
                Some(value) => card.set_attribute(name, value),
                None => card.remove_attribute(name),
            };
        }
        if let Ok(Some(handle)) = card.query_selector(".card-handle") {
            let _ = handle.set_attribute("aria-pressed", pressed(mark.held));
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (id, mark);
}

fn customer(card: &CardRef) -> String {
    if card.has_customer() { card.customer_name.clone() } else { "No customer yet".to_owned() }
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
