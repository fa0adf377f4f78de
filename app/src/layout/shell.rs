//! The document, and the frame that stays while pages change.

use super::bar::{PhoneBar, TopBar};
use super::keys;
use crate::core::session::Session;
use crate::ui::{LiveRegion, ToastRegion};
use leptos::prelude::*;

/// The document around the app. The server alone writes it.
#[cfg(feature = "ssr")]
pub fn shell(theme: Option<String>) -> impl IntoView {
    use crate::core::client_files;
    use leptos_meta::MetaTags;
    let theme = theme.filter(|theme| theme == "light" || theme == "dark");
    view! {
        <!DOCTYPE html>
        <html lang="en" data-icons=client_files::icons() data-theme=theme>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <client_files::ClientHead />
                <MetaTags />
            </head>
            <body>
                <crate::App />
            </body>
        </html>
    }
}

/// Bars around the page for those signed in; the bare page for the others.
#[component]
pub fn Frame(children: Children) -> impl IntoView {
    let session = Session::expect();
    Effect::new(keys::listen);
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                let info = session.0.await.ok().flatten();
                info.map(|info| {
                    let demo = info.demo;
                    view! {
                        <TopBar info />
                        {demo.then(|| view! { <DemoStrip /> })}
                    }
                })
            })}
        </Suspense>
        {children()}
        <Suspense>
            {move || Suspend::new(async move { session.0.await.ok().flatten().map(|_| view! { <PhoneBar /> }) })}
        </Suspense>
        <ToastRegion />
        <LiveRegion />
    }
}

/// Says that nothing here is real.
#[component]
fn DemoStrip() -> impl IntoView {
    view! { <div class="strip" data-tone="warning" role="note"><span>"Demo data. Nothing here is real; change what you like."</span></div> }
}
