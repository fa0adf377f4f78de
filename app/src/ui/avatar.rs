//! Initials in a colour that is the same for a name everywhere.

use entity::shared::text::{hue, initials};
use leptos::prelude::*;

/// An avatar; the name is there for those who do not see it.
#[component]
pub fn Avatar(#[prop(into)] name: String) -> impl IntoView {
    view! {
        <span class="avatar" data-hue=hue(&name) title=name.clone() aria-hidden="true">{initials(&name)}</span>
        <span class="sr-only">{name}</span>
    }
}
