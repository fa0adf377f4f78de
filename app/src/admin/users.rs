//! `/admin/users`: everybody who works here, and the way to see Ironbook as one of them.

use super::api::list_users;
use super::types::{UserLine, UserPage};
use crate::auth::api::ViewAs;
use crate::core::erase::Erase;
use crate::core::load::form_resource;
use crate::routes;
use crate::ui::{Banner, Hue, Icon, PageError, Pagination, Region};
use entity::shared::page::Seek;
use entity::shared::query::{link, write};
use entity::user::Standing;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use leptos_router::{LazyRoute, lazy_route};

/// The list's page.
pub struct UsersPage;

#[lazy_route]
impl LazyRoute for UsersPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let search = use_location().search;
        let users = form_resource(move || search.get(), list_users);
        view! {
            <Title text="Users" />
            <main class="page" id="main" tabindex="-1">
                <header class="page-head">
                    <div>
                        <h1>"Users"</h1>
                        <p class="muted">"\u{201c}View as\u{201d} shows you Ironbook as somebody else sees it. You can look, not change, and it is recorded."</p>
                    </div>
                </header>
                <Region>
                    {move || Suspend::new(async move {
                        match users.await {
                            Ok((page, flash)) => view! {
                                {flash.error.map(|error| view! { <Banner hue=Hue::Danger title=error.to_string()>""</Banner> })}
                                <Lines page />
                            }
                                .erased(),
                            Err(error) => view! { <PageError error /> }.erased(),
                        }
                    })}
                </Region>
            </main>
        }
        .erased()
    }
}

#[component]
fn Lines(page: UserPage) -> impl IntoView {
    let at = |seek: Seek| link(routes::USERS, &write([seek.pair()]));
    let (previous, next) = (page.previous.map(at), page.next.map(at));
    view! {
        <div class="table-wrap">
            <table class="table">
                <caption class="sr-only">"Users, by name"</caption>
                <thead><tr>
                    <th scope="col">"Name"</th>
                    <th scope="col">"E-mail"</th>
                    <th scope="col">"Role"</th>
                    <th scope="col">"Region"</th>
                    <th scope="col">"State"</th>
                    <th scope="col"><span class="sr-only">"View as"</span></th>
                </tr></thead>
                <tbody>{page.rows.into_iter().map(|line| view! { <Line line /> }).collect_view()}</tbody>
            </table>
        </div>
        <Pagination previous next />
    }
}

#[component]
fn Line(line: UserLine) -> impl IntoView {
    let UserLine { id, name, email, role, region, standing, me } = line;
    let (tone, icon) = match standing {
        Standing::Able => ("success", "check"),
        Standing::NoPassword => ("", "hourglass"),
        Standing::Disabled => ("warning", "lock"),
    };
    let view_as = (!me && standing.can_be_viewed()).then(|| {
        let label = format!("View as {name}");
        view! {
            <form method="post" action=ViewAs::url()>
                <input type="hidden" name="user" value=id.to_string() />
                <button class="button" data-size="small" aria-label=label><Icon name="eye" />"View as"</button>
            </form>
        }
    });
    view! {
        <tr>
            <th scope="row">{name}{me.then_some(" (you)")}</th>
            <td data-cell="fact">{email}</td>
            <td data-cell="fact">{role.label()}</td>
            <td data-cell="fact">{region}</td>
            <td data-cell="value"><span class="badge" data-tone=tone><Icon name=icon />{standing.label()}</span></td>
            <td data-cell="action" data-fit="">{view_as}</td>
        </tr>
    }
}
