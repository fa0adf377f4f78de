//! The steps that say what columns and values mean.

use super::lookup;
use super::origin::profile;
use super::run::json;
use super::upload::{looked_at, stored};
use super::view::{head, parsed_plan, parsed_profile};
use crate::core::AppError;
use crate::core::ctx::Ctx;
use crate::core::timeline;
use crate::core::write::{Fail, Tx, write};
use crate::imports::types::{ColumnFacts, ColumnsPage, Statement, Stepped, ValueGroup, ValueLine, ValuesPage};
use crate::routes;
use entity::import::forms::{ColumnForm, ColumnsForm, ReadingForm, ValuesForm, actions, rule_text};
use entity::import::row;
use entity::import::{
    Bound, ColumnProfile, ColumnRule, Field, FieldKind, ImportNoun, ImportStatus, Known, Plan, Profile, Ref, Unknown,
    ValueRule, field, fields, guess_columns, guess_value, suggest,
};
use entity::opportunity::{LostReason, NoDealReason, WonReason};
use entity::shared::actor::Action;
use entity::shared::ids::ImportId;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// What the plan's steps need of an import.
pub(super) struct Loaded {
    pub record: row::Model,
    pub plan: Plan,
    pub profile: Profile,
}

pub(super) async fn load(ctx: &Ctx, id: ImportId) -> Result<Loaded, AppError> {
    ctx.allow(Action::Import)?;
    let record = row::Entity::visible_one(&ctx.actor, id).one(&ctx.db.read).await?.ok_or(AppError::NotFound)?;
    if record.status == ImportStatus::Uploading {
        return Err(AppError::NotFound);
    }
    Ok(Loaded { plan: parsed_plan(&record)?, profile: parsed_profile(&record)?, record })
}

/// Whether the plan may still be changed.
fn open_to_change(record: &row::Model) -> Result<(), AppError> {
    if record.status.is_working() {
        return Err(AppError::Refused("The file is being worked on. Wait until that is done, or stop it.".to_owned()));
    }
    if record.status.was_in() {
        return Err(AppError::Refused("This file is in already. Upload it again to import it anew.".to_owned()));
    }
    Ok(())
}

/// Saves a changed record under the version the sender saw.
pub(super) async fn save(ctx: &Ctx, record: row::Model, version: i64) -> Result<(), AppError> {
    write(ctx, None, record, move |tx, record| {
        Box::pin(async move {
            let row::Model { id, status, plan, profile, rows_total, good_only, .. } = record;
            let done = row::Entity::update_many()
                .col_expr(row::Column::Status, Expr::value(status))
                .col_expr(row::Column::Plan, Expr::value(plan))
                .col_expr(row::Column::Profile, Expr::value(profile))
                .col_expr(row::Column::RowsTotal, Expr::value(rows_total))
                .col_expr(row::Column::RowsDone, Expr::value(0i64))
                .col_expr(row::Column::GoodOnly, Expr::value(good_only))
                .col_expr(row::Column::Failure, Expr::value(""))
                .col_expr(row::Column::Cancel, Expr::value(false))
                .col_expr(row::Column::Attempts, Expr::value(0))
                .col_expr(row::Column::LeasedBy, Expr::value(None::<uuid::Uuid>))
                .col_expr(row::Column::LeasedUntil, Expr::value(None::<chrono::DateTime<chrono::Utc>>))
                .col_expr(row::Column::StartedAt, Expr::value(None::<chrono::DateTime<chrono::Utc>>))
                .col_expr(row::Column::FinishedAt, Expr::value(None::<chrono::DateTime<chrono::Utc>>))
                .col_expr(row::Column::UpdatedAt, Expr::value(tx.ctx.now))
                .col_expr(row::Column::Version, Expr::value(version + 1))
                .filter(row::Column::Id.eq(id))
                .filter(row::Column::Version.eq(version))
                .exec(tx.db)
                .await?;
            if done.rows_affected == 1 { Ok(()) } else { Err(stale(tx, id).await?) }
        })
    })
    .await
}

pub(super) async fn stale(tx: &Tx<'_>, id: ImportId) -> Result<Fail, Fail> {
    let now = row::Entity::visible_one(&tx.ctx.actor, id).one(tx.db).await?.ok_or(AppError::NotFound)?;
    Ok(timeline::conflict(tx.ctx, tx.db, id.0, now.version, None).await?.into())
}

