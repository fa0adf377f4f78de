//! While a card is held by keys: every stage as a real button (B-11), for screen readers that keep the arrows to themselves
//! and for those who look.

use super::keys::Keys;
use super::lift::By;
use crate::ui::Kbd;
use entity::opportunity::Stage;
use leptos::prelude::*;

/// The buttons, as long as there is something to drop.
#[component]
pub fn DropWays(keys: Keys) -> impl IntoView {
    let held = Memo::new(move |_| {
        keys.lift.0.with(|air| air.as_ref().filter(|air| air.by == By::Keys).map(|air| air.card.clone()))
    });
    move || {
        held.get().map(|card| {
            let way = |stage: Stage| {
                let (key, over) = (stage.key.clone(), stage.key.clone());
                let here = stage.key == card.stage;
                let label = if here { format!("Leave in {}", stage.name) } else { format!("Drop in {}", stage.name) };
                let aimed = move || keys.lift.is_over(&over).then_some("");
                view! { <button type="button" data-aimed=aimed on:click=move |_| keys.drop_on(&key)>{label}</button> }
            };
            view! {
                <div class="toasts drop-ways" role="group" aria-label=format!("Drop {}", card.name)>
                    <div class="toast">
                        <p class="toast-text"><b>{card.name.clone()}</b>
                            <span><Kbd key="←" /><Kbd key="→" />" choose, "<Kbd key="Space" />" drops, "<Kbd key="Esc" />" cancels."</span>
                        </p>
                        <div class="toast-actions">
                            {untrack(|| keys.state.stages()).into_iter().map(way).collect_view()}
                            <button type="button" on:click=move |_| keys.cancel()>"Cancel"</button>
                        </div>
                    </div>
                </div>
            }
        })
    }
}
