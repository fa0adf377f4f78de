//! What a page or a part of it says when it cannot be shown.

use super::Icon;
use crate::core::AppError;
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
    view! {
        <Title text=title />
        <div class="empty" role="alert">
            <Icon name="circle-alert" />
            <h1>{title}</h1>
            <p>{text}</p>
            <div class="button-group">
                <a class="button" href="">"Try again"</a>
                <a class="button" href="/">"Home"</a>
            </div>
        </div>
    }
}
