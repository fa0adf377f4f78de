//! The way to a new opportunity.

use crate::core::session::Session;
use crate::routes;
use crate::ui::Icon;
use entity::shared::actor::Action;
use leptos::prelude::*;

/// The way to a new one, for those who may.
#[component]
pub fn AddOpportunity() -> impl IntoView {
    let session = Session::expect();
    let add = move || {
        session.may(Action::WorkOpportunities).then(|| {
            view! {
                <a class="button" data-variant="primary" href=routes::OPPORTUNITY_NEW><Icon name="plus" />"Add opportunity"</a>
            }
        })
    };
    view! { <Suspense>{add}</Suspense> }
}
