//! A menu behind a button that works before scripting is there.

use super::Icon;
use leptos::prelude::*;

/// Links and forms behind a button. For actions with arrow keys there is `Menu`.
#[component]
pub fn MenuButton(
    /// Id of the list.
    id: &'static str,
    #[prop(into)] text: String,
    #[prop(optional)] icon: Option<&'static str>,
    /// It opens towards the end of the button.
    #[prop(optional)]
    end: bool,
    /// `<li>`s with `.menu-item`s.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="menu-wrap">
            <button class="button" type="button" popovertarget=id aria-controls=id>
                {icon.map(|name| view! { <Icon name /> })}
                {text}
                <Icon name="chevron-down" />
            </button>
            <ul class="menu" id=id popover="auto" data-end=end.then_some("")>{children()}</ul>
        </div>
    }
}
