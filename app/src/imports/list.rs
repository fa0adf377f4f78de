//! `/imports`: what has come in, and what is on its way.

use super::api::list_imports;
use super::types::{ImportLine, ImportList, step_of};
use crate::core::erase::Erase;
use crate::core::load::load;
use crate::routes;
use crate::ui::{Icon, PageError, Pagination, Region};
use entity::import::ImportStatus;
use entity::shared::dates;
use entity::shared::money::grouped;
use entity::shared::page::Seek;
use entity::shared::query::{link, write};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use leptos_router::{LazyRoute, lazy_route};

/// The list's page.
pub struct ListPage;

#[lazy_route]
impl LazyRoute for ListPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let search = use_location().search;
        let list = load(move || search.get(), list_imports);
        view! {
            <Title text="Imports" />
            <main class="page" id="main" tabindex="-1">
                <header class="page-head">
                    <h1>"Imports"</h1>
                    <div class="page-actions">
                        <a class="button" data-variant="primary" href=routes::IMPORT_NEW><Icon name="plus" />"New import"</a>
                    </div>
                </header>
                <Region>
                    {move || Suspend::new(async move {
                        match list.await {
                            Ok(list) => view! { <Lines list /> }.erased(),
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
fn Lines(list: ImportList) -> impl IntoView {
    let ImportList { page, today } = list;
    if page.rows.is_empty() && page.previous.is_none() {
        return view! {
            <div class="empty">
                <Icon name="upload" />
                <h2>"Nothing has been imported yet"</h2>
                <p>"Bring customers, products, people and opportunities of another system in, as CSV or XLSX. Nothing is written before you have seen what each row does."</p>
                <a class="button" data-variant="primary" href=routes::IMPORT_NEW>"New import"</a>
            </div>
        }
        .erased();
    }
    let at = |seek: Seek| link(routes::IMPORTS, &write([seek.pair()]));
    let (previous, next) = (page.previous.map(at), page.next.map(at));
    let rows = page.rows.into_iter().map(|line| view! { <Line line today /> }).collect_view();
    view! {
        <div class="table-wrap">
            <table class="table">
                <caption class="sr-only">"Imports, newest first"</caption>
                <thead><tr>
                    <th scope="col">"File"</th>
                    <th scope="col">"What"</th>
                    <th scope="col" data-num="">"Rows"</th>
                    <th scope="col" data-num="">"In error"</th>
                    <th scope="col">"By"</th>
                    <th scope="col">"When"</th>
                    <th scope="col">"State"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <Pagination previous next />
    }
    .erased()
}

#[component]
fn Line(line: ImportLine, today: chrono::NaiveDate) -> impl IntoView {
    let href = routes::import(line.id, step_of(line.status));
    let (tone, icon) = mark(line.status);
    let who = if line.who.is_empty() { "Command line".to_owned() } else { line.who };
    view! {
        <tr>
            <th scope="row"><a class="truncate" href=href title=line.file_name.clone()>{line.file_name.clone()}</a></th>
            <td data-cell="fact">{line.noun.label()}</td>
            <td data-num="" data-cell="value">{grouped(line.rows)}</td>
            <td data-num="" data-cell="hide">{grouped(line.errors)}</td>
            <td data-cell="hide">{who}</td>
            <td data-cell="fact" data-fit="">{dates::moment(line.at, today)}</td>
            <td data-cell="status"><span class="badge" data-tone=tone><Icon name=icon />{line.status.label()}</span></td>
        </tr>
    }
}

const fn mark(status: ImportStatus) -> (&'static str, &'static str) {
    match status {
        ImportStatus::Done => ("success", "check"),
        ImportStatus::Failed => ("danger", "circle-x"),
        ImportStatus::Checking | ImportStatus::Running | ImportStatus::Undoing => ("info", "refresh-cw"),
        ImportStatus::Cancelled => ("", "minus"),
        ImportStatus::Undone => ("", "undo-2"),
        ImportStatus::Uploading | ImportStatus::Columns | ImportStatus::Values | ImportStatus::Checked => {
            ("warning", "hourglass")
        }
    }
}
