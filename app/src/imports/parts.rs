//! What every step of an import shows: where it belongs, the title, the steps.

use super::types::{Head, STEPS, Stepped, step_of};
use crate::core::erase::Erase;
use crate::routes;
use crate::ui::Icon;
use crate::ui::form::Goes;
use entity::import::ImportNoun;
use entity::shared::ids::ImportId;
use entity::shared::money::grouped;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

impl Goes for Stepped {
    fn goto(&self) -> &str {
        &self.goto
    }
}

/// The id in the path.
pub(super) fn path_id() -> Memo<Option<ImportId>> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get("id")).and_then(|id| id.parse().ok()))
}

/// `790 kB`, `12.4 MB`.
pub(super) fn size(bytes: i64) -> String {
    let bytes = bytes.unsigned_abs();
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// `8,800 rows`, `1 row`.
pub(super) fn rows(n: u64) -> String {
    if n == 1 { "1 row".to_owned() } else { format!("{} rows", grouped(n)) }
}

/// Title, facts and steps of an import.
#[component]
pub(super) fn StepHead(
    head: Head,
    /// Step that is shown.
    here: &'static str,
    /// What the page is about, when the file's facts are not it.
    #[prop(into, optional)]
    about: String,
    /// Buttons.
    children: Children,
) -> impl IntoView {
    let title = format!("Import {}", head.file_name);
    let facts = if about.is_empty() {
        let reading = if head.reading.is_empty() { String::new() } else { format!(" \u{b7} {}", head.reading) };
        format!("{} \u{b7} {}{reading} \u{b7} {}", head.noun.label(), rows(head.rows), matched_by(head.noun))
    } else {
        about
    };
    let again = (!head.again.is_empty()).then(|| {
        view! {
            <section class="banner" aria-label="Imported before"><Icon name="info" /><div><p>{head.again.clone()}</p></div></section>
        }
    });
    view! {
        <Title text=title.clone() />
        <a class="back" href=routes::IMPORTS><Icon name="arrow-left" /><span>"Imports"</span></a>
        <header class="page-head">
            <div class="page-title"><h1>{title}</h1><p>{facts}</p></div>
            <div class="page-actions">{children()}</div>
        </header>
        <Steps head here />
        {again}
    }
}

/// How records that are here are recognised.
const fn matched_by(noun: ImportNoun) -> &'static str {
    match noun {
        ImportNoun::Opportunities => "match by opportunity number",
        ImportNoun::Accounts => "match by customer number, else by name",
        ImportNoun::Products => "match by name",
        ImportNoun::Users => "match by e-mail address, else by name",
    }
}

/// The way a file goes, and where it is.
#[component]
fn Steps(head: Head, here: &'static str) -> impl IntoView {
    let place = |step: &str| STEPS.iter().position(|(name, _)| *name == step).unwrap_or(0);
    let (at, reached) = (place(here), place(step_of(head.status)).max(place(here)));
    // While a job works on it, and once it is in, nothing before can be changed.
    let open = !head.status.is_working() && !head.status.was_in();
    let steps = STEPS.iter().enumerate().map(|(i, (step, label))| {
        let note = note(&head, step);
        let note = view! { <small title=note.clone()>{if note.is_empty() { "\u{a0}".to_owned() } else { note.clone() }}</small> };
        if i == at {
            return view! { <li aria-current="step"><span>{*label}</span>{note}</li> }.erased();
        }
        if i > reached || i == 0 && at > 0 && !open {
            let done = (i < at).then_some("");
            return view! { <li data-done=done><span>{*label}</span>{note}</li> }.erased();
        }
        let href = match *step {
            "upload" => routes::IMPORT_NEW.to_owned(),
            step => routes::import(head.id, step),
        };
        let reachable = open || i > at;
        let done = (i < at).then_some("");
        if reachable {
            view! { <li data-done=done><a href=href>{(i < at).then(|| view! { <Icon name="check" /> })}{*label}</a>{note}</li> }.erased()
        } else {
            view! { <li data-done=done><span>{(i < at).then(|| view! { <Icon name="check" /> })}{*label}</span>{note}</li> }.erased()
        }
    });
    view! { <ol class="steps" aria-label="Steps">{steps.collect_view()}</ol> }
}

/// The small line below a step.
fn note(head: &Head, step: &str) -> String {
    match step {
        "upload" => size(head.size),
        "columns" if head.mapped.1 > 0 => format!("{} of {} mapped", head.mapped.0, head.mapped.1),
        "values" => head.values.clone(),
        "check" if !head.status.is_over() => "nothing is written yet".to_owned(),
        _ => String::new(),
    }
}

/// A heading's worth of "this failed", with what it was.
#[component]
pub(super) fn Failure(text: String) -> impl IntoView {
    view! {
        <section class="banner" data-tone="danger" role="alert">
            <Icon name="circle-alert" />
            <div><h2>"Nothing was imported"</h2><p>{text}</p></div>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_said_in_the_unit_that_fits() {
        assert_eq!((size(12), size(790_457), size(12_400_000)), ("12 bytes".into(), "790 kB".into(), "12.4 MB".into()));
        assert_eq!((rows(1), rows(8_800)), ("1 row".into(), "8,800 rows".into()));
    }
}
