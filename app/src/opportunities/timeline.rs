//! What happened to an opportunity, newest first.

use super::revert::{RevertButton, Reverting};
use super::types::Revert;
use crate::core::timeline::Entry;
use crate::ui::Icon;
use chrono::NaiveDate;
use entity::event::Deed;
use entity::shared::dates;
use leptos::prelude::*;

/// What happened, newest first.
#[component]
pub fn TimelinePart(
    entries: Vec<Entry>,
    /// The way back from the last move.
    revert: Option<Revert>,
    reverting: Reverting,
    today: NaiveDate,
) -> impl IntoView {
    let one = |entry: Entry| {
        let revert = revert.clone().filter(|revert| revert.seq == entry.seq);
        let revert = revert.map(|revert| view! { <RevertButton revert reverting=reverting.clone() /> });
        view! { <EntryView entry today>{revert}</EntryView> }
    };
    let entries = entries.into_iter().map(one).collect_view();
    view! {
        <section>
            <header class="timeline-head"><h2>"Timeline"</h2></header>
            <ol class="timeline" reversed>{entries}</ol>
        </section>
    }
}

#[component]
fn EntryView(entry: Entry, today: NaiveDate, children: Children) -> impl IntoView {
    let icon = match entry.deed {
        Deed::Created => "plus",
        Deed::Moved | Deed::Ranked => "arrow-right",
        Deed::Closed => "flag",
        Deed::Reopened | Deed::Removed => "undo-2",
        Deed::Imported => "upload",
        _ => "pencil",
    };
    let changes = entry.changes.iter().map(|change| match (change.from.as_str(), change.to.as_str()) {
        ("", to) => format!("{}: {to}", change.field),
        (from, "") => format!("{}: {from} removed", change.field),
        (from, to) => format!("{}: {from} \u{2192} {to}", change.field),
    });
    let changes: Vec<String> = changes.collect();
    let who = if entry.who.is_empty() { "Ironbook".to_owned() } else { entry.who };
    let when = dates::moment(entry.at, today);
    let text: Vec<String> = [changes.join("; "), entry.note].into_iter().filter(|part| !part.is_empty()).collect();
    let text = text.join(". ");
    view! {
        <li>
            <span class="icon-dot"><Icon name=icon /></span>
            <p class="timeline-what"><b>{entry.deed.label()}</b>" by "{who}</p>
            <time class="timeline-when" datetime=entry.at.format("%Y-%m-%dT%H:%M").to_string()>{when}</time>
            <p class="timeline-text">{text}</p>
            {children()}
        </li>
    }
}
