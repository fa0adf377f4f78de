//! What happened, newest first.

use super::Icon;
use leptos::prelude::*;

/// The list of what happened; its children are [`TimelineItem`]s.
#[component]
pub fn Timeline(children: Children) -> impl IntoView {
    view! { <ol class="timeline" reversed>{children()}</ol> }
}

/// One thing that happened.
#[component]
pub fn TimelineItem(
    icon: &'static str,
    /// Who did it.
    #[prop(into)]
    who: String,
    /// What was done, to be read behind the name: `moved it to Proposal`.
    #[prop(into)]
    what: String,
    /// When, in words.
    #[prop(into)]
    when: String,
    /// The same for machines.
    #[prop(into)]
    datetime: String,
    /// What was said or changed.
    #[prop(optional, into)]
    text: String,
) -> impl IntoView {
    view! {
        <li>
            <span class="icon-dot"><Icon name=icon /></span>
            <p class="timeline-what"><b>{who}</b>" "{what}</p>
            <time class="timeline-when" datetime=datetime>{when}</time>
            {(!text.is_empty()).then(|| view! { <p class="timeline-text">{text}</p> })}
        </li>
    }
}
