//! The step that says what values mean.

use super::record::{Loaded, load, open_to_change, save};
use super::run::json;
use super::view::head;
use super::{lists, lookup};
use crate::core::AppError;
use crate::core::ctx::Ctx;
use crate::imports::types::{Statement, Stepped, ValueGroup, ValueLine, ValuesPage};
use crate::routes;
use entity::import::forms::{ValuesForm, actions, rule_text};
use entity::import::{
    Bound, Field, FieldKind, ImportNoun, ImportStatus, Known, Plan, Profile, Ref, Unknown, ValueRule, fields,
    guess_value,
};
use entity::opportunity::{LostReason, NoDealReason, WonReason};
use entity::shared::ids::ImportId;

/// The step that maps values.
///
/// # Errors
/// [`AppError::NotFound`] out of scope.
pub async fn values_page(ctx: &Ctx, id: ImportId) -> Result<ValuesPage, AppError> {
    let ctx = &ctx.snapshot().await?;
    let Loaded { record, plan, profile } = load(ctx, id).await?;
    let mut known = lists::base(ctx, &ctx.db.read).await?;
    let bound = Bound::new(record.noun, plan.clone(), &profile).map_err(AppError::Invalid)?;
    let names: Vec<String> = values_of(&bound, &profile, "customer").map(|(value, _)| value.clone()).collect();
    lookup::customers_called(ctx, &ctx.db.read, names, &mut known).await?;
    // Parents are mostly customers of this very file; the check tells which are not.
    let fed = fields(record.noun)
        .iter()
        .filter(|field| field.has_values() && field.name != "parent" && bound.feeds(field.name));
    let groups = fed.filter_map(|field| group(ctx, field, &bound, &profile, &known)).collect();
    Ok(ValuesPage {
        groups,
        statements: statements(record.noun, &plan, &bound, &known),
        head: head(ctx, record, &plan, &profile).await?,
    })
}

fn values_of<'p>(
    bound: &Bound,
    profile: &'p Profile,
    field: &str,
) -> impl Iterator<Item = &'p (String, u64)> + use<'p> {
    let header = bound.column(field).to_owned();
    let column = profile.columns.iter().find(move |column| column.header == header);
    column.into_iter().flat_map(|column| column.values.iter())
}

fn group(ctx: &Ctx, field: &'static Field, bound: &Bound, profile: &Profile, known: &Known) -> Option<ValueGroup> {
    let column = profile.columns.iter().find(|column| column.header == bound.column(field.name))?;
    let free = matches!(field.kind, FieldKind::Listed);
    // Texts without end are no list of values.
    if free && column.more {
        return None;
    }
    let (mut values, mut by_name) = (Vec::new(), 0);
    let empty = (String::new(), column.empty);
    let required_empty = (column.empty > 0 && field.required).then_some(&empty);
    for (value, rows) in column.values.iter().chain(required_empty) {
        let stated = bound.plan.value(field.name, value);
        let guess = guess_value(field, value, known);
        let exact = guess.as_ref().is_some_and(|guess| guess.confidence == 100);
        let many = matches!(field.kind, FieldKind::Ref(Ref::Customer | Ref::Person)) || column.more;
        if stated.is_none() && exact && many {
            by_name += 1;
            continue;
        }
        let rule = stated
            .map(rule_text)
            .or_else(|| guess.map(|guess| rule_text(&ValueRule::To(guess.to))))
            .unwrap_or_default();
        // A near name is offered, but only what is sure is chosen beforehand.
        let rule = if stated.is_none() && !exact { String::new() } else { rule };
        values.push(ValueLine { value: value.clone(), rows: *rows, open: !free && rule.is_empty(), rule });
    }
    if values.is_empty() && by_name == 0 {
        return None;
    }
    let creates = field.refers_to().is_some_and(|what| what.may_be_created_by(&ctx.actor));
    let unknown = field.refers_to().filter(|what| *what != Ref::Stage).map(|_| {
        let words = std::iter::once(Unknown::Error).chain(actions(field, creates));
        let now = bound.plan.unknown.get(field.name).copied().unwrap_or(Unknown::Error);
        (now.word().to_owned(), words.map(|action| (action.word().to_owned(), action.label().to_owned())).collect())
    });
    Some(ValueGroup {
        field: field.name.to_owned(),
        label: field.label.to_owned(),
        choices: choices(field, known, &values, creates),
        values,
        known: by_name,
        more: column.more,
        unknown,
    })
}

