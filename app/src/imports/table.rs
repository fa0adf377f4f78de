//! The report: rows by what happens to them, and what that is.

use super::api::MapImportValue;
use super::types::{Head, ReportPage, ReportRow};
use crate::core::erase::Erase;
use crate::routes;
use crate::ui::form::{Hidden, PostForm};
use crate::ui::{Icon, Pagination};
use entity::FieldErrors;
use entity::event::FieldChange;
use entity::import::{Counts, ImportStatus, Outcome, ReportFilter};
use entity::shared::ids::ImportId;
use entity::shared::money::grouped;
use entity::shared::page::Seek;
use entity::shared::query::link;
use leptos::prelude::*;

/// A link to rows of the report.
fn narrowed(id: ImportId, step: &str, outcome: Option<Outcome>, seek: Seek) -> String {
    link(&routes::import(id, step), &ReportFilter { outcome, seek }.write())
}

/// How many rows do what; each number is the link to its rows.
#[component]
pub(super) fn Figures(
    id: ImportId,
    step: &'static str,
    counts: Counts,
    shown: Option<Outcome>,
    over: bool,
) -> impl IntoView {
    let words = |outcome: Outcome| match (outcome, over) {
        (Outcome::Create, false) => "Create",
        (Outcome::Create, true) => "Created",
        (Outcome::CreateNote, false) => "Create, with a note",
        (Outcome::CreateNote, true) => "Created, with a note",
        (Outcome::Update, false) => "Update",
        (Outcome::Update, true) => "Updated",
        (Outcome::Unchanged, _) => "Unchanged",
        (Outcome::Skipped, _) => "Left out",
        (Outcome::Error, _) => "Error",
    };
    let order =
        [Outcome::Create, Outcome::CreateNote, Outcome::Update, Outcome::Unchanged, Outcome::Skipped, Outcome::Error];
    // What does not occur takes no room, except that nothing is wrong.
    let kinds = order
        .into_iter()
        .filter(|outcome| counts.of(*outcome) > 0 || matches!(outcome, Outcome::Create | Outcome::Error));
    let figure = |text: &'static str, count: u64, outcome: Option<Outcome>| {
        let tone = outcome.map(tone);
        let here = (outcome == shown).then_some("true");
        let href = narrowed(id, step, outcome, Seek::First);
        view! {
            <li><a class="figure" data-stacked="" data-tone=tone href=href aria-current=here><span>{text}</span><strong>{grouped(count)}</strong></a></li>
        }
    };
    let all = figure("All", counts.read, None);
    let kinds = kinds.map(|outcome| figure(words(outcome), counts.of(outcome), Some(outcome))).collect_view();
    view! { <ul class="figures import-figures">{all}{kinds}</ul> }
}

const fn tone(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Error => "danger",
        Outcome::CreateNote => "warning",
        Outcome::Update => "info",
        Outcome::Create => "success",
        Outcome::Skipped | Outcome::Unchanged => "",
    }
}

const fn icon(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Error => "x",
        Outcome::CreateNote => "info",
        Outcome::Update => "refresh-cw",
        Outcome::Create => "check",
        Outcome::Skipped => "minus",
        Outcome::Unchanged => "check",
    }
}

/// The rows themselves, a page of them.
#[component]
pub(super) fn Table(page: ReportPage, step: &'static str, shown: Option<Outcome>) -> impl IntoView {
    let ReportPage { head, counts, rows, .. } = page;
    if rows.rows.is_empty() && rows.previous.is_none() {
        return view! { <p class="muted">"No row does that."</p> }.erased();
    }
    let at = |seek| narrowed(head.id, step, shown, seek);
    let (previous, next) = (rows.previous.map(at), rows.next.map(at));
    let lines = rows.rows.into_iter().map(|row| view! { <Line row head=head.clone() /> }).collect_view();
    let totals = totals(&counts);
    let beside = beside(&counts);
    view! {
        <div class="table-wrap">
            <table class="table">
                <caption class="sr-only">"Rows and what happens to them"</caption>
                <thead><tr>
                    <th scope="col" data-num="" data-fit="">"Row"</th>
                    <th scope="col">"What happens"</th>
                    <th scope="col">"Number"</th>
                    <th scope="col">"Record"</th>
                    <th scope="col">"What will change, or what is wrong"</th>
                    <th scope="col"><span class="sr-only">"Action"</span></th>
                </tr></thead>
                <tbody>{lines}</tbody>
            </table>
            <p class="table-note">"Rows with something to say first."{totals}{beside}</p>
        </div>
        <Pagination previous next />
    }
    .erased()
}

