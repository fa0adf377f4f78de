//! Where one stands in a row of steps.

use super::Icon;
use crate::core::erase::Erase;
use leptos::prelude::*;

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub text: String,
    /// A few words below: what it brought, or what it will.
    pub note: String,
    /// Where it can be looked at again; steps ahead have no link.
    pub href: Option<String>,
}

/// Steps in order; those before `at` are done.
#[component]
pub fn Steps(
    steps: Vec<Step>,
    /// The present one, counted from 0.
    at: usize,
    #[prop(default = "Steps")] label: &'static str,
) -> impl IntoView {
    let steps = steps.into_iter().enumerate().map(|(i, Step { text, note, href })| {
        let (done, here) = (i < at, i == at);
        let mark = done.then(|| view! { <Icon name="check" /> });
        let text = match href.filter(|_| !here) {
            Some(href) => view! { <a href=href>{mark}{text}</a> }.erased(),
            None => view! { <span>{mark}{text}</span> }.erased(),
        };
        view! {
            <li data-done=done.then_some("") aria-current=here.then_some("step")>
                {text}
                <small title=note.clone()>{note.clone()}</small>
            </li>
        }
    });
    view! { <ol class="steps" aria-label=label>{steps.collect_view()}</ol> }
}
