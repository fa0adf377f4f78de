//! Top bar, phone bar and their menus. Before hydration they are links, forms and popovers.

use super::Overlays;
use super::places::{GEAR, GROUPS, Group, PLUS, Place, is_at};
use crate::auth::api::SignOut;
use crate::core::client_files;
use crate::core::session::{Session, SessionInfo};
use crate::core::ways::{Way, Ways};
use crate::routes;
use crate::ui::{Icon, Kbd};
use entity::shared::text::initials;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_location;

/// The bar at the top.
#[component]
pub fn TopBar(info: SessionInfo) -> impl IntoView {
    let path = use_location().pathname;
    let allowed = move |place: &Place| place.needs.is_none_or(|action| Session::expect().may(action));
    let gear = GEAR.iter().copied().filter(allowed).map(|place| view! { <li><Item place path /></li> }).collect_view();
    let plus = PLUS.iter().filter(|(place, _)| allowed(place)).map(|(place, key)| {
        view! {
            <li>
                <a class="menu-item" href=place.href><Icon name=place.icon />{place.label}<Kbd key=key /></a>
            </li>
        }
    });
    let plus = plus.collect_view();
    let overlays = Overlays::expect();
    // What one adds to the page one is on comes first. Known only when the menu opens.
    let (ways, here) = (Ways::expect(), RwSignal::new(Vec::<Way>::new()));
    let look = move |_| here.set(ways.now().into_iter().filter(|way| way.adds).collect());
    let plus_here = move || {
        let item = |Way { icon, text, href, .. }| view! { <li><a class="menu-item" href=href><Icon name=icon />{text}</a></li> };
        here.get().into_iter().map(item).collect_view()
    };
    // Once alive, the narrow bar's search opens the commands; before that it is a link to the page.
    let search = move |event: leptos::ev::MouseEvent| {
        if !event.ctrl_key() && !event.meta_key() {
            event.prevent_default();
            overlays.commands.set(true);
        }
    };
    view! {
        // Not the router's business: the browser itself moves the focus.
        <a class="skip" rel="external" href="#main">"Skip to content"</a>
        <header class="bar">
            <button class="bar-button bar-menu" type="button" popovertarget="more" aria-label="Menu"><Icon name="menu" /></button>
            <Brand />
            <nav class="nav" aria-label="Main">
                {GROUPS.iter().map(|group| view! { <NavGroup group=*group path /> }).collect_view()}
            </nav>
            <div class="bar-tools">
                <form class="bar-search" role="search" action=routes::SEARCH>
                    <Icon name="search" />
                    <input type="search" name="q" aria-label="Search" placeholder="Search customers, people" autocomplete="off" />
                    <Kbd key="/" />
                </form>
                <a class="bar-button bar-search-icon" data-stays="" href=routes::SEARCH aria-label="Search" on:click=search><Icon name="search" /></a>
                <div class="menu-wrap bar-settings">
                    <button class="bar-button" type="button" popovertarget="gear" aria-label="Settings"><Icon name="settings" /></button>
                    <ul class="menu" id="gear" popover="auto" data-end="">{gear}</ul>
                </div>
                <UserMenu info />
            </div>
            <div class="menu-wrap">
                <button class="plus" type="button" popovertarget="plus" aria-label="Add" on:click=look><Icon name="plus" /></button>
                <ul class="menu plus-menu" id="plus" popover="auto" data-end="">{plus_here}{plus}</ul>
            </div>
        </header>
    }
}

/// The mark and the name of the product, leading home.
#[component]
pub fn Brand() -> impl IntoView {
    view! {
        <a class="brand" href=routes::HOME>
            <img src=client_files::mark() alt="" width="22" height="22" />
            <span>"Ironbook"</span>
        </a>
    }
}

#[component]
fn NavGroup(group: Group, path: Memo<String>) -> impl IntoView {
    let here = move || path.with(|path| group.places.iter().any(|place| is_at(place.href, path))).then_some("true");
    view! {
        <div class="menu-wrap">
            <button class="nav-group" type="button" popovertarget=group.id aria-controls=group.id aria-current=here>
                {group.label}<Icon name="chevron-down" />
            </button>
            <ul class="menu" id=group.id popover="auto">
                {group.places.iter().map(|place| view! { <li><Item place=*place path /></li> }).collect_view()}
            </ul>
        </div>
    }
}

#[component]
fn Item(place: Place, path: Memo<String>) -> impl IntoView {
    let here = move || path.with(|path| is_at(place.href, path)).then_some("page");
    view! { <a class="menu-item" href=place.href aria-current=here><Icon name=place.icon />{place.label}</a> }
}

#[component]
fn UserMenu(info: SessionInfo) -> impl IntoView {
    let actor = info.actor;
    let overlays = Overlays::expect();
    let help = move |_| overlays.help.set(true);
    let label = format!("{}, account", actor.name);
    let who = format!("{}, {}", actor.name, actor.role.label().to_lowercase());
    view! {
        <div class="menu-wrap">
            <button class="bar-button" type="button" popovertarget="me" aria-label=label>
                <span class="avatar">{initials(&actor.name)}</span>
            </button>
            <div class="menu" id="me" popover="auto" data-end="">
                <p class="menu-label">{who}</p>
                <ul>
                    <li><a class="menu-item" href=routes::SETTINGS><Icon name="user" />"My settings"</a></li>
                    <li class="hydrated-only">
                        <button class="menu-item" type="button" popovertarget="me" popovertargetaction="hide" on:click=help>
                            <Icon name="keyboard" />"Keys"<Kbd key="?" />
                        </button>
                    </li>
                </ul>
                <hr />
                <form method="post" action=SignOut::url()>
                    <button class="menu-item"><Icon name="log-out" />"Sign out"</button>
                </form>
            </div>
        </div>
    }
}
