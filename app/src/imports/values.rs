//! The step that says what each value becomes.

use super::api::{SaveImportValues, import_values};
use super::columns::CellError;
use super::parts::{StepHead, path_id};
use super::types::{Statement, ValueGroup, ValueLine, ValuesPage};
use crate::core::AppError;
use crate::core::erase::Erase;
use crate::core::flash::Flash;
use crate::core::load::form_resource;
use crate::routes;
use crate::ui::form::{Hidden, PostForm, Submit, input_id};
use crate::ui::{Icon, PageError};
use entity::import::Plan;
use entity::import::forms::ValuesForm;
use entity::shared::ids::ImportId;
use entity::shared::money::grouped;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

/// Most choices that each row lists for itself.
const CHOICES_MAX: usize = 50;

/// `/imports/:id/values`.
pub struct ValuesStep;

#[lazy_route]
impl LazyRoute for ValuesStep {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let id = path_id();
        let load = |id: Option<ImportId>| async move { import_values(id.ok_or(AppError::NotFound)?).await };
        let page = form_resource(move || id.get(), load);
        view! {
            <main class="page" id="main" tabindex="-1">
                <Suspense>
                    {move || Suspend::new(async move {
                        match page.await {
                            Ok((page, flash)) => view! { <Values page flash /> }.erased(),
                            Err(error) => view! { <PageError error /> }.erased(),
                        }
                    })}
                </Suspense>
            </main>
        }
        .erased()
    }
}

/// Takes what was typed before a refusal over what the page knows.
fn retyped(page: &mut ValuesPage, form: &ValuesForm) {
    for typed in &form.values {
        let lines =
            page.groups.iter_mut().filter(|group| group.field == typed.field).flat_map(|group| &mut group.values);
        for line in lines.filter(|line| line.value == typed.value) {
            line.rule.clone_from(&typed.rule);
        }
    }
    for typed in &form.unknown {
        let groups = page.groups.iter_mut().filter(|group| group.field == typed.field);
        for (now, _) in groups.filter_map(|group| group.unknown.as_mut()) {
            now.clone_from(&typed.action);
        }
    }
    for statement in &mut page.statements {
        if let Some(typed) = form.state.iter().find(|typed| typed.name == statement.name) {
            statement.value.clone_from(&typed.value);
        }
    }
}

#[component]
fn Values(mut page: ValuesPage, flash: Flash) -> impl IntoView {
    if let Some(form) = flash.form::<ValuesForm>() {
        retyped(&mut page, &form);
    }
    let action = ServerAction::<SaveImportValues>::new();
    let check = |input: &SaveImportValues| input.form.apply(&mut Plan::default());
    let ValuesPage { head, groups, statements } = page;
    let nothing = groups.is_empty() && statements.is_empty();
    // Made inside of the form, which knows what is wrong with each.
    let groups = move || {
        // Inputs are numbered through all groups.
        let mut first = 0;
        let group = |(g, group): (usize, ValueGroup)| {
            let at = first;
            first += group.values.len();
            view! { <Group g at group /> }
        };
        groups.into_iter().enumerate().map(group).collect::<Vec<_>>()
    };
    let back = routes::import(head.id, "columns");
    view! {
        <StepHead head=head.clone() here="values" about="Every value that has to become one of ours">
            <a class="button" href=back>"Back to columns"</a>
        </StepHead>
        <PostForm action check error=flash.error class="stack">
            <Hidden name="id" value=head.id.to_string() />
            <Hidden name="version" value=head.version.to_string() />
            {nothing.then(|| view! { <p class="muted">"No column holds values that have to be mapped."</p> })}
            <div class="columns-2"><div class="stack">{groups()}</div><Statements statements /></div>
            <div class="form-actions"><span class="note">"Nothing is written by the check."</span><Submit>"Check every row"</Submit></div>
        </PostForm>
    }
}

