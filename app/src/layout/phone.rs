//! The bottom bar of a phone and the sheet behind More, which the menu button of a tablet opens too.

use super::places::{GEAR, GROUPS, Place, TABBAR, is_at};
use crate::core::session::Session;
use crate::core::trail::Trail;
use crate::ui::{Icon, taken_over};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The bar at the bottom of a phone, and the sheet behind More.
#[component]
pub fn PhoneBar() -> impl IntoView {
    let path = use_location().pathname;
    let (trail, ready) = (Trail::expect(), taken_over());
    let tab = |place: &'static Place| {
        let here = Memo::new(move |_| path.with(|path| is_at(place.href, path)));
        // Back to where one was there; a second press leads to its beginning.
        let href = move || {
            if here.get() || !ready.get() { place.href.to_owned() } else { trail.last(place.href) }
        };
        view! { <a href=href aria-current=move || here.get().then_some("page")><Icon name=place.icon />{place.label}</a> }
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
