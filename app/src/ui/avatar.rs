//! Initials in a colour that is the same for a name everywhere.

use entity::shared::text::{hue, initials};
use leptos::prelude::*;

/// Most faces of a stack; the others are counted.
const MOST: usize = 3;

/// An avatar; the name is there for those who do not see it.
#[component]
pub fn Avatar(
    #[prop(into)] name: String,
    /// `sm` or `lg`.
    #[prop(optional)]
    size: Option<&'static str>,
) -> impl IntoView {
    view! {
        <span class="avatar" data-hue=hue(&name) data-size=size title=name.clone() aria-hidden="true">{initials(&name)}</span>
        <span class="sr-only">{name}</span>
    }
}

/// Several people; all their names are there to be read.
#[component]
pub fn Avatars(names: Vec<String>) -> impl IntoView {
    let all = names.join(", ");
    let more = names.len().saturating_sub(MOST);
    let shown = if more > 0 { MOST - 1 } else { names.len() };
    let rest = names.len() - shown;
    let faces = names
        .into_iter()
        .take(shown)
        .map(|name| view! { <span class="avatar" data-hue=hue(&name) title=name.clone()>{initials(&name)}</span> });
    view! {
        <span class="avatars" aria-hidden="true" title=all.clone()>
            {faces.collect_view()}
            {(rest > 0).then(|| view! { <span class="avatar">{format!("+{rest}")}</span> })}
        </span>
        <span class="sr-only">{all}</span>
    }
}
