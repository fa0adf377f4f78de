//! The step that says where each column goes.

use super::api::{RereadImport, SaveImportColumns, import_columns};
use super::parts::{StepHead, path_id};
use super::types::{ColumnFacts, ColumnsPage};
use crate::core::AppError;
use crate::core::erase::Erase;
use crate::core::flash::Flash;
use crate::core::load::form_resource;
use crate::ui::form::{FormState, Hidden, PostForm, SelectField, Submit, input_id};
use crate::ui::{Icon, PageError};
use entity::import::forms::{ColumnForm, ColumnsForm, ReadingForm};
use entity::import::{Encoding, Existing, FieldKind, ImportNoun, MatchBy, field, fields};
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

/// `/imports/:id/columns`.
pub struct ColumnsStep;

#[lazy_route]
impl LazyRoute for ColumnsStep {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let id = path_id();
        let load = |id: Option<entity::shared::ids::ImportId>| async move {
            import_columns(id.ok_or(AppError::NotFound)?).await
        };
        let page = form_resource(move || id.get(), load);
        view! {
            <main class="page" id="main" tabindex="-1">
                <Suspense>
                    {move || Suspend::new(async move {
                        match page.await {
                            Ok((page, flash)) => view! { <Columns page flash /> }.erased(),
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
fn Columns(page: ColumnsPage, flash: Flash) -> impl IntoView {
    let action = ServerAction::<SaveImportColumns>::new();
    let form: ColumnsForm =
        flash.form().filter(|form: &ColumnsForm| !form.columns.is_empty()).unwrap_or_else(|| page.form.clone());
    let noun = page.head.noun;
    let check = |input: &SaveImportColumns| input.form.parse().map(|_| ());
    // Made inside of the form, which knows what is wrong with each.
    let rows = form.columns.iter().cloned().zip(page.columns.iter().cloned()).enumerate().collect::<Vec<_>>();
    let rows =
        move || rows.into_iter().map(|(i, (column, facts))| view! { <Row i noun column facts /> }).collect_view();
    let existing =
        Existing::ALL.iter().map(|existing| (existing.word().to_owned(), existing.label().to_owned())).collect();
    let keys = MatchBy::choices(noun).iter().map(|by| (by.word().to_owned(), by.words(noun).to_owned())).collect();
    let never = if noun == ImportNoun::Users { "A file never changes people who are here." } else { "" };
    let head = page.head.clone();
    view! {
        <StepHead head=head.clone() here="columns"><span></span></StepHead>
        <ReadingPart page=page.clone() />
        <PostForm action check error=flash.error class="stack">
            <Hidden name="id" value=head.id.to_string() />
            <Hidden name="version" value=head.version.to_string() />
            <Hidden name="form[noun]" value=noun.word() />
            <section class="panel"><div class="form"><div class="fields">
                <SelectField name="existing" label="What the file does" value=form.existing.clone() options=existing hint=never span=3 />
                <SelectField name="match_by" label="Found here by" value=form.match_by.clone() options=keys span=3 />
            </div></div></section>
            <div class="table-wrap" id=input_id("columns")>
                <table class="table mapping">
                    <caption class="sr-only">"Columns of the file and where they go"</caption>
                    <thead><tr>
                        <th scope="col">"In the file"</th>
                        <th scope="col">"For example"</th>
                        <th scope="col">"Goes to"</th>
                        <th scope="col">"Read as"</th>
                        <th scope="col">"Guess"</th>
                    </tr></thead>
                    <tbody>{rows()}</tbody>
                </table>
            </div>
            <div class="form-actions"><Submit>"Go on to values"</Submit></div>
        </PostForm>
        <FirstRows page />
    }
}

#[component]
fn Row(i: usize, noun: ImportNoun, column: ColumnForm, facts: ColumnFacts) -> impl IntoView {
    let ColumnForm { header, field: to, format } = column;
    let at = format!("columns.{i}.field");
    let (chosen, set_chosen) = signal(to.clone());
    let options = std::iter::once(("", "Ignore".to_owned())).chain(fields(noun).iter().map(|field| {
        let mark = if field.required { " *" } else { "" };
        (field.name, format!("{}{mark}", field.label))
    }));
    let options =
        options.map(|(name, label)| view! { <option value=name selected=name == to>{label}</option> }).collect_view();
    let samples = facts.samples.iter().map(|text| view! { <code>{text.clone()}</code> }).collect_view();
    let guess = move || {
        let now = chosen.get();
        let (tone, text) = match (now.is_empty(), now == facts.guessed, facts.confidence) {
            (true, _, _) => ("", "ignored".to_owned()),
            (false, false, _) => ("info", "chosen".to_owned()),
            (false, true, 90..) => ("success", "certain".to_owned()),
            (false, true, confidence) => ("warning", format!("guessed, {confidence}\u{a0}%")),
        };
        view! { <span class="badge" data-tone=tone>{text}</span> }
    };
    let hint = move || field(noun, &chosen.get()).map_or("", |field| field.hint);
    view! {
        <tr>
            <th scope="row"><code>{header.clone()}</code><input type="hidden" name=format!("form[columns][{i}][header]") value=header.clone() /></th>
            <td><span class="samples">{samples}</span></td>
            <td data-cell="action">
                <span class="select">
                    <select
                        id=input_id(&at)
                        name=format!("form[columns][{i}][field]")
                        aria-label=format!("{header} goes to")
                        on:change=move |event| set_chosen.set(event_target_value(&event))
                    >{options}</select>
                    <Icon name="chevrons-up-down" />
                </span>
                <small class="muted">{hint}</small>
                <CellError at />
            </td>
            <td><Format i header noun chosen format /></td>
            <td data-cell="status">{guess}</td>
        </tr>
    }
}

/// How dates and amounts of a column are read. Without scripting it is offered for every column.
#[component]
fn Format(i: usize, header: String, noun: ImportNoun, chosen: ReadSignal<String>, format: String) -> impl IntoView {
    let options = [
        ("", "As the cells say"),
        ("YYYY-MM-DD", "Year first"),
        ("DD-MM-YYYY", "Day first"),
        ("MM-DD-YYYY", "Month first"),
        (".", "Cents after a point"),
        (",", "Cents after a comma"),
    ];
    let useful =
        move || matches!(field(noun, &chosen.get()).map(|field| field.kind), Some(FieldKind::Date | FieldKind::Money));
    let options =
        options.into_iter().map(|(word, text)| view! { <option value=word selected=word == format>{text}</option> });
    view! {
        <span class="select" data-size="sm" hidden=move || !useful()>
            <select name=format!("form[columns][{i}][format]") aria-label=format!("{header} is read as")>{options.collect_view()}</select>
            <Icon name="chevrons-up-down" />
        </span>
    }
}

/// The sentence at a cell of the form's table.
#[component]
pub(super) fn CellError(at: String) -> impl IntoView {
    let state = use_context::<FormState>();
    move || {
        let sentence = state.and_then(|state| state.errors.with(|errors| errors.at(&at).map(str::to_owned)));
        sentence.map(|sentence| view! { <p class="error"><Icon name="circle-alert" />{sentence}</p> })
    }
}

/// How the bytes are read; changing it reads the file anew.
#[component]
fn ReadingPart(page: ColumnsPage) -> impl IntoView {
    let action = ServerAction::<RereadImport>::new();
    let ReadingForm { delimiter, encoding, header, sheet } = page.reading;
    let pairs = |pairs: &[(&str, &str)]| {
        pairs.iter().map(|(word, text)| ((*word).to_owned(), (*text).to_owned())).collect::<Vec<_>>()
    };
    let encodings =
        Encoding::ALL.iter().map(|encoding| (encoding.word().to_owned(), encoding.label().to_owned())).collect();
    let sheets = page.sheets.iter().map(|sheet| (sheet.clone(), sheet.clone())).collect();
    let how = if sheet.is_empty() {
        view! {
            <SelectField name="delimiter" label="Cells are separated by" value=delimiter span=2
                options=pairs(&[(",", "Comma"), (";", "Semicolon"), ("tab", "Tab"), ("|", "Bar")]) />
            <SelectField name="encoding" label="Encoding" value=encoding options=encodings span=2 />
        }
        .erased()
    } else {
        view! { <SelectField name="sheet" label="Sheet" value=sheet options=sheets span=4 /> }.erased()
    };
    let check = |input: &RereadImport| input.form.parse().map(|_| ());
    view! {
        <details class="panel">
            <summary>"The file is read as: "{page.head.reading.clone()}</summary>
            // The same page, made of other columns.
            <PostForm action check class="form" full_load=true>
                <Hidden name="id" value=page.head.id.to_string() />
                <Hidden name="version" value=page.head.version.to_string() />
                <div class="fields">
                    {how}
                    <SelectField name="header" label="First row" value=header span=2
                        options=pairs(&[("yes", "Names the columns"), ("no", "Is data")]) />
                </div>
                <div class="form-actions"><Submit variant="">"Read it again"</Submit></div>
            </PostForm>
        </details>
    }
}

/// The first rows as they stand in the file.
#[component]
fn FirstRows(page: ColumnsPage) -> impl IntoView {
    let head =
        page.form.columns.iter().map(|column| view! { <th scope="col">{column.header.clone()}</th> }).collect_view();
    let rows = page.first.iter().map(|cells| {
        view! { <tr>{cells.iter().map(|cell| view! { <td>{cell.clone()}</td> }).collect_view()}</tr> }
    });
    let rows = rows.collect_view();
    view! {
        <details class="panel">
            <summary>"The first rows"</summary>
            <div class="table-wrap" data-wide="" tabindex="0" role="region" aria-label="The first rows">
                <table class="table" data-keep=""><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>
            </div>
        </details>
    }
}
