//! What happened at a customer: to itself, its contacts and its opportunities. Newest first.

use crate::core::erase::Erase;
use crate::core::timeline::Entry;
use crate::routes;
use crate::ui::Icon;
use chrono::NaiveDate;
use entity::event::{Deed, FieldChange, Noun};
use entity::shared::dates;
use entity::shared::ids::OpportunityId;
use leptos::prelude::*;
use std::collections::HashSet;
use uuid::Uuid;

/// Entries under a heading. `more` stands beside it, `older` is where the next ones are.
#[component]
pub fn Timeline(
    entries: Vec<Entry>,
    today: NaiveDate,
    #[prop(optional_no_strip)] more: Option<String>,
    #[prop(optional_no_strip)] older: Option<String>,
) -> impl IntoView {
    let empty = entries.is_empty().then(|| view! { <p class="muted">"Nothing happened yet."</p> });
    let gone: HashSet<Uuid> =
        entries.iter().filter(|entry| entry.deed == Deed::Removed).map(|entry| entry.record).collect();
    let one = |entry: Entry| {
        let gone = gone.contains(&entry.record);
        view! { <One entry gone today /> }
    };
    let entries = entries.into_iter().map(one).collect_view();
    let more = more.map(|href| view! { <nav aria-label="Timeline"><a href=href>"All of it"</a></nav> });
    let older = older.map(|href| {
        view! { <nav class="pagination" aria-label="Pages"><a class="button" data-size="sm" rel="next" href=href>"Older"</a></nav> }
    });
    view! {
        <section>
            <header class="timeline-head"><h2>"Timeline"</h2>{more}</header>
            {empty}
            <ol class="timeline" reversed>{entries}</ol>
            {older}
        </section>
    }
}

/// One entry; what is gone has no page to link to.
#[component]
fn One(entry: Entry, gone: bool, today: NaiveDate) -> impl IntoView {
    let (did, whose) = deed(&entry);
    let icon = icon(&entry);
    let Entry { at, who, noun, record, name, changes, note, .. } = entry;
    let who = if who.is_empty() { "Ironbook".to_owned() } else { who };
    let what = match (whose, noun) {
        (Whose::Customer, _) => "this customer".erased(),
        (Whose::Other, Noun::Opportunity) if !gone => {
            view! { <a href=routes::opportunity(OpportunityId(record))>{name}</a> }.erased()
        }
        (Whose::Other, _) => name.erased(),
    };
    let text = [told(&changes), note].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n");
    let text = (!text.is_empty()).then(|| view! { <p class="timeline-text">{text}</p> });
    let when = dates::moment(at, today);
    let title = format!("{} {}", dates::full(at.date()), dates::clock(at));
    view! {
        <li>
            <span class="icon-dot"><Icon name=icon /></span>
            <p class="timeline-what"><b>{who}</b>{format!(" {did} ")}{what}</p>
            <time class="timeline-when" datetime=at.format("%Y-%m-%dT%H:%M").to_string() title=title>{when}</time>
            {text}
        </li>
    }
}

/// Whom an entry is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    /// The customer on whose page it stands.
    Customer,
    /// A contact or an opportunity, by its name.
    Other,
}

/// What was done, between who and what.
fn deed(entry: &Entry) -> (&'static str, Whose) {
    let whose = if entry.noun == Noun::Customer { Whose::Customer } else { Whose::Other };
    let did = match entry.deed {
        Deed::Created => "added",
        Deed::Changed => "changed",
        Deed::Moved => "moved",
        Deed::Closed => "closed",
        Deed::Reopened => "reopened",
        Deed::Ranked => "reordered",
        Deed::Imported => "brought in",
        Deed::Removed => "removed",
        Deed::Exported => "exported",
        Deed::SignedIn => "signed in to",
        Deed::SignedOut => "signed out of",
    };
    (did, whose)
}

const fn icon(entry: &Entry) -> &'static str {
    match (entry.noun, entry.deed) {
        (Noun::Contact, _) => "user",
        (_, Deed::Created) => "plus",
        (_, Deed::Moved | Deed::Ranked) => "arrow-right",
        (_, Deed::Closed) => "flag",
        (_, Deed::Reopened | Deed::Removed) => "undo-2",
        (_, Deed::Imported) => "upload",
        (_, Deed::Exported) => "download",
        (_, Deed::Changed | Deed::SignedIn | Deed::SignedOut) => "pencil",
    }
}

/// Each change on a line of its own.
fn told(changes: &[FieldChange]) -> String {
    let line = |change: &FieldChange| match (change.from.as_str(), change.to.as_str()) {
        ("", to) => format!("{}: {to}", change.field),
        (from, "") => format!("{}: {from}, removed", change.field),
        (from, to) => format!("{}: {from} \u{2192} {to}", change.field),
    };
    changes.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_say_before_and_after() {
        let change = |from: &str, to: &str| FieldChange { field: "Phone".into(), from: from.into(), to: to.into() };
        for (from, to, expected) in
            [("1", "2", "Phone: 1 \u{2192} 2"), ("", "2", "Phone: 2"), ("1", "", "Phone: 1, removed")]
        {
            assert_eq!(told(&[change(from, to)]), expected);
        }
    }
}
