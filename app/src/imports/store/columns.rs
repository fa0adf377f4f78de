//! The step that says what columns mean, and how the file is read.

use super::lists;
use super::origin::profile;
use super::record::{Loaded, load, open_to_change, save};
use super::run::json;
use super::upload::{looked_at, stored};
use super::view::head;
use crate::core::AppError;
use crate::core::ctx::Ctx;
use crate::imports::types::{ColumnFacts, ColumnsPage, Stepped};
use crate::routes;
use entity::import::forms::{ColumnForm, Columns, ColumnsForm, ReadingForm};
use entity::import::{Bound, ColumnProfile, ColumnRule, ImportStatus, field, guess_columns, suggest};
use entity::shared::ids::ImportId;

/// The step that maps columns.
///
/// # Errors
/// [`AppError::NotFound`] out of scope.
pub async fn columns_page(ctx: &Ctx, id: ImportId) -> Result<ColumnsPage, AppError> {
    let ctx = &ctx.snapshot().await?;
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
            match_by: plan.matches_by(record.noun).word().to_owned(),
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
    let Columns { existing, match_by, rules } = form.parse()?;
    let Loaded { mut record, mut plan, profile } = load(ctx, id).await?;
    open_to_change(&record, ctx.now)?;
    let known = lists::base(ctx, &ctx.db.read).await?;
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
    (plan.existing, plan.match_by) = (existing, match_by);
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
            _ if name == "match_by" => at.add(name, sentence),
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
    open_to_change(&record, ctx.now)?;
    let profile = profile(&stored(ctx, id), &reading).await?;
    let known = lists::base(ctx, &ctx.db.read).await?;
    let (plan, _) = suggest::suggest(record.noun, &profile, &known);
    looked_at(&mut record, &profile, &plan)?;
    record.status = ImportStatus::Columns;
    save(ctx, record, version).await?;
    Ok(Stepped { goto: routes::import(id, "columns") })
}
