//! What happened, newest first.

use super::Icon;
use crate::core::erase::Erase;
use chrono::{NaiveDate, NaiveDateTime};
use entity::shared::dates;
use leptos::prelude::*;

/// What happened, under its heading; its children are [`TimelineItem`]s.
#[component]
pub fn Timeline(
    /// Nothing happened yet, or nothing older.
    empty: bool,
    /// Where all of it stands, when this is the beginning only.
    #[prop(optional_no_strip)]
    more: Option<String>,
    /// Where the newest ones are, when these are older.
    #[prop(optional_no_strip)]
    newest: Option<String>,
    /// Where older ones are.
    #[prop(optional_no_strip)]
    older: Option<String>,
    children: Children,
) -> impl IntoView {
    let more = more.map(|href| view! { <nav aria-label="Timeline"><a href=href>"All of it"</a></nav> });
    let nothing = empty.then(|| view! { <p class="muted">"Nothing happened yet."</p> });
    let pages = (newest.is_some() || older.is_some()).then(|| {
        let newest = newest.map(|href| view! { <a class="button" data-size="sm" rel="prev" href=href>"Newest"</a> });
        let older = older.map(|href| view! { <a class="button" data-size="sm" rel="next" href=href>"Older"</a> });
        view! { <nav class="pagination" aria-label="Pages of the timeline">{newest}{older}</nav> }
    });
    view! {
        <section>
            <header class="timeline-head"><h2>"Timeline"</h2>{more}</header>
            {nothing}
            <ol class="timeline" reversed>{children()}</ol>
            {pages}
        </section>
    }
}

/// One thing that happened.
#[component]
pub fn TimelineItem(
    icon: &'static str,
    /// Who or what it is about, in bold.
    #[prop(into)]
    subject: String,
    /// The rest of the sentence.
    what: AnyView,
    /// When, by the reader's clock.
    at: NaiveDateTime,
    /// The reader's day: `Today` is told from it.
    today: NaiveDate,
    /// Who did it, where the sentence does not say so.
    #[prop(optional, into)]
    by: String,
    /// What was said or changed; its lines stay lines.
    #[prop(optional, into)]
    text: String,
    /// What may be done about it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let when = dates::moment(at, today);
    let when = if by.is_empty() { when } else { format!("{when}, {by}") };
    let title = format!("{} {}", dates::full(at.date()), dates::clock(at));
    let text = (!text.is_empty()).then(|| view! { <p class="timeline-text">{text}</p> });
    view! {
        <li>
            <span class="icon-dot"><Icon name=icon /></span>
            <p class="timeline-what"><b>{subject}</b>" "{what}</p>
            <time class="timeline-when" datetime=dates::machine(at) title=title>{when}</time>
            {text}
            {children.map(|children| children().erased())}
        </li>
    }
}
