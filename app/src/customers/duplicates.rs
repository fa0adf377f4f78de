//! Is it one of these? Asked while the name is being typed.

use super::api::similar_customers;
use super::types::Similar;
use crate::routes;
use crate::ui::{Icon, after};
use entity::shared::ids::CustomerId;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Pause after the last letter, in milliseconds.
const PAUSE: i32 = 300;

/// What the warning knows.
#[derive(Clone, Copy)]
pub struct Asked {
    similar: RwSignal<Similar>,
    /// Counts questions: an answer that is not the last one's is dropped.
    count: StoredValue<u32>,
    own: Option<CustomerId>,
}

impl Asked {
    /// For the form of `own`, or of a new customer.
    pub fn new(own: Option<CustomerId>) -> Self {
        Self { similar: RwSignal::new(Similar::default()), count: StoredValue::new(0), own }
    }

    /// The name changed.
    pub fn ask(self, name: String) {
        let count = self.count.get_value() + 1;
        self.count.set_value(count);
        after(PAUSE, move || {
            if self.count.try_get_value() != Some(count) {
                return;
            }
            spawn_local(async move {
                // Without an answer there is no warning; the form works all the same.
                let similar = similar_customers(name, self.own).await.unwrap_or_default();
                if self.count.try_get_value() == Some(count) {
                    self.similar.set(similar);
                }
            });
        });
    }
}

/// The warning; nothing while there is nothing to warn of.
#[component]
pub fn Duplicates(asked: Asked) -> impl IntoView {
    let some = move || asked.similar.with(|similar| !similar.here.is_empty() || similar.elsewhere.is_some());
    let rows = move || {
        let Similar { here, elsewhere } = asked.similar.get();
        let here = here.into_iter().map(|row| {
            view! { <li><a href=routes::customer(row.id) target="_blank">{row.name}</a><span class="muted">{row.note}</span></li> }
        });
        view! { {here.collect_view()}{elsewhere.map(|sentence| view! { <li>{sentence}</li> })} }
    };
    view! {
        <div aria-live="polite">
            <Show when=some>
                <section class="banner" data-tone="warning">
                    <Icon name="users" />
                    <div><h3>"Is it one of these?"</h3><ul class="duplicates">{rows}</ul></div>
                </section>
            </Show>
        </div>
    }
}
