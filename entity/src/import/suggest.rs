//! A first plan for a file nobody has mapped yet. It is shown, not applied in silence.

use super::cell::date_order;
use super::{ColumnRule, FieldKind, ImportNoun, Known, Plan, Profile, ValueRule, guess_columns, guess_value};

/// Guesses from here on are taken into the first plan; weaker ones are only offered.
const SURE: u8 = 80;

/// A plan from guesses, and each guess in words.
pub fn suggest(noun: ImportNoun, profile: &Profile, known: &Known) -> (Plan, Vec<String>) {
    let mut plan = Plan { noun: Some(noun), read: profile.reading.clone(), ..Plan::default() };
    let mut words = Vec::new();
    for (column, guess) in profile.columns.iter().zip(guess_columns(noun, &profile.columns)) {
        let header = column.header.clone();
        let Some(field) = guess.field else {
            words.push(format!("Column {header} is ignored."));
            plan.columns.insert(header, ColumnRule::ignored());
            continue;
        };
        words.push(format!("Column {header} is taken for {} ({} %).", field.label.to_lowercase(), guess.confidence));
        let mut rule = ColumnRule::to(field.name);
        if let (FieldKind::Date, Some(order)) = (field.kind, date_order(column.samples(super::DISTINCT_MAX))) {
            rule.format = order.pattern().to_owned();
            words.push(format!("Dates in {header} are read as {}.", order.pattern()));
        }
        plan.columns.insert(header, rule);
        for (value, rule) in values(field, &column.values, known) {
            if let ValueRule::To(to) = &rule {
                words.push(format!("{} \"{}\" is taken for {to}.", field.label, super::excerpt(&value)));
            }
            plan.values.entry(field.name.to_owned()).or_default().insert(value, rule);
        }
    }
    (plan, words)
}

/// Values that are written differently here but surely mean something.
pub fn values(field: &super::Field, values: &[(String, u64)], known: &Known) -> Vec<(String, ValueRule)> {
    let sure = values.iter().filter_map(|(value, _)| {
        let guess = guess_value(field, value, known)?;
        (guess.confidence >= SURE && guess.to != *value).then(|| (value.clone(), ValueRule::To(guess.to)))
    });
    sure.collect()
}
