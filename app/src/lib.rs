//! The product as people see it. Features are folders; `core` is what they lean on, `ui` what they look like.
#![recursion_limit = "512"]

pub mod admin;
pub mod auth;
pub mod core;
pub mod customers;
pub mod home;
pub mod imports;
pub mod layout;
pub mod opportunities;
pub mod pipeline;
pub mod routes;
pub mod search;
pub mod ui;

use crate::core::load::Loaded;
use crate::core::session::{Session, read_session};
use crate::layout::{Frame, MissingPage};
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{Lazy, SsrMode, path};

/// The whole app. Every page is a lazy route: its code arrives with its first visit.
///
/// A feature adds its pages here, and nowhere else.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_context(ui::Toasts::new());
    provide_context(Session(Loaded::new_with_options(|| (), |()| read_session(), true)));
    let (routing, set_routing) = signal(false);
    view! {
        <ui::TitleFrame product="Ironbook" />
        <Router set_is_routing=set_routing>
            <Frame routing>
                <FlatRoutes fallback=MissingPage>
                    <Route path=path!("/") view={Lazy::<home::HomePage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/login") view={Lazy::<auth::SignInPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/first-run") view={Lazy::<auth::FirstRunPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/settings") view={Lazy::<auth::SettingsPage>::new()} ssr=SsrMode::Async />

                    <Route path=path!("/pipeline") view={Lazy::<pipeline::BoardPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/opportunities") view={Lazy::<opportunities::ListPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/opportunities/new") view={Lazy::<opportunities::InputsPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/opportunities/:id") view={Lazy::<opportunities::ShowPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/opportunities/:id/edit") view={Lazy::<opportunities::InputsPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/opportunities/:id/move") view={Lazy::<opportunities::MovingPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/opportunities/:id/close") view={Lazy::<opportunities::MovingPage>::new()} ssr=SsrMode::Async />

                    <Route path=path!("/customers") view={Lazy::<customers::ListPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/customers/new") view={Lazy::<customers::InputsPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/customers/:id") view={Lazy::<customers::ShowPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/customers/:id/edit") view={Lazy::<customers::InputsPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/customers/:id/contacts/new") view={Lazy::<customers::ContactInputsPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/customers/:id/contacts/:contact/edit") view={Lazy::<customers::ContactInputsPage>::new()} ssr=SsrMode::Async />

                    <Route path=path!("/search") view={Lazy::<search::SearchPage>::new()} ssr=SsrMode::Async />

                    <Route path=path!("/imports") view={Lazy::<imports::ListPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/imports/new") view={Lazy::<imports::UploadPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/imports/:id/columns") view={Lazy::<imports::ColumnsStep>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/imports/:id/values") view={Lazy::<imports::ValuesStep>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/imports/:id/check") view={Lazy::<imports::ReportStep>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/imports/:id/run") view={Lazy::<imports::ReportStep>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/imports/:id/result") view={Lazy::<imports::ReportStep>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/imports/:id/undo") view={Lazy::<imports::UndoStep>::new()} ssr=SsrMode::Async />

                    <Route path=path!("/admin/users") view={Lazy::<admin::UsersPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/gallery") view={Lazy::<ui::GalleryPage>::new()} ssr=SsrMode::Async />
                </FlatRoutes>
            </Frame>
        </Router>
    }
}
