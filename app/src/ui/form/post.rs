//! A form that is posted to a server function: by fetch when scripting is there, plainly when it is not.

use super::FormState;
#[cfg(feature = "hydrate")]
use super::resend;
use super::summary::Summary;
use crate::core::AppError;
use crate::core::again::SignInAgain;
use crate::ui::browser::fresh_key;
use crate::ui::set_unsaved;
use entity::FieldErrors;
use leptos::ev;
use leptos::form::FromFormData;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_navigate;
use serde::de::DeserializeOwned;
use uuid::Uuid;

/// An answer that says where a person goes next.
pub trait Goes {
    /// A path of this product.
    fn goto(&self) -> &str;
}

/// A posted form with its error summary. Fields inside read [`FormState`] from the context.
#[component]
pub fn PostForm<S, C>(
    /// What it is sent to.
    action: ServerAction<S>,
    /// The law of the form, run before sending and, after the first submit, when a field is left.
    check: C,
    /// Why the last post without JavaScript was refused.
    #[prop(default = None)]
    error: Option<AppError>,
    #[prop(into, default = "form".to_owned())] class: String,
    #[prop(optional, into)] label: Option<String>,
    /// Loads the next page anew instead of changing it in place: after signing in everything is another.
    #[prop(optional)]
    full_load: bool,
    /// Idempotency key, made on the server with the page. Renewed here after each success.
    #[prop(optional)]
    key: Option<Uuid>,
    /// What to do with the answer; without it the browser goes where the answer says.
    #[prop(optional, into)]
    on_done: Option<Callback<S::Output>>,
    /// The argument of the server function that the fields make up; empty when each field is an argument.
    #[prop(default = "form")]
    prefix: &'static str,
    /// The form of a record: what is typed in it is not left unasked, and its page itself tells of conflicts.
    #[prop(optional)]
    keeps: bool,
    /// What the ids of its fields begin with, where another form may stand on the page.
    #[prop(default = "f")]
    ids: &'static str,
    children: Children,
) -> impl IntoView
where
    S: ServerFn<Error = AppError> + DeserializeOwned + Clone + Send + Sync + 'static,
    S::Output: Goes + Clone + Send + Sync + 'static,
    C: Fn(&S) -> Result<(), FieldErrors> + Clone + Send + Sync + 'static,
{
    let own = FormState::of(prefix);
    // The mark on the title is that of the page's form; one beside it must not take it away.
    let state = FormState { ids, keeps, mark: own.mark.filter(|_| ids == super::IDS), ..own };
    provide_context(state);
    let told = move |error: &AppError| keeps && matches!(error, AppError::Conflict(_));
    if let Some(error) = error.filter(|error| !told(error)) {
        state.remember(&error);
        state.refuse(error);
    }
    // A form that goes away takes its mark on the title along. On the server it goes before the title is written.
    if cfg!(feature = "hydrate") {
        on_cleanup(move || {
            state.mark(false);
            if keeps {
                set_unsaved(false);
            }
        });
    }
    let typed = move |_| {
        if keeps {
            set_unsaved(true);
        }
    };
    let key = key.map(RwSignal::new);
    let navigate = use_navigate();
    let again = SignInAgain::offered();
    #[cfg(feature = "hydrate")]
    let sent = StoredValue::new_local(None::<resend::Sent>);
    Effect::new(move |was_answered: Option<bool>| {
        let answer = action.value().get();
        let is_answered = answer.is_some();
        match answer {
            // Stays busy: the page is on its way out.
            Some(Ok(answer)) if full_load => crate::ui::load(answer.goto()),
            Some(Ok(answer)) => {
                state.busy.set(false);
                // Over: its fields are not checked again while they go, half of them being gone.
                state.submitted.set(false);
                if keeps {
                    set_unsaved(false);
                }
                if let Some(key) = key {
                    key.set(fresh_key());
                }
                match on_done {
                    Some(on_done) => on_done.run(answer),
                    None => navigate(answer.goto(), leptos_router::NavigateOptions::default()),
                }
            }
            Some(Err(error)) => {
                state.busy.set(false);
                if let Some(again) = again.filter(|_| error == AppError::SignedOut) {
                    #[cfg(feature = "hydrate")]
                    let then = sent.try_update_value(Option::take).flatten();
                    again.ask(move || {
                        #[cfg(feature = "hydrate")]
                        then.into_iter().for_each(resend::Sent::again);
                    });
                }
                if told(&error) {
                    state.clear();
                } else {
                    state.remember(&error);
                    state.refuse(error);
                }
            }
            // Taken back: what somebody else wrote was taken instead.
            None if was_answered == Some(true) => state.clear(),
            None => {}
        }
        is_answered
    });
    let checked = check.clone();
    let submit = move |event: ev::SubmitEvent| {
        // Without the form's content the browser sends it the plain way, and the server answers.
        let Ok(input) = S::from_event(&event) else { return };
        event.prevent_default();
        if state.busy.get_untracked() {
            return;
        }
        match checked(&input) {
            Ok(()) => {
                state.clear();
                state.busy.set(true);
                #[cfg(feature = "hydrate")]
                sent.set_value(resend::Sent::of(&event));
                action.dispatch(input);
            }
            Err(errors) => state.refuse(AppError::Invalid(errors)),
        }
    };
    let left = move |event: ev::FocusEvent| {
        // A form whose button is pressed is checked whole in a moment, and must not move under the pointer before that.
        if state.submitted.try_get_untracked() != Some(true) || goes_to_button(&event) {
            return;
        }
        #[cfg(feature = "hydrate")]
        if let Some(input) = decode::<S>(&event) {
            state.recheck(check(&input).err().unwrap_or_default(), &id_of(&event));
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = (&event, &check);
    };
    view! {
        <form
            class=class
            method="post"
            action=S::url()
            novalidate
            aria-label=label
            aria-busy=move || state.busy.get().then_some("true")
            on:submit=submit
            on:focusout=left
            on:input=typed
        >
            <Summary state />
            {key.map(|key| view! { <input type="hidden" name="key" value=move || key.get().to_string() /> })}
            {children()}
        </form>
    }
}

/// Whether the focus goes to a button.
fn goes_to_button(event: &ev::FocusEvent) -> bool {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let to = event.related_target().and_then(|to| to.dyn_into::<web_sys::Element>().ok());
        to.is_some_and(|to| to.tag_name() == "BUTTON")
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = event;
        false
    }
}

/// The form around an element, as the server function's input.
#[cfg(feature = "hydrate")]
pub(super) fn decode<T: DeserializeOwned>(event: &ev::FocusEvent) -> Option<T> {
    use wasm_bindgen::JsCast;
    let form = event.target()?.dyn_into::<web_sys::Element>().ok()?.closest("form").ok()??;
    let data = web_sys::FormData::new_with_form(&form.dyn_into().ok()?).ok()?;
    T::from_form_data(&data).ok()
}

/// The id of the input that was left.
#[cfg(feature = "hydrate")]
fn id_of(event: &ev::FocusEvent) -> String {
    use wasm_bindgen::JsCast;
    let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    element.map(|element| element.id()).unwrap_or_default()
}
