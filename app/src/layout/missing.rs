//! The page for paths that lead nowhere, and for records one may not see: the two look alike.

use crate::routes;
use crate::ui::SearchBox;
use leptos::prelude::*;
use leptos_meta::Title;

/// 404.
#[component]
pub fn MissingPage() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let Some(options) = use_context::<leptos_axum::ResponseOptions>() {
        options.set_status(axum::http::StatusCode::NOT_FOUND);
    }
    view! {
        <Title text="Not here" />
        <main class="page oops" id="main" tabindex="-1">
            <p class="code">"404"</p>
            <h1>"This page is not here"</h1>
            <p>"It may have moved, or you may not see it. Ask your manager if you expected to see it."</p>
            <SearchBox placeholder="Search customers, people, opportunities" />
            <div class="button-group">
                <a class="button" data-variant="primary" href=routes::HOME>"Home"</a>
                <a class="button" href=routes::PIPELINE>"Board"</a>
                <a class="button" href=routes::CUSTOMERS>"Customers"</a>
            </div>
        </main>
    }
}
