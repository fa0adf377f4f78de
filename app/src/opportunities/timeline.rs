//! What happened to an opportunity, newest first.

use super::revert::{RevertButton, Reverting};
use super::types::Revert;
use crate::core::erase::Erase;
use crate::core::timeline::Entry;
use crate::ui::{Timeline, TimelineItem};
use chrono::NaiveDate;
use entity::event::STAGE;
use leptos::prelude::*;

/// What happened, newest first.
#[component]
pub fn TimelinePart(
    entries: Vec<Entry>,
    /// The way back from the last move.
    revert: Option<Revert>,
    reverting: Reverting,
    today: NaiveDate,
    /// Where the newest ones are, when these are older.
    newest: Option<String>,
    /// Where older ones are.
    older: Option<String>,
) -> impl IntoView {
    let one = |entry: Entry| {
        let revert = revert.clone().filter(|revert| revert.seq == entry.seq);
        let revert = revert.map(|revert| view! { <RevertButton revert reverting=reverting.clone() /> });
        view! { <EntryView entry today>{revert}</EntryView> }
    };
    let empty = entries.is_empty();
    let entries = entries.into_iter().map(one).collect_view();
    view! { <Timeline empty newest older>{entries}</Timeline> }
}

/// A change of stage is told by its stages, anything else by who did it.
#[component]
fn EntryView(mut entry: Entry, today: NaiveDate, children: Children) -> impl IntoView {
    let who = entry.author().to_owned();
    let stage = entry.changes.iter().position(|change| change.field == STAGE).map(|i| entry.changes.remove(i));
    let (subject, what, by) = match stage {
        Some(stage) => (STAGE.to_owned(), format!("{} to {}", stage.from, stage.to), who),
        None => (who, format!("{} this opportunity", entry.did()), String::new()),
    };
    let (icon, text, at) = (entry.icon(), entry.text(), entry.at);
    view! { <TimelineItem icon subject what=what.erased() at today by text>{children()}</TimelineItem> }
}
