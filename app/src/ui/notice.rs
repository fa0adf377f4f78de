//! Words that stand on the page: banners, strips, empty lists, and boxes that wait for content.

use super::{Hue, Icon};
use leptos::prelude::*;

/// Something to know about this page.
#[component]
pub fn Banner(
    /// `Info`, `Success`, `Warning` or `Danger`.
    #[prop(default = Hue::Info)]
    hue: Hue,
    #[prop(into)] title: String,
    children: Children,
) -> impl IntoView {
    let icon = match hue {
        Hue::Success => "circle-check",
        Hue::Warning => "triangle-alert",
        Hue::Danger => "circle-alert",
        _ => "info",
    };
    view! {
        <section class="banner" data-tone=hue.word().filter(|word| *word != "info")>
            <Icon name=icon />
            <div><h2>{title}</h2>{children()}</div>
        </section>
    }
}

/// One line above everything: demo data, no connection, a new version.
#[component]
pub fn Strip(#[prop(optional)] icon: Option<&'static str>, children: Children) -> impl IntoView {
    view! {
        <div class="strip" data-tone="warning">{icon.map(|name| view! { <Icon name /> })}<span>{children()}</span></div>
    }
}

/// Nothing here: why, and what one can do. Buttons are its children.
#[component]
pub fn Empty(
    #[prop(default = "inbox")] icon: &'static str,
    #[prop(into)] title: String,
    #[prop(into)] text: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon name=icon />
            <h2>{title}</h2>
            <p>{text}</p>
            {children.map(|children| view! { <div class="button-group">{children()}</div> })}
        </div>
    }
}

/// A box in the size of what is still to come.
#[component]
pub fn Skeleton(
    /// `card`, `row` or `dot`; otherwise a line of text.
    #[prop(optional)]
    shape: Option<&'static str>,
    /// `short`, `half` or `long`.
    #[prop(optional)]
    width: Option<&'static str>,
) -> impl IntoView {
    view! { <span class="skeleton" data-shape=shape data-width=width aria-hidden="true"></span> }
}
