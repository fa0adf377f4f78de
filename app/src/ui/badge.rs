//! Short states: an icon and a word, never colour alone.

use super::Icon;
use leptos::prelude::*;

/// What a colour says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Hue {
    #[default]
    Neutral,
    Info,
    Success,
    Danger,
    Warning,
    Violet,
    Yellow,
}

impl Hue {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Neutral, Self::Info, Self::Success, Self::Danger, Self::Warning, Self::Violet, Self::Yellow];

    /// As styles know it; nothing for neutral.
    pub const fn word(self) -> Option<&'static str> {
        match self {
            Self::Neutral => None,
            Self::Info => Some("info"),
            Self::Success => Some("success"),
            Self::Danger => Some("danger"),
            Self::Warning => Some("warning"),
            Self::Violet => Some("violet"),
            Self::Yellow => Some("yellow"),
        }
    }
}

/// A state in at most 14 letters.
#[component]
pub fn Badge(
    #[prop(default = Hue::Neutral)] hue: Hue,
    #[prop(optional)] icon: Option<&'static str>,
    #[prop(into)] text: String,
) -> impl IntoView {
    view! { <span class="badge" data-tone=hue.word()>{icon.map(|name| view! { <Icon name /> })}{text}</span> }
}
