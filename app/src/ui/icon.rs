//! Icons from the sprite.

use crate::core::client_files::icons;
use leptos::prelude::*;

/// An icon. It says nothing to a screen reader: the word stands beside it, or on the control around it.
#[component]
pub fn Icon(name: &'static str) -> impl IntoView {
    view! { <svg class="icon" aria-hidden="true"><use href=format!("{}#{name}", icons())></use></svg> }
}
