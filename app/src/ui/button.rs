//! Buttons, and links that look like them.

use super::Icon;
use leptos::ev;
use leptos::prelude::*;

/// How loud a button is. One primary per view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Variant {
    /// What one does next here.
    Primary,
    /// Everything else.
    #[default]
    Secondary,
    /// In rows and bars, without an edge.
    Quiet,
    /// Takes something away for good.
    Danger,
}

impl Variant {
    const fn word(self) -> Option<&'static str> {
        match self {
            Self::Primary => Some("primary"),
            Self::Secondary => None,
            Self::Quiet => Some("quiet"),
            Self::Danger => Some("danger"),
        }
    }
}

/// A button that does something on this page. One that sends a form is `form::Submit`.
#[component]
pub fn Button(
    #[prop(default = Variant::Secondary)] variant: Variant,
    #[prop(optional)] icon: Option<&'static str>,
    /// `sm` in rows and bars.
    #[prop(optional)]
    size: Option<&'static str>,
    /// The icon alone is seen, and this is its name.
    #[prop(optional, into)]
    label: Option<String>,
    /// Working: keeps its width, and a second press does nothing.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Pressed or not, for one that switches.
    #[prop(optional, into)]
    pressed: Option<Signal<bool>>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] on_press: Option<Callback<()>>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let press = move |_: ev::MouseEvent| {
        if let (Some(act), false) = (on_press, busy.get_untracked()) {
            act.run(());
        }
    };
    view! {
        <button
            class="button"
            type="button"
            data-variant=variant.word()
            data-size=size
            data-icon-only=label.is_some().then_some("")
            title=label.clone()
            aria-label=label
            aria-busy=move || busy.get().then_some("true")
            aria-pressed=pressed.map(|pressed| move || if pressed.get() { "true" } else { "false" })
            disabled=move || disabled.get()
            on:click=press
        >
            {icon.map(|name| view! { <Icon name /> })}
            {children.map(|children| children())}
        </button>
    }
}

/// A link to a page, as a button.
#[component]
pub fn LinkButton(
    #[prop(into)] href: String,
    #[prop(default = Variant::Secondary)] variant: Variant,
    #[prop(optional)] icon: Option<&'static str>,
    #[prop(optional)] size: Option<&'static str>,
    /// The icon alone is seen, and this is its name.
    #[prop(optional, into)]
    label: Option<String>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <a
            class="button"
            href=href
            data-variant=variant.word()
            data-size=size
            data-icon-only=label.is_some().then_some("")
            title=label.clone()
            aria-label=label
        >
            {icon.map(|name| view! { <Icon name /> })}
            {children.map(|children| children())}
        </a>
    }
}
