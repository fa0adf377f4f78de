//! A framed part of a page, and facts in pairs.

use leptos::prelude::*;

/// A part of a page under its own heading.
#[component]
pub fn Panel(
    #[prop(into)] title: String,
    /// Stands at the end of the heading: a link or a button.
    #[prop(optional, into)]
    aside: ViewFn,
    /// Its content touches the frame.
    #[prop(optional)]
    flush: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <section class="panel" data-flush=flush.then_some("")>
            <header class="panel-head"><h2>{title}</h2>{aside.run()}</header>
            {children()}
        </section>
    }
}

/// Words and what they are here. An empty one shows a dash.
#[component]
pub fn Facts(
    facts: Vec<(&'static str, String)>,
    /// Two pairs beside each other.
    #[prop(optional)]
    wide: bool,
) -> impl IntoView {
    let pairs = facts.into_iter().map(|(word, fact)| view! { <dt>{word}</dt><dd>{fact}</dd> });
    view! { <dl class="facts" data-columns=wide.then_some("2")>{pairs.collect_view()}</dl> }
}
