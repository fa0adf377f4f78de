//! `/imports/new`: what is in the file, and the file.

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
use leptos::ev;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{LazyRoute, lazy_route};

/// Where the form is sent: a plain route, because a file is no server function's business.
const UPLOAD: &str = "/imports/upload";
#[cfg(any(feature = "hydrate", test))]
/// Most bytes of a CSV file and of a workbook; the server counts again.
const LARGEST: [f64; 2] = [100.0 * 1024.0 * 1024.0, 25.0 * 1024.0 * 1024.0];

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
    let refused = flash.error.map(|error| match &error {
        AppError::Invalid(errors) => {
            errors.iter().map(|(_, sentence)| sentence.to_owned()).collect::<Vec<_>>().join(" ")
        }
        other => other.to_string(),
    });
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
    let (wrong, set_wrong) = signal(String::new());
    let (busy, set_busy) = signal(false);
    let chosen = move |event: ev::Event| set_wrong.set(complaint(&event));
    let send = move |event: ev::SubmitEvent| {
        if busy.get_untracked() || !wrong.get_untracked().is_empty() {
            event.prevent_default();
        } else {
            set_busy.set(true);
        }
    };
    view! {
        <Title text=title />
        <a class="back" href=routes::IMPORTS><Icon name="arrow-left" /><span>"Imports"</span></a>
        <header class="page-head">
            <div class="page-title"><h1>"New import"</h1><p>"CSV up to 100 MB, XLSX up to 25 MB"</p></div>
        </header>
        {banner}
        <form class="stack" method="post" action=UPLOAD enctype="multipart/form-data" on:submit=send>
            <section class="panel stack">
                <fieldset class="field"><legend>"What is in the file?"</legend><div class="choices">{choices.collect_view()}</div></fieldset>
            </section>
            <div class="drop-zone">
                <Icon name="upload" />
                <label for="file">"Drop a file here, or pick one"</label>
                <input type="file" id="file" name="file" required accept=".csv,.txt,.tsv,.xlsx" aria-describedby="file-hint file-error" on:change=chosen />
                <p class="hint small muted" id="file-hint">"Nothing is written before you have seen what each row does."</p>
                <p class="error" id="file-error" role="alert" hidden=move || wrong.with(String::is_empty)>{move || wrong.get()}</p>
            </div>
            <div class="form-actions">
                <button class="button" data-variant="primary" aria-busy=move || busy.get().then_some("true")>"Upload and go on"</button>
                <a class="button" href=routes::IMPORTS>"Cancel"</a>
            </div>
        </form>
    }
}

/// What can be said about a file before it is sent: kind and size.
#[cfg(feature = "hydrate")]
fn complaint(event: &ev::Event) -> String {
    use wasm_bindgen::JsCast;
    let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
    let Some(file) = input.and_then(|input| input.files()).and_then(|files| files.get(0)) else { return String::new() };
    what_is_wrong(&file.name(), file.size()).to_owned()
}

#[cfg(not(feature = "hydrate"))]
fn complaint(_event: &ev::Event) -> String {
    String::new()
}

#[cfg(any(feature = "hydrate", test))]
fn what_is_wrong(name: &str, size: f64) -> &'static str {
    let name = name.to_lowercase();
    let [text, workbook] = LARGEST;
    match name.rsplit_once('.').map(|(_, end)| end) {
        Some("xlsx") if size > workbook => "The workbook is larger than 25 MB. Save the sheet as CSV.",
        Some("csv" | "txt" | "tsv") if size > text => "The file is larger than 100 MB. Split it.",
        Some("csv" | "txt" | "tsv" | "xlsx") => "",
        _ => "Choose a CSV or XLSX file.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s29_kind_and_size_are_looked_at_before_a_file_is_sent() {
        const MIB: f64 = 1024.0 * 1024.0;
        for (name, size, wrong) in [
            ("deals.csv", 100.0 * MIB, ""),
            ("deals.csv", 100.0 * MIB + 1.0, "100 MB"),
            ("Deals.XLSX", 25.0 * MIB, ""),
            ("Deals.XLSX", 25.0 * MIB + 1.0, "25 MB"),
            ("deals.pdf", 1.0, "CSV or XLSX"),
            ("deals", 1.0, "CSV or XLSX"),
        ] {
            let told = what_is_wrong(name, size);
            assert!(told.contains(wrong) && told.is_empty() == wrong.is_empty(), "{name} {size}: {told}");
        }
    }
}
