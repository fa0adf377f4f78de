//! `/imports/:id/undo`: what would be taken out, what would stay and why, before anything goes.

use super::api::{UndoImport, import_undo};
use super::parts::{path_id, rows};
use super::types::UndoPage;
use crate::core::AppError;
use crate::core::erase::Erase;
use crate::core::flash::Flash;
use crate::core::load::form_resource;
use crate::routes;
use crate::ui::form::{Hidden, PostForm, Submit};
use crate::ui::{Icon, PageError};
use entity::FieldErrors;
use entity::import::undo::UndoLine;
use entity::shared::dates;
use entity::shared::ids::ImportId;
use entity::shared::money::grouped;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{LazyRoute, lazy_route};

/// The page.
pub struct UndoStep;

#[lazy_route]
impl LazyRoute for UndoStep {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let id = path_id();
        let load = |id: Option<ImportId>| async move { import_undo(id.ok_or(AppError::NotFound)?).await };
        let page = form_resource(move || id.get(), load);
        view! {
            <main class="page" id="main" tabindex="-1">
                <Suspense>
                    {move || Suspend::new(async move {
                        match page.await {
                            Ok((page, flash)) => view! { <Question page flash /> }.erased(),
                            Err(error) => view! { <PageError error /> }.erased(),
                        }
                    })}
                </Suspense>
            </main>
        }
        .erased()
    }
}

#[component]
fn Question(page: UndoPage, flash: Flash) -> impl IntoView {
    let title = format!("Undo import {}", page.file_name);
    let day = if page.until.date() == page.today { "today" } else { "tomorrow" };
    let until = format!("{day} {}", dates::clock(page.until));
    let going: u64 = page.lines.iter().map(|line| line.going).sum();
    let back = routes::import(page.id, "result");
    let error = flash.error.map(|error| {
        view! {
            <section class="banner" data-tone="danger" role="alert">
                <Icon name="circle-alert" /><div><p>{error.to_string()}</p></div>
            </section>
        }
    });
    view! {
        <Title text=title.clone() />
        <a class="back" href=back.clone()><Icon name="arrow-left" /><span>"Result"</span></a>
        <header class="page-head">
            <div class="page-title"><h1>{title}</h1><p>{format!("{} \u{b7} can be undone until {until}", page.noun.label())}</p></div>
        </header>
        {error}
        <Lines lines=page.lines.clone() />
        <p class="muted">{explained(&page)}</p>
        <div class="row">
            {if going > 0 { view! { <Go id=page.id version=page.version going /> }.erased() } else { ().erased() }}
            <a class="button" href=back>{if going > 0 { "Keep them" } else { "Back to the result" }}</a>
        </div>
    }
}

/// What goes and what stays, by kind.
#[component]
fn Lines(lines: Vec<UndoLine>) -> impl IntoView {
    if lines.is_empty() {
        return view! { <p>"Nothing that this file made is known, so nothing can be taken out."</p> }.erased();
    }
    let rows = lines.into_iter().map(|UndoLine { made, going, changed, needed }| {
        view! {
            <tr>
                <th scope="row">{made.label()}</th>
                <td data-num="">{grouped(going)}</td>
                <td data-num="">{grouped(changed)}</td>
                <td data-num="">{grouped(needed)}</td>
            </tr>
        }
    });
    view! {
        <div class="table-wrap undo-lines">
            <table class="table">
                <caption class="sr-only">"What an undo does"</caption>
                <thead><tr>
                    <th scope="col">"What the file made"</th>
                    <th scope="col" data-num="">"Taken out"</th>
                    <th scope="col" data-num="">"Changed since, stays"</th>
                    <th scope="col" data-num="">"Needed by others, stays"</th>
                </tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .erased()
}

fn explained(page: &UndoPage) -> String {
    let mut text = "Only what nobody has touched since is taken out. What somebody changed stays, and so does what it \
                    points to. The timeline keeps what happened."
        .to_owned();
    if page.updated > 0 {
        text.push_str(&format!(" {} changed records that were here before; those changes stay.", rows(page.updated)));
    }
    text
}

#[component]
fn Go(id: ImportId, version: i64, going: u64) -> impl IntoView {
    let action = ServerAction::<UndoImport>::new();
    let check = |_: &UndoImport| Ok::<(), FieldErrors>(());
    let text = if going == 1 { "Take 1 record out".to_owned() } else { format!("Take {} records out", grouped(going)) };
    view! {
        <PostForm action check class="" prefix="">
            <Hidden name="id" value=id.to_string() />
            <Hidden name="version" value=version.to_string() />
            <Submit variant="danger">{text}</Submit>
        </PostForm>
    }
}
