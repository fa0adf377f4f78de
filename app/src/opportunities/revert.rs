//! Taking the last move back, where the timeline tells of it (B-27).

use super::api::MoveOpportunity;
use super::types::{MoveDone, Revert};
use crate::core::AppError;
use crate::ui::form::{Hidden, PostForm};
use crate::ui::{Toast, Toasts, focus_on};
use leptos::prelude::*;

/// What a page of one opportunity does with a move that goes back, and what was said of the last one without scripting.
#[derive(Clone)]
pub struct Reverting {
    /// Shows the page as it is now.
    pub reload: Callback<()>,
    /// Why the last one was refused.
    pub refused: Option<AppError>,
}

/// The button. It sends the complete way back, a move like any other, under the version the page shows.
#[component]
pub fn RevertButton(revert: Revert, reverting: Reverting) -> impl IntoView {
    let Revert { to, form, .. } = revert;
    let action = ServerAction::<MoveOpportunity>::new();
    let hidden =
        form.filled().map(|(name, value)| view! { <Hidden name=format!("form[{name}]") value=value.to_owned() /> });
    let hidden = hidden.collect_view();
    let toasts = Toasts::expect();
    let Reverting { reload, refused } = reverting;
    let back = to.clone();
    let on_done = move |done: MoveDone| {
        toasts.show(Toast::new(format!("{} is back in {back}.", done.card.name)));
        // The button goes; the page it stood on takes the focus.
        focus_on("#main");
        reload.run(());
    };
    view! {
        <PostForm action check=|_: &MoveOpportunity| Ok(()) error=refused class="timeline-actions" on_done=on_done>
            {hidden}
            <button class="link-button">{format!("Revert to {to}")}</button>
        </PostForm>
    }
}
