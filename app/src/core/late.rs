//! Parts of a page that few visits need: their code arrives when they are first wanted.

use super::erase::Erase;
use leptos::prelude::*;
use std::future::Future;

/// Shows nothing until it is first wanted, then what `view` brings, for as long as the page lives.
///
/// `view` calls a `#[lazy]` function. What it shows opens and closes itself.
#[component]
pub fn Late<F, Fut>(
    /// True when it is to be shown, or soon will be.
    #[prop(into)]
    wanted: Signal<bool>,
    view: F,
) -> impl IntoView
where
    F: Fn() -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = AnyView> + Send + 'static,
{
    let ever = Memo::new(move |before: Option<&bool>| before == Some(&true) || wanted.get());
    // Its own `Suspense`, or the one around the page would take the whole page away while the code is on its way.
    view! { <Suspense>{move || ever.get().then(|| Suspend::new(view()))}</Suspense> }.erased()
}
