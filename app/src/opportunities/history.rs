//! Through which stages an opportunity went.

use super::types::{HistoryRow, OpportunityPage};
use entity::shared::dates;
use leptos::prelude::*;

/// Every stage it was in, the latest first: since when, for how long, by whom, and why.
#[component]
pub fn StageHistory(page: OpportunityPage) -> impl IntoView {
    let OpportunityPage { history, stages, today, .. } = page;
    let step = |step: HistoryRow| {
        let HistoryRow { to, on, days, who, reason } = step;
        let stage =
            stages.iter().find(|stage| stage.key == to).map_or_else(|| to.0.clone(), |stage| stage.name.clone());
        let note = [who, reason.unwrap_or_default()];
        let note = note.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(". ");
        view! {
            <li>
                <div class="row-main">{stage}{(!note.is_empty()).then(|| view! { <small>{note}</small> })}</div>
                <span class="row-value muted">{format!("{} \u{b7} {days}\u{a0}d", dates::day(on, today))}</span>
            </li>
        }
    };
    let steps = history.into_iter().rev().map(step).collect_view();
    view! {
        <section class="panel">
            <header class="panel-head"><h2>"Stage history"</h2></header>
            <ol class="rows" data-plain="">{steps}</ol>
        </section>
    }
}
