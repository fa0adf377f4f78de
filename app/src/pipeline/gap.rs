//! Under manual order: the line where a card in the air would come to stand.

use super::lift::Lift;
use super::state::BoardState;
use entity::opportunity::Stage;
use leptos::html;
use leptos::prelude::*;

/// The line of one column, while the gap is in it.
#[component]
pub fn Gap(stage: Stage, list: NodeRef<html::Ol>, state: BoardState) -> impl IntoView {
    let lift = expect_context::<Lift>();
    let line = NodeRef::<html::Div>::new();
    let place = Memo::new(move |_| {
        lift.0.with(|air| {
            let air = air.as_ref().filter(|air| air.over.as_ref() == Some(&stage.key))?;
            let place = air.place?;
            // The lifted card still takes up its row.
            let own = untrack(|| state.place(&air.card)).filter(|_| air.card.stage == stage.key);
            Some(place + usize::from(own.is_some_and(|(own, _)| own <= place)))
        })
    });
    #[cfg(feature = "hydrate")]
    Effect::new(move || {
        if let (Some(place), Some(line), Some(list)) = (place.get(), line.get(), list.get_untracked()) {
            let style = web_sys::HtmlElement::style(&line);
            let _ = style.set_property("--rows", &place.to_string());
            let _ = style.set_property("--scrolled", &format!("{}px", list.scroll_top() - list.offset_top()));
        }
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = list;
    view! {
        <Show when=move || place.with(Option::is_some)>
            <div class="insert-line" aria-hidden="true" node_ref=line></div>
        </Show>
    }
}
