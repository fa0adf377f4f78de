//! Top bar, phone bar and their menus. Before hydration they are links, forms and popovers.

use super::places::{GEAR, GROUPS, Group, PLUS, Place, TABBAR, is_at};
use crate::auth::api::SignOut;
use crate::core::client_files;
use crate::core::session::{Session, SessionInfo};
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
    view! {
        <a class="skip" href="#main">"Skip to content"</a>
        <header class="bar">
            <button class="bar-button bar-menu" type="button" popovertarget="more" aria-label="Menu"><Icon name="menu" /></button>
            <a class="brand" href="/"><Mark /><span>"Ironbook"</span></a>
            <nav class="nav" aria-label="Main">
                {GROUPS.iter().map(|group| view! { <NavGroup group=*group path /> }).collect_view()}
            </nav>
            <div class="bar-tools">
                <form class="bar-search" role="search" action=routes::SEARCH>
                    <Icon name="search" />
                    <input type="search" name="q" aria-label="Search" placeholder="Search customers, people, opportunities" autocomplete="off" />
                    <Kbd key="/" />
                </form>
                <a class="bar-button bar-search-icon" href=routes::SEARCH aria-label="Search"><Icon name="search" /></a>
                <div class="menu-wrap bar-settings">
                    <button class="bar-button" type="button" popovertarget="gear" aria-label="Settings"><Icon name="settings" /></button>
                    <ul class="menu" id="gear" popover="auto" data-end="">{gear}</ul>
                </div>
                <UserMenu info />
            </div>
            <div class="menu-wrap">
                <button class="plus" type="button" popovertarget="plus" aria-label="Add"><Icon name="plus" /></button>
                <ul class="menu plus-menu" id="plus" popover="auto" data-end="">{plus}</ul>
            </div>
        </header>
    }
}

/// The mark of the product.
#[component]
fn Mark() -> impl IntoView {
    view! { <svg class="brand-mark" width="22" height="22" aria-hidden="true"><use href=format!("{}#brand", client_files::icons())></use></svg> }
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
    let label = format!("{}, account", actor.name);
    let who = format!("{}, {}", actor.name, actor.role.label().to_lowercase());
    view! {
        <div class="menu-wrap">
            <button class="bar-button" type="button" popovertarget="me" aria-label=label>
                <span class="avatar">{initials(&actor.name)}</span>
            </button>
            <div class="menu" id="me" popover="auto" data-end="">
                <p class="menu-label">{who}</p>
                <ul><li><a class="menu-item" href=routes::SETTINGS><Icon name="user" />"My settings"</a></li></ul>
                <hr />
                <form method="post" action=SignOut::url()>
                    <button class="menu-item"><Icon name="log-out" />"Sign out"</button>
                </form>
            </div>
        </div>
    }
}

/// The bar at the bottom of a phone, and the sheet behind More.
#[component]
pub fn PhoneBar() -> impl IntoView {
    let path = use_location().pathname;
    let tab = |place: &'static Place| {
        let here = move || path.with(|path| is_at(place.href, path)).then_some("page");
        view! { <a href=place.href aria-current=here><Icon name=place.icon />{place.label}</a> }
    };
    let places = |places: &'static [Place]| {
        let allowed = places.iter().filter(|place| place.needs.is_none_or(|action| Session::expect().may(action)));
        allowed
            .map(|place| view! { <li><a href=place.href><Icon name=place.icon />{place.label}</a></li> })
            .collect_view()
    };
    let section = |label: &'static str, items: &'static [Place]| view! { <section><h2>{label}</h2><ul>{places(items)}</ul></section> };
    view! {
        <nav class="tabbar" aria-label="Places">
            {TABBAR.iter().map(tab).collect_view()}
            <button type="button" popovertarget="more"><Icon name="menu" />"More"</button>
        </nav>
        <div class="sheet more" id="more" popover="auto">
            <nav aria-label="All places">
                {GROUPS.iter().map(|group| section(group.label, group.places)).collect_view()}
                {section("Ironbook", GEAR)}
            </nav>
        </div>
    }
}
