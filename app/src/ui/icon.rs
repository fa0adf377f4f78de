//! Icons from the sprite.

use leptos::prelude::*;

/// Where the sprite is, from the context; the shell writes it into the page for the browser.
#[derive(Debug, Clone)]
pub struct IconSprite(pub String);

impl IconSprite {
    /// In the browser: what the server wrote into `<html data-icons>`.
    pub fn of_page() -> Self {
        #[cfg(feature = "hydrate")]
        return Self(
            document().document_element().and_then(|root| root.get_attribute("data-icons")).unwrap_or_default(),
        );
        #[cfg(not(feature = "hydrate"))]
        Self(String::new())
    }
}

/// An icon. It says nothing to a screen reader: the word stands beside it, or on the control around it.
#[component]
pub fn Icon(name: &'static str) -> impl IntoView {
    let sprite = use_context::<IconSprite>().map(|sprite| sprite.0).unwrap_or_default();
    view! { <svg class="icon" aria-hidden="true"><use href=format!("{sprite}#{name}")></use></svg> }
}
