//! The summary above a refused form: focused, each line a link to its field, the same words as at the field.

use super::FormState;
use crate::core::AppError;
use crate::core::again::SignInAgain;
use crate::routes;
use crate::ui::Icon;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;

/// Nothing while all is well.
#[component]
pub(super) fn Summary(state: FormState) -> impl IntoView {
    let node = NodeRef::<html::Section>::new();
    // It comes and goes while fields are corrected: only a refusal calls for attention, and each of them once.
    let called = StoredValue::new(0);
    Effect::new(move || {
        let refusals = state.refusals.get();
        if let Some(node) = node.get().filter(|_| refusals > called.get_value()) {
            called.set_value(refusals);
            let _ = node.focus();
        }
    });
    let errors = move || {
        state.errors.with(|errors| errors.iter().map(|(f, s)| (f.to_owned(), s.to_owned())).collect::<Vec<_>>())
    };
    let wrong = move || state.errors.with(|errors| !errors.is_empty()) || state.banner.with(Option::is_some);
    let title = move || match state.banner.get() {
        Some(error) => error.to_string(),
        None if state.errors.with(|errors| errors.iter().count()) == 1 => "One field needs a correction".to_owned(),
        None => format!("{} fields need a correction", state.errors.with(|errors| errors.iter().count())),
    };
    view! {
        <Show when=wrong>
            <section class="banner" data-tone="danger" role="alert" tabindex="-1" node_ref=node>
                <Icon name="circle-alert" />
                <div>
                    <h2>{title}</h2>
                    <ul>
                        <For each=errors key=Clone::clone let((field, sentence))>
                            // Not the router's business: the browser itself puts the focus into the field.
                            <li><a rel="external" href=format!("#{}", state.input_id(&field))>{sentence}</a></li>
                        </For>
                    </ul>
                    {move || state.banner.get().and_then(|error| way_out(&error))}
                </div>
            </section>
        </Show>
    }
}

/// What one can do about a refusal without losing what was typed.
fn way_out(error: &AppError) -> Option<impl IntoView + use<>> {
    let (text, href, again) = match error {
        AppError::SignedOut => ("Sign in again", routes::SIGN_IN, SignInAgain::offered()),
        AppError::Conflict(_) => ("See what it is now, in another tab", "", None),
        _ => return None,
    };
    let pressed = move |event: ev::MouseEvent| {
        if let Some(again) = again {
            event.prevent_default();
            #[cfg(feature = "hydrate")]
            let then = super::resend::Sent::around(&event);
            again.ask(move || {
                #[cfg(feature = "hydrate")]
                then.into_iter().for_each(super::resend::Sent::again);
            });
        }
    };
    Some(view! { <p><a rel="external" target="_blank" href=href on:click=pressed>{text}</a></p> })
}
