//! Where on the board an event happened, and where the focus goes after a move (B-13).

use super::state::BoardState;
use leptos::html;
use leptos::prelude::*;

#[cfg(feature = "hydrate")]
pub use dom::{menu_of, on};

/// After a move the focus is on the same part of the same card, scrolled into view; if the card left the board,
/// on the heading of the board.
pub fn follow(state: BoardState, root: NodeRef<html::Section>) {
    #[cfg(feature = "hydrate")]
    dom::follow(state, root);
    #[cfg(not(feature = "hydrate"))]
    let _ = (state, root);
}

#[cfg(feature = "hydrate")]
mod dom {
    use crate::pipeline::keys::On;
    use crate::pipeline::state::BoardState;
    use entity::shared::ids::OpportunityId;
    use leptos::ev::{KeyboardEvent, MouseEvent};
    use leptos::html;
    use leptos::prelude::*;
    use wasm_bindgen::JsCast;
    use web_sys::{Element, HtmlElement};

    /// The card a key went down on.
    pub fn on(event: &KeyboardEvent) -> Option<On> {
        let target = event.target()?.dyn_into::<Element>().ok()?;
        let id = card_of(&target)?;
        let handle = target.closest(".card-handle").ok().flatten().is_some();
        Some(if handle { On::Handle(id) } else { On::Card(id) })
    }

    /// The card whose three dots were clicked.
    pub fn menu_of(event: &MouseEvent) -> Option<OpportunityId> {
        let target = event.target()?.dyn_into::<Element>().ok()?;
        card_of(&target.closest(".card-menu").ok()??)
    }

    fn card_of(element: &Element) -> Option<OpportunityId> {
        element.closest("article[data-opp]").ok()??.get_attribute("data-opp")?.parse().ok()
    }

    /// Remembers which part of which card has the focus; when that card is rendered elsewhere, gives it back.
    pub fn follow(state: BoardState, root: NodeRef<html::Section>) {
        let last = StoredValue::new_local(None::<(String, &'static str)>);
        let focused = move |event: web_sys::FocusEvent| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let part = target.and_then(|target| {
                let id = card_of(&target)?.to_string();
                let part =
                    [".card-handle", ".card-menu"].into_iter().find(|part| target.matches(part).unwrap_or(false));
                Some((id, part.unwrap_or("h3 a")))
            });
            last.set_value(part);
        };
        Effect::new(move || {
            if let Some(root) = root.get() {
                let listener = wasm_bindgen::prelude::Closure::<dyn FnMut(web_sys::FocusEvent)>::new(focused);
                let _ = root.add_event_listener_with_callback("focusin", listener.as_ref().unchecked_ref());
                listener.forget();
            }
        });
        Effect::new(move || {
            for column in state.all() {
                column.cards.track();
            }
            let Some(root) = root.get_untracked() else { return };
            // After the columns have been rendered anew.
            crate::ui::after(0, move || {
                let lost = document().active_element().is_none_or(|active| active.tag_name() == "BODY");
                if let Some((id, part)) = last.get_value().filter(|_| lost) {
                    let part = root.query_selector(&format!("article[data-opp=\"{id}\"] {part}")).ok().flatten();
                    if let Some(part) = part.and_then(|part| part.dyn_into::<HtmlElement>().ok()) {
                        let _ = part.focus();
                        part.scroll_into_view_with_bool(false);
                    }
                }
            });
        });
    }
}