fn totals(counts: &Counts) -> Option<impl IntoView + use<>> {
    let (open, won, lost) = (counts.open, counts.won, counts.lost);
    (open + won + lost > 0).then(|| {
        let amount = counts.won_amount;
        view! {
            " Of these rows: open "<b>{grouped(open)}</b>", won "<b>{grouped(won)}</b>" for "<b title=amount.to_string()>{amount.short()}</b>", lost "<b>{grouped(lost)}</b>"."
        }
    })
}

/// `With them: 3 regions, 6 people.`
fn beside(counts: &Counts) -> Option<String> {
    let parts: Vec<String> = counts.beside.iter().map(|(noun, n)| format!("{} {noun}", grouped(*n))).collect();
    (!parts.is_empty()).then(|| format!(" With them: {}.", parts.join(", ")))
}

#[component]
fn Line(row: ReportRow, head: Head) -> impl IntoView {
    let (outcome, wrong) = (row.outcome, row.outcome == Outcome::Error);
    let record = row.record.clone();
    let record = if row.link.is_empty() {
        view! { {record} }.erased()
    } else {
        view! { <a href=row.link.clone()>{record}</a> }.erased()
    };
    let what = if row.changes.is_empty() {
        let sentence = row.sentence.clone();
        view! { <span class=if wrong { "danger" } else { "" }>{sentence}</span> }.erased()
    } else {
        row.changes.iter().cloned().map(change).collect_view().erased()
    };
    let detail = if wrong && row.detail.is_empty() { place(&row) } else { row.detail.clone() };
    view! {
        <tr>
            <td data-num="" class="muted" data-cell="value">{grouped(row.row)}</td>
            <td data-cell="status" data-fit=""><span class="badge" data-tone=tone(outcome)><Icon name=icon(outcome) />{outcome.label()}</span></td>
            <td data-cell="fact">{row.number.clone()}</td>
            <th scope="row">{record}</th>
            <td>{what}<small>{detail}</small></td>
            <td data-cell="action" data-num=""><Suggestion row head /></td>
        </tr>
    }
}

/// Where it is wrong: `Column account, "Cancityy"`.
fn place(row: &ReportRow) -> String {
    match (row.column.is_empty(), row.excerpt.is_empty()) {
        (true, _) => String::new(),
        (false, true) => format!("Column {}", row.column),
        (false, false) => format!("Column {}: {}", row.column, row.excerpt),
    }
}

fn change(change: FieldChange) -> impl IntoView {
    let FieldChange { field, from, to, customers: _ } = change;
    let from = (!from.is_empty()).then(|| view! { <del>{from}</del>" " });
    view! { <span>{field}" "{from}<ins>{to}</ins>" "</span> }
}

/// One press maps the value to what it most likely meant, and checks again.
#[component]
fn Suggestion(row: ReportRow, head: Head) -> impl IntoView {
    // A shortened value cannot be mapped by what is shown of it.
    let whole = !row.excerpt.is_empty() && !row.excerpt.ends_with('\u{2026}');
    if row.suggestion.is_empty() || !whole || head.status != ImportStatus::Checked {
        return ().erased();
    }
    let action = ServerAction::<MapImportValue>::new();
    let check = |_: &MapImportValue| Ok::<(), FieldErrors>(());
    let text = format!("Map to {}", row.suggestion);
    view! {
        <PostForm action check class="" full_load=true prefix="">
            <Hidden name="id" value=head.id.to_string() />
            <Hidden name="version" value=head.version.to_string() />
            <Hidden name="field" value=row.field.clone() />
            <Hidden name="value" value=row.excerpt.clone() />
            <Hidden name="to" value=row.suggestion.clone() />
            <button class="button" data-size="sm">{text}</button>
        </PostForm>
    }
    .erased()
}
