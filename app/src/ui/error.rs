//! What a page or a part of it says when it cannot be shown.

use super::Icon;
use crate::core::AppError;
use crate::routes;
use leptos::prelude::*;
use leptos_meta::Title;

/// The error of a page: what happened, what one can do. Sets the status of the answer.
#[component]
pub fn PageError(error: AppError) -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let Some(options) = use_context::<leptos_axum::ResponseOptions>()
        && let Ok(status) = axum::http::StatusCode::from_u16(error.status())
    {
        options.set_status(status);
    }
    let (title, text) = match &error {
        AppError::NotFound => (
            "Not here",
            "It may have been removed, or you may not see it. Ask your manager if you expected to see it.".to_owned(),
        ),
        AppError::Denied(why) => ("Not for you", why.clone()),
        AppError::SignedOut => ("Signed out", error.to_string()),
        AppError::Offline | AppError::Unavailable => ("No answer", error.to_string()),
        other => ("Something went wrong", other.to_string()),
    };
    // What is not here will not be here the next time either; one looks for it.
    let search = (error == AppError::NotFound).then(|| view! { <SearchBox placeholder="Search" /> });
    // Loaded anew by the browser: to the router one is there already.
    let again = search.is_none().then(|| view! { <a class="button" href="" rel="external">"Try again"</a> });
    view! {
        <Title text=title />
        <div class="empty" role="alert">
            <Icon name="circle-alert" />
            <h1>{title}</h1>
            <p>{text}</p>
            {search}
            <div class="button-group">
                {again}
                <a class="button" href=routes::HOME>"Home"</a>
            </div>
        </div>
    }
}

/// Leads to the page of a search.
#[component]
pub fn SearchBox(placeholder: &'static str) -> impl IntoView {
    view! {
        <form class="affix" role="search" action=routes::SEARCH>
            <span class="prefix"><Icon name="search" /></span>
            <input type="search" name="q" aria-label="Search" placeholder=placeholder />
        </form>
    }
}
