//! A form that answers a question on the page itself and is not posted.

use super::FormState;
use super::summary::Summary;
use crate::core::AppError;
use entity::FieldErrors;
use leptos::ev;
use leptos::form::FromFormData;
use leptos::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The same nesting that posted forms have, so that fields serve both.
#[derive(Deserialize)]
struct Wrapped<T> {
    form: T,
}

/// Checks what was typed and hands it to `on_answer`.
#[component]
pub fn LocalForm<T, C>(state: FormState, check: C, on_answer: Callback<T>, children: Children) -> impl IntoView
where
    T: DeserializeOwned + 'static,
    C: Fn(&T) -> Result<(), FieldErrors> + Send + Sync + 'static,
{
    provide_context(state);
    on_cleanup(move || state.mark(false));
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let Ok(Wrapped { form }) = Wrapped::<T>::from_event(&event) else { return };
        match check(&form) {
            Ok(()) => {
                state.clear();
                on_answer.run(form);
            }
            Err(errors) => state.refuse(AppError::Invalid(errors)),
        }
    };
    view! {
        <form method="post" novalidate on:submit=submit>
            <Summary state />
            {children()}
        </form>
    }
}
