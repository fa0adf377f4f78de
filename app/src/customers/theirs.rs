//! Somebody saved first: what they wrote, beside what was typed here. Nothing typed is lost.

use crate::core::Conflict;
use crate::ui::{Icon, announce, focus_on, on_frame};
use entity::event::FieldChange;
use leptos::ev;
use leptos::prelude::*;

/// Who changed it, where the two differ, and the way to take theirs. Saving again keeps mine.
#[component]
pub fn Theirs(
    conflict: Conflict,
    /// From theirs to mine, in words.
    differences: Vec<FieldChange>,
    /// The form as it is stored.
    href: String,
    /// Takes theirs in place.
    on_take: Callback<()>,
) -> impl IntoView {
    let title = format!("{} saved before you, at {}", conflict.who, conflict.at);
    let said = |text: String| if text.is_empty() { "empty".to_owned() } else { text };
    let line = |change: FieldChange| {
        view! { <li><b>{change.field}</b>": theirs "<q>{said(change.from)}</q>", yours "<q>{said(change.to)}</q></li> }
    };
    let same = differences.is_empty();
    let lines = differences.into_iter().map(line).collect_view();
    let advice = if same {
        "They wrote what you wrote. There is nothing to save."
    } else {
        "Save again to keep yours, or take theirs. Until then nothing is lost."
    };
    let take = move |event: ev::MouseEvent| {
        event.prevent_default();
        on_take.run(());
        // The pressed link is gone.
        on_frame(|| {
            focus_on("form.panel input:not([type=hidden])");
        });
        announce("The fields hold what they wrote.");
    };
    view! {
        <section class="banner" data-tone="warning" aria-labelledby="theirs-title">
            <Icon name="users" />
            <div>
                <h2 id="theirs-title">{title}</h2>
                <ul>{lines}</ul>
                <p>{advice}</p>
                <p><a class="button" data-size="sm" href=href on:click=take>"Take theirs"</a></p>
            </div>
        </section>
    }
}
