//! Parts that are made anew.

use leptos::prelude::*;

/// Shows `view` of a value, and makes it anew when the value changes. A field that was typed in keeps what was typed when it is
/// only updated: a browser counts that as the person's own.
#[component]
pub fn Anew<T, F, V>(
    /// What is shown.
    of: RwSignal<T>,
    view: F,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    F: Fn(T) -> V + Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let times = StoredValue::new(0u32);
    let each = move || {
        of.track();
        times.update_value(|times| *times += 1);
        [times.get_value()]
    };
    view! { <For each key=|times| *times let(_times)>{view(of.get_untracked())}</For> }
}