#[component]
fn Group(g: usize, at: usize, group: ValueGroup) -> impl IntoView {
    let ValueGroup { field, label, values, known, more, choices, unknown } = group;
    let open = values.iter().filter(|line| line.open).count();
    let count = match (open, known) {
        (0, _) => grouped((values.len() + known) as u64),
        (open, _) => format!("{open} to decide"),
    };
    let told = match (known, more) {
        (0, false) => None,
        (known, false) => Some(format!("{} more are known by exactly that name.", grouped(known as u64))),
        (_, true) => {
            Some("There are too many different values to list; the check tells which are not known.".to_owned())
        }
    };
    // A list in each row is the square of what a long one holds; then all rows share one, and it is typed into.
    let shared = (choices.len() > CHOICES_MAX).then(|| format!("choices-{g}"));
    let list = shared.clone().map(|id| {
        let options = choices.iter().map(|(_, text)| view! { <option value=text.clone() /> }).collect_view();
        view! { <datalist id=id>{options}</datalist> }
    });
    let rows = values.into_iter().enumerate().map(|(i, line)| {
        view! { <Value i=at + i field=field.clone() line choices=choices.clone() list=shared.clone() /> }
    });
    let rows: Vec<_> = rows.collect();
    let empty = rows.is_empty();
    let caption = label.clone();
    let table = (!empty).then(|| {
        view! {
            <div class="table-wrap">
                <table class="table" data-keep="">
                    <caption class="sr-only">{caption}</caption>
                    <thead><tr><th scope="col">"In the file"</th><th scope="col" data-num="">"Rows"</th><th scope="col">"Ours"</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
    });
    let others = unknown.map(|(now, words)| view! { <Others g field=field.clone() label=label.clone() now words /> });
    view! {
        <section class="stack">
            <h2>{label.clone()}" "<span class="muted">{count}</span></h2>
            {told.map(|text| view! { <p class="muted small">{text}</p> })}
            {others}
            {list}
            {table}
        </section>
    }
}

#[component]
fn Value(
    i: usize,
    field: String,
    line: ValueLine,
    choices: Vec<(String, String)>,
    /// The shared list to type into, when there is one.
    list: Option<String>,
) -> impl IntoView {
    let ValueLine { value, rows, rule, open: _ } = line;
    let at = format!("values.{i}.rule");
    let shown = if value.is_empty() { "(empty)".to_owned() } else { value.clone() };
    let (id, name, label) = (input_id(&at), format!("form[values][{i}][rule]"), format!("{shown} becomes"));
    let input = match list {
        Some(list) => {
            let typed = choices.iter().find(|(word, _)| *word == rule).map_or(rule, |(_, text)| text.clone());
            view! { <input id=id name=name aria-label=label list=list value=typed placeholder="As it is" autocomplete="off" /> }.erased()
        }
        None => view! { <Choice id name label rule choices /> }.erased(),
    };
    view! {
        <tr>
            <th scope="row">{shown}
                <input type="hidden" name=format!("form[values][{i}][field]") value=field />
                <input type="hidden" name=format!("form[values][{i}][value]") value=value />
            </th>
            <td data-num="">{grouped(rows)}</td>
            <td>{input}<CellError at /></td>
        </tr>
    }
}

#[component]
fn Choice(id: String, name: String, label: String, rule: String, choices: Vec<(String, String)>) -> impl IntoView {
    let undecided = std::iter::once((String::new(), "As it is".to_owned()));
    let options = undecided
        .chain(choices)
        .map(|(word, text)| view! { <option value=word.clone() selected=word == rule>{text}</option> });
    view! {
        <span class="select">
            <select id=id name=name aria-label=label>{options.collect_view()}</select>
            <Icon name="chevrons-up-down" />
        </span>
    }
}

/// What becomes of values that nobody mapped.
#[component]
fn Others(g: usize, field: String, label: String, now: String, words: Vec<(String, String)>) -> impl IntoView {
    let id = input_id(&format!("unknown.{g}.action"));
    let options =
        words.into_iter().map(|(word, text)| view! { <option value=word.clone() selected=word == now>{text}</option> });
    view! {
        <div class="field">
            <label for=id.clone()>{format!("{label}: values that are not known here")}</label>
            <input type="hidden" name=format!("form[unknown][{g}][field]") value=field />
            <span class="select">
                <select id=id name=format!("form[unknown][{g}][action]")>{options.collect_view()}</select>
                <Icon name="chevrons-up-down" />
            </span>
        </div>
    }
}

/// Facts the file does not hold, said once for all rows instead of guessed for each.
#[component]
fn Statements(statements: Vec<Statement>) -> impl IntoView {
    if statements.is_empty() {
        return ().erased();
    }
    let fields = statements.into_iter().enumerate().map(|(i, statement)| {
        let Statement { name, label, value, choices } = statement;
        let id = input_id(&format!("state.{i}.value"));
        let options = choices
            .into_iter()
            .map(|(word, text)| view! { <option value=word.clone() selected=word == value>{text}</option> });
        view! {
            <div class="field">
                <label for=id.clone()>{label}</label>
                <input type="hidden" name=format!("form[state][{i}][name]") value=name />
                <span class="select">
                    <select id=id name=format!("form[state][{i}][value]")>{options.collect_view()}</select>
                    <Icon name="chevrons-up-down" />
                </span>
            </div>
        }
    });
    let fields: Vec<_> = fields.collect();
    view! {
        <section class="panel stack">
            <header class="panel-head"><h2>"What the file does not say"</h2></header>
            <p class="muted small">"Said once for all rows, and in each row's report."</p>
            {fields}
        </section>
    }
    .erased()
}
