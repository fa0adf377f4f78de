//! `/imports/new`: what is in the file, and the file.

#[cfg(feature = "hydrate")]
mod browser;
mod file;
mod sending;

use super::types::UploadForm;
use crate::core::AppError;
use crate::core::erase::Erase;
use crate::core::flash::Flash;
use crate::core::load::form_resource;
use crate::core::session::Session;
use crate::routes;
use crate::ui::{Icon, PageError};
use entity::import::{ImportNoun, fields};
use entity::shared::actor::Action;
use file::FilePart;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{LazyRoute, lazy_route};
use sending::Sending;

/// Where the form is sent: a plain route, because a file is no server function's business.
const UPLOAD: &str = "/imports/upload";
/// The page that takes a file.
pub struct UploadPage;

#[lazy_route]
impl LazyRoute for UploadPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let page = form_resource(|| (), |()| async { Ok::<_, AppError>(()) });
        let session = Session::expect();
        view! {
            <main class="page" id="main" tabindex="-1" data-width="narrow">
                <Suspense>
                    {move || Suspend::new(async move {
                        let flash = page.await.map(|((), flash)| flash).unwrap_or_default();
                        let actor = session.0.await.ok().flatten().map(|info| info.actor);
                        let may = |action| actor.as_ref().is_some_and(|actor| actor.may(action));
                        if may(Action::Import) {
                            view! { <Form flash admin=may(Action::Administer) /> }.erased()
                        } else {
                            let why = "Only managers and administrators import files.".to_owned();
                            view! { <PageError error=AppError::Denied(why) /> }.erased()
                        }
                    })}
                </Suspense>
            </main>
        }
        .erased()
    }
}

#[component]
fn Form(
    flash: Flash,
    /// People and products belong to the whole dealer.
    admin: bool,
) -> impl IntoView {
    let typed = flash.form::<UploadForm>().and_then(|form| form.noun.parse::<ImportNoun>().ok());
    let refused = flash.error.map(|error| error.in_full());
    let title = if refused.is_some() { "Error: New import" } else { "New import" };
    let banner = refused.map(|text| {
        view! {
            <section class="banner" data-tone="danger" role="alert" tabindex="-1">
                <Icon name="circle-alert" />
                <div><h2>"The file was not taken"</h2><ul><li><a rel="external" href="#file">{text}</a></li></ul></div>
            </section>
        }
    });
    let nouns = [ImportNoun::Opportunities, ImportNoun::Accounts, ImportNoun::Products, ImportNoun::Users];
    let nouns =
        nouns.into_iter().filter(|noun| admin || matches!(noun, ImportNoun::Opportunities | ImportNoun::Accounts));
    let chosen_noun = typed.unwrap_or(ImportNoun::Opportunities);
    let choices = nouns.map(|noun| {
        let about = fields(noun).iter().take(6).map(|field| field.label.to_lowercase()).collect::<Vec<_>>().join(", ");
        view! {
            <label class="choice">
                <input type="radio" name="noun" value=noun.word() checked=noun == chosen_noun />
                <span>{noun.label()}<small>{about}" \u{b7} "<a rel="external" href=format!("/imports/sample/{}.csv", noun.word())>"sample file"</a></small></span>
            </label>
        }
    });
    let sending = Sending::new();
    view! {
        <Title text=title />
        <a class="back" href=routes::IMPORTS><Icon name="arrow-left" /><span>"Imports"</span></a>
        <header class="page-head">
            <div class="page-title"><h1>"New import"</h1><p>"CSV up to 100 MB, XLSX up to 25 MB"</p></div>
        </header>
        {banner}
        <form class="stack" method="post" action=UPLOAD enctype="multipart/form-data" on:submit=move |event| sending.send(&event)>
            <section class="panel stack">
                <fieldset class="field"><legend>"What is in the file?"</legend><div class="choices">{choices.collect_view()}</div></fieldset>
            </section>
            <FilePart sending />
            <div class="form-actions">
                <button class="button" data-variant="primary" aria-busy=move || sending.is_busy().then_some("true")>"Upload and go on"</button>
                <a class="button" href=routes::IMPORTS>"Cancel"</a>
            </div>
        </form>
    }
}
