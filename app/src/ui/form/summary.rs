//! The summary above a refused form: focused, each line a link to its field, the same words as at the field.

use super::{FormState, input_id};
use crate::ui::Icon;
use leptos::html;
use leptos::prelude::*;

/// Nothing while all is well.
#[component]
pub(super) fn Summary(state: FormState) -> impl IntoView {
    let node = NodeRef::<html::Section>::new();
    Effect::new(move || {
        let refused = state.refusals.get() > 0;
        if let Some(node) = node.get().filter(|_| refused) {
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
                            <li><a href=format!("#{}", input_id(&field))>{sentence}</a></li>
                        </For>
                    </ul>
                </div>
            </section>
        </Show>
    }
}
