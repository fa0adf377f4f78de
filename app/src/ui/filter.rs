//! What narrows a list, as chips that can be taken away.

use super::Icon;
use leptos::prelude::*;

/// One filter in use.
#[component]
pub fn FilterChip(
    icon: &'static str,
    #[prop(into)] text: String,
    /// The list without this filter.
    #[prop(into)]
    without: String,
) -> impl IntoView {
    let remove = format!("Remove filter: {text}");
    view! {
        <span class="chip">
            <Icon name=icon />
            <span>{text}</span>
            <a class="chip-remove" href=without aria-label=remove><Icon name="x" /></a>
        </span>
    }
}

/// Opens the form of filters and says how many are in use.
#[component]
pub fn FilterToggle(
    /// Id of the form.
    form: &'static str,
    count: usize,
) -> impl IntoView {
    view! {
        <button
            class="button filter-toggle"
            data-variant="quiet"
            type="button"
            popovertarget=form
            aria-label=format!("Filters, {count} in use")
        >
            <Icon name="sliders-horizontal" />
            {count}
        </button>
    }
}
