//! What happened at a customer: to itself, its contacts and its opportunities. Newest first.

use crate::core::erase::Erase;
use crate::core::timeline::Entry;
use crate::routes;
use crate::ui::{Timeline, TimelineItem};
use chrono::NaiveDate;
use entity::event::{Deed, Noun};
use entity::shared::ids::OpportunityId;
use leptos::prelude::*;
use std::collections::HashSet;
use uuid::Uuid;

/// Entries under a heading, with the ways to the others.
#[component]
pub fn TimelinePart(
    entries: Vec<Entry>,
    today: NaiveDate,
    #[prop(optional_no_strip)] more: Option<String>,
    #[prop(optional_no_strip)] newest: Option<String>,
    #[prop(optional_no_strip)] older: Option<String>,
) -> impl IntoView {
    let empty = entries.is_empty();
    let gone: HashSet<Uuid> =
        entries.iter().filter(|entry| entry.deed == Deed::Removed).map(|entry| entry.record).collect();
    let one = |entry: Entry| {
        let gone = gone.contains(&entry.record);
        view! { <One entry gone today /> }
    };
    let entries = entries.into_iter().map(one).collect_view();
    view! { <Timeline empty more newest older>{entries}</Timeline> }
}

/// One entry; what is gone has no page to link to.
#[component]
fn One(entry: Entry, gone: bool, today: NaiveDate) -> impl IntoView {
    let (did, icon, text, who) = (entry.did(), entry.icon(), entry.text(), entry.author().to_owned());
    let Entry { at, noun, record, name, .. } = entry;
    let whom = match noun {
        Noun::Customer => "this customer".erased(),
        Noun::Opportunity if !gone => view! { <a href=routes::opportunity(OpportunityId(record))>{name}</a> }.erased(),
        _ => name.erased(),
    };
    let what = (did, " ", whom).erased();
    view! { <TimelineItem icon subject=who what at today text /> }
}
