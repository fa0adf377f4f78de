//! Check, run and result: three steps of one report. What is shown follows from how far the import is.

use super::api::{StartImport, import_report};
use super::ending::{Ending, about};
use super::parts::{Failure, StepHead, path_id, rows};
use super::progress::Working;
use super::table::{Figures, Table};
use super::types::{Head, ReportPage, step_of};
use crate::core::AppError;
use crate::core::erase::Erase;
use crate::core::flash::Flash;
use crate::core::load::form_resource;
use crate::routes;
use crate::ui::form::{Hidden, PostForm, Submit};
use crate::ui::{Icon, PageError, Region, announce, catch_focus};
use entity::FieldErrors;
use entity::import::{Counts, ImportNoun, ImportStatus, Outcome, ReportFilter};
use entity::shared::ids::ImportId;
use entity::shared::money::grouped;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::{LazyRoute, NavigateOptions, lazy_route};

/// `/imports/:id/check`, `/run`, `/result`.
pub struct ReportStep;

#[lazy_route]
impl LazyRoute for ReportStep {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let (id, search) = (path_id(), use_location().search);
        let filter = Memo::new(move |_| ReportFilter::read(&search.get()));
        let load = |(id, filter): (Option<ImportId>, ReportFilter)| async move {
            import_report(id.ok_or(AppError::NotFound)?, filter.write()).await
        };
        let page = form_resource(move || (id.get(), filter.get()), load);
        let navigate = use_navigate();
        let done = Callback::new(move |was: ImportStatus| {
            if let Some(id) = id.get_untracked() {
                // A run leads to its result, a check to its report.
                let step = if was == ImportStatus::Checking { "check" } else { "result" };
                let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
                navigate(&routes::import(id, step), options);
            }
            page.refetch();
            if was == ImportStatus::Checking {
                announce("The check is done.");
                catch_focus();
            }
        });
        view! {
            <main class="page" id="main" tabindex="-1">
                <Region>
                    {move || Suspend::new(async move {
                        match page.await {
                            Ok((page, flash)) => {
                                let shown = filter.with_untracked(|filter| filter.outcome);
                                view! { <Report page flash shown done /> }.erased()
                            }
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
fn Report(page: ReportPage, flash: Flash, shown: Option<Outcome>, done: Callback<ImportStatus>) -> impl IntoView {
    let head = page.head.clone();
    let here = step_of(head.status);
    let body = match head.status {
        ImportStatus::Checking | ImportStatus::Running | ImportStatus::Undoing => {
            return view! {
                <StepHead head=head.clone() here><span></span></StepHead>
                <Working head progress=page.progress done />
            }
            .erased();
        }
        ImportStatus::Uploading | ImportStatus::Columns | ImportStatus::Values => {
            let href = routes::import(head.id, here);
            view! { <p>"The file has not been checked yet. "<a href=href>"Go on where it stands"</a></p> }.erased()
        }
        ImportStatus::Checked
        | ImportStatus::Done
        | ImportStatus::Failed
        | ImportStatus::Cancelled
        | ImportStatus::Undone => {
            let over = head.status.was_in();
            let counts = page.counts.clone();
            let report = (counts.read > 0).then(|| {
                view! {
                    <Figures id=head.id step=here counts shown over />
                    <Table page=page.clone() step=here shown />
                }
            });
            view! { <Ending page=page.clone() />{report} }.erased()
        }
    };
    let error = flash.error.map(|error| view! { <Failure text=error.to_string() /> });
    view! {
        <StepHead head=head.clone() here about=about(&page)><Actions page=page.clone() /></StepHead>
        {error}
        {body}
    }
    .erased()
}

/// What can be done now.
#[component]
fn Actions(page: ReportPage) -> impl IntoView {
    let ReportPage { head, counts, may_undo, .. } = page;
    let errors = (counts.errors > 0).then(|| {
        let href = format!("{}?outcome=error", report_file(head.id));
        let text = if counts.errors == 1 {
            "1 error as a file".to_owned()
        } else {
            format!("{} errors as a file", grouped(counts.errors))
        };
        view! { <a class="button" rel="external" href=href><Icon name="download" />{text}</a> }
    });
    let all = (counts.read > 0 && counts.errors == 0)
        .then(|| view! { <a class="button" rel="external" href=report_file(head.id)><Icon name="download" />"Report as a file"</a> });
    let next = match head.status {
        ImportStatus::Checked => view! { <Start head=head.clone() counts /> }.erased(),
        ImportStatus::Done => {
            let (href, text) = match head.noun {
                ImportNoun::Accounts => (routes::CUSTOMERS, "See the customers"),
                ImportNoun::Opportunities => (routes::OPPORTUNITIES, "See the opportunities"),
                ImportNoun::Products | ImportNoun::Users => (routes::IMPORT_NEW, "Import the next file"),
            };
            view! { <a class="button" data-variant="primary" href=href>{text}</a> }.erased()
        }
        _ => ().erased(),
    };
    let change = (!head.status.was_in() && !head.status.is_working())
        .then(|| view! { <a class="button" href=routes::import(head.id, "columns")>"Back to columns"</a> });
    let undo = may_undo.then(|| {
        view! { <a class="button" href=routes::import(head.id, "undo")><Icon name="undo-2" />"Undo import"</a> }
    });
    view! { {change}{undo}{errors}{all}{next} }
}

fn report_file(id: ImportId) -> String {
    format!("{}/{id}/report.csv", routes::IMPORTS)
}

/// The word to go, with what it means.
#[component]
fn Start(head: Head, counts: Counts) -> impl IntoView {
    let good = counts.good();
    if good == 0 {
        return view! { <span class="note">"No row would change anything."</span> }.erased();
    }
    let action = ServerAction::<StartImport>::new();
    let check = |_: &StartImport| Ok::<(), FieldErrors>(());
    let skip = counts.errors > 0;
    let text = if skip {
        format!(
            "Import {} good {}, skip {}",
            grouped(good),
            if good == 1 { "row" } else { "rows" },
            grouped(counts.errors)
        )
    } else {
        format!("Import {}", rows(good))
    };
    let good_only = skip.then(|| view! { <Hidden name="good_only" value="on" /> });
    view! {
        <PostForm action check class="" prefix="">
            <Hidden name="id" value=head.id.to_string() />
            <Hidden name="version" value=head.version.to_string() />
            {good_only}
            <Submit>{text}</Submit>
        </PostForm>
    }
    .erased()
}
