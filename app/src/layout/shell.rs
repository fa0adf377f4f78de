//! The document, and the frame that stays while pages change.

use super::bar::TopBar;
use super::help::help;
use super::palette::palette;
use super::phone::PhoneBar;
use super::waiting::Waiting;
use super::{Overlays, keys, signs};
use crate::auth::api::StopViewing;
use crate::auth::sign_in_again;
use crate::core::again::SignInAgain;
use crate::core::erase::Erase;
use crate::core::late::Late;
use crate::core::live::on_return;
use crate::core::session::{Session, SessionInfo, read_session};
use crate::core::trail::Trail;
use crate::core::ways::Ways;
use crate::ui::{Busy, Icon, LiveRegion, ToastRegion, load, set_unsaved};
use entity::Actor;
use entity::shared::actor::Action;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::task::spawn_local;

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
pub fn Frame(
    /// True while the next page is on its way.
    routing: ReadSignal<bool>,
    children: Children,
) -> impl IntoView {
    let session = Session::expect();
    let overlays = Overlays::new();
    provide_context(overlays);
    let again = SignInAgain::default();
    provide_context(again);
    let ways = Ways::new();
    provide_context(ways);
    let busy = Busy::new();
    provide_context(busy);
    provide_context(Trail::follow());
    signs::watch();
    signs::follow_pages(routing, busy, overlays);
    view! {
        <Waiting routing busy />
        <Suspense>
            {move || Suspend::new(async move { session.0.await.ok().flatten().map(|info| view! { <Above info /> }.erased()) })}
        </Suspense>
        {children()}
        <Suspense>
            {move || Suspend::new(async move {
                session.0.await.ok().flatten().map(|info| {
                    let who = info.actor.id;
                    view! {
                        <PhoneBar />
                        <Late wanted=overlays.commands view=move || palette(overlays.commands, info.actor.clone(), ways) />
                        <Late wanted=overlays.help view=move || help(overlays.help) />
                        <Late wanted=again.0 view=move || sign_in_again(again, who) />
                    }
                    .erased()
                })
            })}
        </Suspense>
        {view! { <ToastRegion /><LiveRegion /> }.erased()}
    }
}

/// What stands above the page of somebody signed in.
#[component]
fn Above(info: SessionInfo) -> impl IntoView {
    let demo = info.demo;
    let may_view = info.actor.may(Action::Administer);
    if may_view || !info.viewer.is_empty() {
        follow_eyes(info.clone());
    }
    let looks_on = (!info.viewer.is_empty()).then(|| info.actor.clone());
    let may_edit = info.actor.may(Action::EditCustomers);
    keys::listen(Overlays::expect(), Ways::expect(), may_edit);
    view! {
        <TopBar info />
        {looks_on.map(|actor| view! { <ViewingStrip actor /> })}
        {demo.then(|| view! { <DemoStrip /> })}
        <OfflineStrip />
    }
}

/// Who may look on as somebody else may begin or cease in another window: a page made for other eyes is made anew.
fn follow_eyes(info: SessionInfo) {
    on_return(move || {
        let known = (info.actor.id, info.viewer.clone());
        spawn_local(async move {
            if let Ok(Some(now)) = read_session().await
                && (now.actor.id, now.viewer) != known
            {
                set_unsaved(false);
                load("");
            }
        });
    });
}

/// Says through whose eyes this is seen, and lets one cease.
#[component]
fn ViewingStrip(actor: Actor) -> impl IntoView {
    let whose = format!("You look on as {}, {}.", actor.name, actor.role.label().to_lowercase());
    view! {
        <div class="strip" data-tone="info" role="region" aria-label="Looking on">
            <Icon name="eye" />
            <span><strong>{whose}</strong>" Nothing can be changed."</span>
            <form method="post" action=StopViewing::url()><button class="button" data-size="small">"Stop"</button></form>
        </div>
    }
}

/// Says that nothing here is real.
#[component]
fn DemoStrip() -> impl IntoView {
    view! {
        <div class="strip" data-tone="warning" role="note">
            <span>"Demo data. Nothing here is real."</span>
        </div>
    }
}

/// Says that the connection is gone; what stands on the page stays.
#[component]
fn OfflineStrip() -> impl IntoView {
    let online = signs::online();
    view! {
        <div role="status">
            <Show when=move || !online.get()>
                <div class="strip" data-tone="warning"><Icon name="wifi-off" /><span>"Offline. Changes cannot be saved until the connection is back."</span></div>
            </Show>
        </div>
    }
}
