//! Which field a column most likely is, and how sure that is.

use super::{ColumnProfile, Field, FieldKind, ImportNoun, cell, fields};
use crate::shared::text::{email, fold};

/// A column with the field it most likely is.
#[derive(Debug, Clone)]
pub struct ColumnGuess {
    /// The field; `None` when nothing fits.
    pub field: Option<&'static Field>,
    /// How sure, in percent. From 90 on the header says so itself.
    pub confidence: u8,
}

/// Below this a guess is not made.
const FLOOR: u8 = 50;

/// A guess for each column, each field given at most once (notes may take several columns).
pub fn guess_columns(noun: ImportNoun, columns: &[ColumnProfile]) -> Vec<ColumnGuess> {
    let mut scores: Vec<(u8, usize, &'static Field)> = Vec::new();
    for (at, column) in columns.iter().enumerate() {
        for field in fields(noun) {
            let score = score(field, column);
            if score >= FLOOR {
                scores.push((score, at, field));
            }
        }
    }
    // The surest first; among equals the column further left.
    scores.sort_by_key(|(score, at, _)| (u8::MAX - score, *at));
    let mut guesses = vec![ColumnGuess { field: None, confidence: 0 }; columns.len()];
    for (score, at, field) in scores {
        let taken = guesses.iter().any(|guess| guess.field.is_some_and(|other| other.name == field.name));
        if guesses[at].field.is_none() && (!taken || field.takes_many()) {
            guesses[at] = ColumnGuess { field: Some(field), confidence: score };
        }
    }
    guesses
}

fn score(field: &Field, column: &ColumnProfile) -> u8 {
    let by_name = by_name(field, &column.header);
    match (by_name, content_fits(field, column)) {
        (0, _) => 0,
        (score, true) => score,
        // A header that says so itself is believed a little even when the cells look otherwise.
        (score, false) => score.saturating_sub(40),
    }
}

fn by_name(field: &Field, header: &str) -> u8 {
    let header_key = fold(header);
    let own = [field.name, field.label].map(fold);
    if own.contains(&header_key) {
        return 99;
    }
    let synonyms: Vec<String> = field.synonyms.iter().map(|word| fold(word)).collect();
    if synonyms.contains(&header_key) {
        return 95;
    }
    let part = |word: &String| {
        word.len() >= 4 && (header_key.starts_with(word.as_str()) || header_key.ends_with(word.as_str()))
    };
    if own.iter().chain(&synonyms).any(part) { 65 } else { 0 }
}

fn content_fits(field: &Field, column: &ColumnProfile) -> bool {
    let samples = || column.samples(20);
    match field.kind {
        FieldKind::Date => samples().all(|text| cell::date(text, None) != Err(cell::DateError::NoDate)),
        FieldKind::Money => samples().all(|text| cell::amount(text, None) != Err(cell::AmountError::NoAmount)),
        FieldKind::Whole => samples().all(|text| text.trim().parse::<i64>().is_ok()),
        FieldKind::Percent => samples().all(|text| crate::Percent::parse(text).is_ok()),
        FieldKind::Text if field.name == "email" => samples().all(|text| email(text).is_ok()),
        FieldKind::Text | FieldKind::Listed | FieldKind::Note | FieldKind::Choice(_) | FieldKind::Ref(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guess(noun: ImportNoun, columns: &[(&str, &[&str])]) -> Vec<&'static str> {
        let profiles: Vec<ColumnProfile> = columns
            .iter()
            .map(|(header, samples)| ColumnProfile {
                header: (*header).to_owned(),
                values: samples.iter().map(|text| ((*text).to_owned(), 1)).collect(),
                ..ColumnProfile::default()
            })
            .collect();
        guess_columns(noun, &profiles).iter().map(|guess| guess.field.map_or("", |field| field.name)).collect()
    }

    #[test]
    fn a_foreign_pipeline_is_recognised() {
        let columns: &[(&str, &[&str])] = &[
            ("opportunity_id", &["1C1I7A6R"]),
            ("sales_agent", &["Moses Frase"]),
            ("product", &["GTXPro"]),
            ("account", &["Cancity"]),
            ("deal_stage", &["Won"]),
            ("engage_date", &["20-10-16"]),
            ("close_date", &["01-03-17"]),
            ("close_value", &["1054"]),
            ("engage_quarter", &["Q4 2016"]),
        ];
        let expected = ["number", "owner", "product", "customer", "stage", "opened_on", "closed_on", "amount", ""];
        assert_eq!(guess(ImportNoun::Opportunities, columns), expected);
    }

    #[test]
    fn teams_and_accounts_are_recognised() {
        let teams: &[(&str, &[&str])] =
            &[("sales_agent", &["Anna Snelling"]), ("manager", &["Cara Losch"]), ("regional_office", &["East"])];
        assert_eq!(guess(ImportNoun::Users, teams), ["name", "manager", "region"]);
        let accounts: &[(&str, &[&str])] =
            &[("account", &["Acme"]), ("sector", &["retail"]), ("employees", &["2822"]), ("subsidiary_of", &["Acme"])];
        assert_eq!(guess(ImportNoun::Accounts, accounts), ["name", "customer_type", "size", "parent"]);
    }

    #[test]
    fn a_header_alone_does_not_make_dates_of_words() {
        assert_eq!(guess(ImportNoun::Opportunities, &[("Last won date", &["soon"])]), [""]);
        assert_eq!(guess(ImportNoun::Opportunities, &[("Stage", &["x"]), ("Stage", &["y"])]), ["stage", ""]);
    }
}
