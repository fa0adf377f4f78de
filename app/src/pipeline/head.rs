//! The heading of a column with its numbers.

use super::column::column_list;
use super::lift::Lift;
use super::state::{BoardState, ColumnState};
use crate::routes;
use crate::ui::Icon;
use entity::Money;
use entity::opportunity::Stage;
use entity::opportunity::board::Totals;
use entity::shared::money::grouped;
use leptos::prelude::*;

/// Name, count, sum and weighted sum; while a card hovers, also what they would become.
#[component]
pub fn Head(
    stage: Stage,
    column: ColumnState,
    state: BoardState,
    query: StoredValue<String>,
    heading: String,
) -> impl IntoView {
    let lift = expect_context::<Lift>();
    let totals = column.totals;
    let key = stage.key.clone();
    let projected = Memo::new(move |_| lift.projected(state, &key, totals.get()));
    let then = move |text: fn(Totals) -> String| {
        projected.get().map(|totals| view! { " "<span class="projected">{text(totals)}</span> })
    };
    let probability = stage.probability;
    let weighted = move || format!("{probability} \u{b7} weighted {}", weighted_text(totals.get()));
    let number = |n: i64| grouped(n.unsigned_abs());
    let limit = stage.wip_limit.map(i64::from);
    let full = move || limit.filter(|limit| totals.get().count > *limit);
    let over = move || full().map(|limit| format!(" \u{b7} more than {limit}"));
    let add = format!("{}?stage={}", routes::OPPORTUNITY_NEW, stage.key);
    view! {
        <header class="column-head">
            <h2 id=heading>
                <a href=column_list(&stage, &query.get_value()) title=stage.name.clone()>{stage.name.clone()}</a>
                <span class="column-count">{move || number(totals.get().count)}{move || then(|totals| grouped(totals.count.unsigned_abs()))}</span>
            </h2>
            <span class="column-sum" title=move || totals.get().amount.to_string()>
                {move || totals.get().amount.short()}{move || then(|totals| totals.amount.short())}
            </span>
            <span class="column-note" data-tone=move || full().map(|_| "warning")>{weighted}{move || then(weighted_text)}{over}</span>
            {state.may_work.then(|| view! {
                <a class="column-add" href=add data-quick=stage.key.to_string() aria-label=format!("Add to {}", stage.name)><Icon name="plus" /></a>
            })}
        </header>
    }
}

fn weighted_text(totals: Totals) -> String {
    let Money(cents) = totals.weighted.rounded();
    // Whole units, rounded once more: the cents of a weighted sum say nothing.
    Money((cents + 50).div_euclid(100) * 100).to_string()
}