/// What values can become: names first, then what else may be done.
fn choices(field: &'static Field, known: &Known, values: &[ValueLine], creates: bool) -> Vec<(String, String)> {
    let to = |name: &str| (rule_text(&ValueRule::To(name.to_owned())), name.to_owned());
    let mut choices: Vec<(String, String)> = match field.kind {
        FieldKind::Choice(words) => words()
            .into_iter()
            .map(|(word, label)| (rule_text(&ValueRule::To(word.to_owned())), label.to_owned()))
            .collect(),
        FieldKind::Ref(Ref::Stage) => {
            let stage = |stage: &entity::opportunity::Stage| {
                (rule_text(&ValueRule::To(stage.key.0.clone())), stage.name.clone())
            };
            known.stages.iter().map(stage).collect()
        }
        FieldKind::Ref(Ref::Person) => {
            known.people.iter().filter(|(_, person)| person.active).map(|(name, _)| to(name)).collect()
        }
        FieldKind::Ref(Ref::Product) => known.products.names().map(to).collect(),
        FieldKind::Ref(Ref::Region) => known.regions.names().map(to).collect(),
        FieldKind::Ref(Ref::Division) => known.divisions.names().map(to).collect(),
        FieldKind::Ref(Ref::Branch) => known.branches.names().map(to).collect(),
        FieldKind::Ref(Ref::Competitor) => known.competitors.names().map(to).collect(),
        FieldKind::Ref(Ref::Customer) => known.customers.names().map(to).collect(),
        FieldKind::Listed => values.iter().map(|line| to(&line.value)).collect(),
        FieldKind::Text
        | FieldKind::Note
        | FieldKind::Date
        | FieldKind::Money
        | FieldKind::Whole
        | FieldKind::Percent => Vec::new(),
    };
    // What a mapping says stays choosable though nothing here is called so.
    let stated = values.iter().map(|line| line.rule.clone()).filter(|rule| rule.starts_with("to:"));
    for rule in stated {
        if !choices.iter().any(|(known, _)| *known == rule) {
            let name = rule.trim_start_matches("to:").to_owned();
            choices.push((rule, name));
        }
    }
    choices.sort_by(|a, b| {
        if matches!(field.kind, FieldKind::Ref(Ref::Stage)) { std::cmp::Ordering::Equal } else { a.1.cmp(&b.1) }
    });
    choices.dedup();
    let more = actions(field, creates);
    choices.extend(more.into_iter().map(|action| (rule_text(&ValueRule::act(action)), action.label().to_owned())));
    choices
}

fn statements(noun: ImportNoun, plan: &Plan, bound: &Bound, known: &Known) -> Vec<Statement> {
    if noun != ImportNoun::Opportunities {
        return Vec::new();
    }
    let words = |labels: Vec<(&'static str, &'static str)>, none: &str| {
        let none = (String::new(), none.to_owned());
        std::iter::once(none)
            .chain(labels.into_iter().map(|(word, label)| (word.to_owned(), label.to_owned())))
            .collect()
    };
    let open = known.stages.iter().filter(|stage| stage.phase.is_open());
    let opened: Vec<(String, String)> = open.map(|stage| (stage.key.0.clone(), stage.name.clone())).collect();
    let mut all = Vec::new();
    let mut add = |name: &str, label: &str, choices: Vec<(String, String)>, first: &str| {
        let value = plan.stated(name).unwrap_or(first).to_owned();
        all.push(Statement { name: name.to_owned(), label: label.to_owned(), value, choices });
    };
    if bound.feeds("opened_on") {
        let first = opened.first().map(|(key, _)| key.clone()).unwrap_or_default();
        add("opened_in", "The opening date is when it came into", opened, &first);
    }
    let labels = |all: &[WonReason]| all.iter().map(|reason| (reason.word(), reason.label())).collect();
    let lost = LostReason::ALL.iter().map(|reason| (reason.word(), reason.label())).collect();
    let no_deal = NoDealReason::ALL.iter().map(|reason| (reason.word(), reason.label())).collect();
    add("won_reason", "Won without a reason in the file", words(labels(WonReason::ALL), "Other, with a note"), "other");
    add("lost_reason", "Lost without a reason in the file", words(lost, "Other, with a note"), "other");
    add("no_deal_reason", "No deal without a reason in the file", words(no_deal, "Report as an error"), "");
    let unknown =
        vec![(String::new(), "Unknown, with a note".to_owned()), ("unknown".to_owned(), "Unknown".to_owned())];
    let rivals = known.competitors.names().map(|name| (name.to_owned(), name.to_owned()));
    add("competitor", "Lost without a competitor in the file", unknown.into_iter().chain(rivals).collect(), "unknown");
    all
}

/// Takes the values as they were decided and has every row checked.
///
/// # Errors
/// [`AppError::Invalid`] by field, [`AppError::Conflict`] on a stale version.
pub async fn save_values(ctx: &Ctx, id: ImportId, version: i64, form: ValuesForm) -> Result<Stepped, AppError> {
    let Loaded { mut record, mut plan, profile } = load(ctx, id).await?;
    open_to_change(&record, ctx.now)?;
    form.apply(&mut plan)?;
    Bound::new(record.noun, plan.clone(), &profile).map_err(AppError::Invalid)?;
    record.plan = json(&plan)?;
    record.status = ImportStatus::Checking;
    save(ctx, record, version).await?;
    super::jobs::settle(ctx, id).await;
    Ok(Stepped { goto: routes::import(id, "check") })
}

/// Maps one value that a check found unknown, and checks again.
///
/// # Errors
/// As for [`save_values`].
pub async fn map_value(
    ctx: &Ctx,
    id: ImportId,
    version: i64,
    field: &str,
    value: &str,
    to: &str,
) -> Result<Stepped, AppError> {
    let line = entity::import::forms::ValueForm {
        field: field.to_owned(),
        value: value.to_owned(),
        rule: rule_text(&ValueRule::To(to.to_owned())),
    };
    save_values(ctx, id, version, ValuesForm { values: vec![line], ..ValuesForm::default() }).await
}
