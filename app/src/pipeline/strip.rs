//! The four numbers above the board, and the closed stages beside it. Each number is a link to its rows.

use super::lift::Lift;
use super::state::BoardState;
use crate::core::erase::Erase;
use crate::opportunities::fields::outcome_icon;
use crate::routes;
use crate::ui::Icon;
use entity::opportunity::board::Closed;
use entity::opportunity::{Next, OpportunityFilter, Stage, counted};
use entity::shared::dates;
use entity::shared::money::grouped;
use entity::shared::period::Period;
use entity::shared::query::link;
use leptos::prelude::*;

/// Open total, weighted total, closing this month, need attention.
#[component]
pub fn Strip(state: BoardState, query: StoredValue<String>) -> impl IntoView {
    let lift = expect_context::<Lift>();
    let open = Memo::new(move |_| state.open());
    let strip = state.strip;
    let all = list(query, |filter| filter.stage = open_stages(state));
    let closing = list(query, |filter| {
        filter.stage = open_stages(state);
        filter.period = Some(Period::ThisMonth);
    });
    let attention = list(query, |filter| filter.next = Some(Next::Attention));
    let gain = move || {
        lift.gain(state).map(|gain| {
            let money = gain.rounded();
            let sign = if money.0 >= 0 { "+" } else { "" };
            let down = (money.0 < 0).then_some("");
            view! { <span class="gain" data-down=down>{format!("{sign}{}", money.short())}</span>" if dropped here" }
        })
    };
    let weighted = move || match lift.gain(state) {
        Some(gain) => (open.get().weighted + gain).rounded(),
        None => open.get().weighted.rounded(),
    };
    let number = |n: i64| grouped(n.unsigned_abs());
    view! {
        <ul class="figures">
            <li><a class="figure" href=all.clone() title=move || open.get().amount.to_string()>
                <span>"Open"</span>
                <strong>{move || open.get().amount.short()}</strong>
                <small>{move || counted(open.get().count)}</small>
            </a></li>
            <li><a class="figure" href=all title=move || open.get().weighted.rounded().to_string()>
                <span>"Weighted"</span>
                <strong>{move || weighted().short()}</strong>
                <small>{move || gain().map_or_else(|| "by probability".erased(), Erase::erased)}</small>
            </a></li>
            <li><a class="figure" href=closing title=move || strip.get().closing.amount.to_string()>
                <span>{format!("Closing in {}", dates::month(state.today))}</span>
                <strong>{move || strip.get().closing.amount.short()}</strong>
                <small>{move || counted(strip.get().closing.count)}</small>
            </a></li>
            <li><a class="figure" href=attention>
                <span>"Need attention"</span>
                <strong>{move || number(strip.get().attention)}</strong>
                <small>{move || format!("{} idle \u{b7} {} past", number(strip.get().idle), number(strip.get().past))}</small>
            </a></li>
        </ul>
    }
}

fn open_stages(state: BoardState) -> Vec<entity::opportunity::StageKey> {
    state.all().iter().map(|column| column.stage.with_value(|stage| stage.key.clone())).collect()
}

/// A link to the list under the board's filter with one change.
fn list(query: StoredValue<String>, change: impl FnOnce(&mut OpportunityFilter)) -> String {
    let mut filter = OpportunityFilter::read(&query.get_value());
    filter.limit = None;
    change(&mut filter);
    link(routes::OPPORTUNITIES, &filter.write())
}

/// The rail of closed stages: what ended this month, and where cards are dropped to close them.
#[component]
pub fn Closure(state: BoardState, query: StoredValue<String>) -> impl IntoView {
    view! {
        <li class="closure" id="column-closure" data-column="closure">
            <header class="column-head">
                <h2>"Closure"</h2>
                <span class="column-note">{dates::month(state.today)}</span>
            </header>
            <ul>
                {state.closed.get_untracked().into_iter().map(|(stage, _)| view! {
                    <li><Target stage state query /></li>
                }).collect_view()}
            </ul>
        </li>
    }
}

/// One outcome: a link to its rows, a target for cards.
#[component]
fn Target(stage: Stage, state: BoardState, query: StoredValue<String>) -> impl IntoView {
    let lift = expect_context::<Lift>();
    let key = stage.key.clone();
    let rows = list(query, |filter| {
        filter.stage = vec![stage.key.clone()];
        (filter.period, filter.next) = (Some(Period::ThisMonth), None);
    });
    let ended = {
        let key = stage.key.clone();
        move || state.closed.with(|all| all.iter().find(|(stage, _)| stage.key == key).map(|(_, closed)| *closed))
    };
    let number = move |text: fn(Closed) -> String| ended().map(text).unwrap_or_default();
    let (count, sum) = (number.clone(), number);
    view! {
        <a
            class="target"
            href=rows
            draggable="false"
            data-target=stage.key.to_string()
            data-phase=stage.phase.word()
            data-over=move || lift.is_over(&key).then_some("")
        >
            <span class="target-name"><Icon name=outcome_icon(stage.phase) />{stage.name.clone()}</span>
            <strong>{move || count(|closed| grouped(closed.count.unsigned_abs()))}</strong>
            <small>{move || sum(|closed| closed.amount.short())}</small>
        </a>
    }
}

/// The strip of outcomes that appears at the foot of a phone while a card is in the air (B-06).
#[component]
pub fn DropStrip(state: BoardState) -> impl IntoView {
    let lift = expect_context::<Lift>();
    let target = move |(stage, _): (Stage, Closed)| {
        let key = stage.key.clone();
        view! {
            <div
                class="target"
                data-target=stage.key.to_string()
                data-phase=stage.phase.word()
                data-over=move || lift.is_over(&key).then_some("")
            >
                <span class="target-name"><Icon name=outcome_icon(stage.phase) />{stage.name.clone()}</span>
            </div>
        }
    };
    view! { <div class="drop-strip" aria-hidden="true">{state.closed.get_untracked().into_iter().map(target).collect_view()}</div> }
}
