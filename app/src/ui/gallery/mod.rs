//! `/gallery`: every primitive in every state, for eyes and for the tests of looks and accessibility.

mod actions;
mod fields;
mod lists;
mod words;

use super::PageError;
use crate::core::AppError;
use crate::core::erase::Erase;
use crate::core::session::Session;
use entity::shared::actor::Action;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{LazyRoute, lazy_route};

/// The kit on one page.
pub struct GalleryPage;

#[lazy_route]
impl LazyRoute for GalleryPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let session = Session::expect();
        view! {
            <Title text="Gallery" />
            <main class="page" id="main" tabindex="-1">
                <Suspense>
                    {move || Suspend::new(async move {
                        let info = session.0.await.ok().flatten();
                        if info.is_some_and(|info| info.actor.may(Action::Administer)) {
                            view! { <Gallery /> }.erased()
                        } else {
                            view! { <PageError error=AppError::NotFound /> }.erased()
                        }
                    })}
                </Suspense>
            </main>
        }
        .erased()
    }
}

#[component]
fn Gallery() -> impl IntoView {
    view! {
        <header class="page-head"><h1>"Gallery"</h1></header>
        <div class="gallery">
            <actions::Buttons />
            <actions::Menus />
            <actions::Dialogs />
            <actions::Messages />
            <fields::Fields />
            <fields::Refused />
            <words::Badges />
            <words::Notices />
            <words::Waiting />
            <lists::StepsAndPages />
            <lists::TableOfRows />
            <lists::FactsAndRows />
            <lists::Happened />
        </div>
    }
}

/// One part of the gallery.
#[component]
fn Part(title: &'static str, children: Children) -> impl IntoView {
    view! { <section><h2>{title}</h2>{children()}</section> }
}