/// The step that maps columns.
///
/// # Errors
/// [`AppError::NotFound`] out of scope.
pub async fn columns_page(ctx: &Ctx, id: ImportId) -> Result<ColumnsPage, AppError> {
    let Loaded { record, plan, profile } = load(ctx, id).await?;
    let guesses = guess_columns(record.noun, &profile.columns);
    let column = |column: &ColumnProfile| {
        let rule = plan.columns.get(&column.header).cloned().unwrap_or_else(ColumnRule::ignored);
        ColumnForm { header: column.header.clone(), field: rule.field, format: rule.format }
    };
    let facts = profile.columns.iter().zip(guesses).map(|(column, guess)| ColumnFacts {
        samples: samples(column),
        confidence: guess.confidence,
        guessed: guess.field.map_or(String::new(), |field| field.name.to_owned()),
    });
    Ok(ColumnsPage {
        reading: ReadingForm::of(&profile.reading),
        sheets: profile.sheets.clone(),
        form: ColumnsForm {
            noun: record.noun.word().to_owned(),
            existing: plan.existing.word().to_owned(),
            columns: profile.columns.iter().map(column).collect(),
        },
        columns: facts.collect(),
        first: profile.first.clone(),
        head: head(ctx, record, &plan, &profile).await?,
    })
}

fn samples(column: &ColumnProfile) -> Vec<String> {
    let mut samples: Vec<String> = column.samples(3).map(entity::import::excerpt).collect();
    if column.empty > 0 {
        samples.truncate(2);
        samples.push("(empty)".to_owned());
    }
    samples
}

/// Takes the columns as they were chosen; goes on to the values, or to the check when there is none to decide.
///
/// # Errors
/// [`AppError::Invalid`] by field, [`AppError::Conflict`] on a stale version.
pub async fn save_columns(ctx: &Ctx, id: ImportId, version: i64, form: ColumnsForm) -> Result<Stepped, AppError> {
    let (existing, rules) = form.parse()?;
    let Loaded { mut record, mut plan, profile } = load(ctx, id).await?;
    open_to_change(&record)?;
    let known = lookup::base(ctx, &ctx.db.read).await?;
    for (header, mut rule) in rules {
        let before = plan.columns.get(&header);
        // The text around a value comes from a mapping and stays with its field.
        if let Some(before) = before.filter(|before| before.field == rule.field) {
            rule.text.clone_from(&before.text);
        } else if let Some(field) = field(record.noun, &rule.field) {
            let values = profile.columns.iter().find(|column| column.header == header).map(|column| &column.values);
            let sure = suggest::values(field, values.map_or(&[][..], Vec::as_slice), &known);
            plan.values.entry(field.name.to_owned()).or_default().extend(sure);
        }
        plan.columns.insert(header, rule);
    }
    plan.existing = existing;
    plan.values.retain(|name, values| !values.is_empty() && fed(&plan.columns, name));
    Bound::new(record.noun, plan.clone(), &profile).map_err(|errors| by_column(&form, &errors))?;
    record.plan = json(&plan)?;
    record.status = ImportStatus::Values;
    save(ctx, record, version).await?;
    Ok(Stepped { goto: routes::import(id, "values") })
}

fn fed(columns: &std::collections::BTreeMap<String, ColumnRule>, name: &str) -> bool {
    columns.values().any(|rule| rule.field == name)
}

/// Mistakes of a plan at the fields of the form.
fn by_column(form: &ColumnsForm, errors: &entity::FieldErrors) -> AppError {
    let mut at = entity::FieldErrors::default();
    for (name, sentence) in errors.iter() {
        let place = name
            .strip_prefix("column:")
            .and_then(|header| form.columns.iter().position(|column| column.header == header));
        match place {
            Some(i) => at.add(&format!("columns.{i}.field"), sentence),
            None => at.add("columns", sentence),
        }
    }
    at.into()
}

/// Reads the file again, in another way.
///
/// # Errors
/// [`AppError::Refused`] when it is no table that way.
pub async fn reread(ctx: &Ctx, id: ImportId, version: i64, form: ReadingForm) -> Result<Stepped, AppError> {
    let reading = form.parse()?;
    let Loaded { mut record, .. } = load(ctx, id).await?;
    open_to_change(&record)?;
    let profile = profile(&stored(ctx, id), &reading).await?;
    let known = lookup::base(ctx, &ctx.db.read).await?;
    let (plan, _) = suggest::suggest(record.noun, &profile, &known);
    looked_at(&mut record, &profile, &plan)?;
    record.status = ImportStatus::Columns;
    save(ctx, record, version).await?;
    Ok(Stepped { goto: routes::import(id, "columns") })
}

/// The step that maps values.
///
/// # Errors
/// [`AppError::NotFound`] out of scope.
pub async fn values_page(ctx: &Ctx, id: ImportId) -> Result<ValuesPage, AppError> {
    let Loaded { record, plan, profile } = load(ctx, id).await?;
    let mut known = lookup::base(ctx, &ctx.db.read).await?;
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
    open_to_change(&record)?;
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
