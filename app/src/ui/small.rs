//! The smallest parts.

use leptos::prelude::*;

/// A key to press.
#[component]
pub fn Kbd(key: &'static str) -> impl IntoView {
    view! { <kbd>{key}</kbd> }
}

/// Views of one thing as links: text, where to, whether it is this one.
#[component]
pub fn Tabs(
    label: &'static str,
    tabs: Vec<(String, String, bool)>,
    /// Beside a heading instead of below it.
    #[prop(optional)]
    inline: bool,
) -> impl IntoView {
    let tabs = tabs
        .into_iter()
        .map(|(text, href, here)| view! { <a href=href aria-current=here.then_some("page")>{text}</a> });
    view! { <nav class="tabs" data-inline=inline.then_some("") aria-label=label>{tabs.collect_view()}</nav> }
}
