//! The button that sends a form.

use super::FormState;
use crate::ui::Icon;
use leptos::prelude::*;

/// Sends the form around it; busy, and deaf, while an answer is awaited.
#[component]
pub fn Submit(
    /// `primary`, `danger`, or nothing for a plain one.
    #[prop(default = "primary")]
    variant: &'static str,
    #[prop(optional)] icon: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    let busy = use_context::<FormState>().map(|state| state.busy);
    let busy = move || busy.is_some_and(|busy| busy.get()).then_some("true");
    view! {
        <button class="button" data-variant=variant type="submit" aria-busy=busy aria-disabled=busy>
            {icon.map(|name| view! { <Icon name /> })}
            {children()}
        </button>
    }
}
