//! The forms of the steps: what a browser sends, and the one reading of each.

use super::{
    ColumnRule, Encoding, Existing, Field, ImportNoun, MatchBy, Plan, Reading, Unknown, ValueRule, field, fields,
};
use crate::FieldErrors;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where each column goes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ColumnsForm {
    /// What the rows are, so that the browser can check the form by itself.
    pub noun: String,
    /// `update`, `skip` or `only`.
    pub existing: String,
    /// `number`, `name` and so on.
    pub match_by: String,
    pub columns: Vec<ColumnForm>,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ColumnForm {
    pub header: String,
    /// Field name; empty ignores the column.
    pub field: String,
    /// `DMY` and the like, or a decimal mark; empty: what the cells say.
    pub format: String,
}

/// Where each column goes, validated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// What becomes of records that are here already.
    pub existing: Existing,
    /// By what they are found.
    pub match_by: MatchBy,
    /// Meaning of each column, by its header.
    pub rules: BTreeMap<String, ColumnRule>,
}

impl ColumnsForm {
    /// Reads the form, to be put into a plan that already has texts and values.
    ///
    /// # Errors
    /// Sentences by field: `columns.3.field`.
    pub fn parse(&self) -> Result<Columns, FieldErrors> {
        let mut e = FieldErrors::default();
        let existing = e.take("existing", self.existing.parse::<Existing>().map_err(|()| "Choose one of the list."));
        let match_by = e.take("match_by", self.match_by.parse::<MatchBy>().map_err(|()| "Choose one of the list."));
        let noun = e.take("noun", self.noun.parse::<ImportNoun>().map_err(|()| "Reload the page and try again."));
        let mut rules = BTreeMap::new();
        let mut fed: BTreeMap<&str, &str> = BTreeMap::new();
        for (i, column) in self.columns.iter().enumerate() {
            let at = format!("columns.{i}.field");
            let ColumnForm { header, field: name, format } = column;
            let rule = ColumnRule { format: format.clone(), ..ColumnRule::to(name) };
            rules.insert(header.clone(), rule);
            let Some(known) = noun.and_then(|noun| field(noun, name)) else {
                if !name.is_empty() {
                    e.add(&at, "Choose one of the list.");
                }
                continue;
            };
            if let Some(other) = fed.insert(known.name, header).filter(|_| !known.takes_many()) {
                e.add(&at, format!("{other} goes to {} already.", known.label.to_lowercase()));
            }
        }
        let required = noun.map_or(&[][..], fields).iter().filter(|field| field.required);
        for field in required.filter(|field| !fed.contains_key(field.name)) {
            e.add("columns", format!("Choose the column that holds the {}.", field.label.to_lowercase()));
        }
        if let Some((noun, by)) = noun.zip(match_by)
            && let Err(sentence) = by.check(noun, |name| fed.contains_key(name))
        {
            e.add("match_by", sentence);
        }
        e.or(|| Some(Columns { existing: existing?, match_by: match_by?, rules }))
    }
}

/// How the bytes of the file are to be read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReadingForm {
    pub delimiter: String,
    pub encoding: String,
    /// `yes` or `no`.
    pub header: String,
    pub sheet: String,
}

impl ReadingForm {
    /// The form of a reading.
    pub fn of(reading: &Reading) -> Self {
        Self {
            delimiter: reading
                .delimiter
                .map(|c| if c == '\t' { "tab".to_owned() } else { c.to_string() })
                .unwrap_or_default(),
            encoding: reading.encoding.map(|encoding| encoding.word().to_owned()).unwrap_or_default(),
            header: if reading.header == Some(false) { "no" } else { "yes" }.to_owned(),
            sheet: reading.sheet.clone(),
        }
    }

    /// Reads the form. Empty fields are detected.
    ///
    /// # Errors
    /// Sentences by field.
    pub fn parse(&self) -> Result<Reading, FieldErrors> {
        let mut e = FieldErrors::default();
        let delimiter = match self.delimiter.as_str() {
            "" => None,
            "tab" => Some('\t'),
            text => {
                let mut chars = text.chars();
                let only = chars.next().filter(|_| chars.as_str().is_empty());
                e.take("delimiter", only.ok_or("Enter one character."))
            }
        };
        let encoding = match self.encoding.as_str() {
            "" => None,
            word => e.take("encoding", word.parse::<Encoding>().map_err(|()| "Choose one of the list.")),
        };
        let reading = Reading { encoding, delimiter, header: Some(self.header != "no"), sheet: self.sheet.clone() };
        e.or(|| Some(reading))
    }
}

/// What each value becomes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ValuesForm {
    pub values: Vec<ValueForm>,
    pub unknown: Vec<UnknownForm>,
    pub state: Vec<StateForm>,
}

/// One value.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ValueForm {
    pub field: String,
    pub value: String,
    /// As [`rule_text`] writes it; empty: as it is.
    pub rule: String,
}

/// What becomes of the values of a field that nobody mapped.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct UnknownForm {
    pub field: String,
    pub action: String,
}

/// A fact stated for all rows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct StateForm {
    pub name: String,
    pub value: String,
}

/// A rule as the value of a choice: `to:won`, `do:leave_out`.
pub fn rule_text(rule: &ValueRule) -> String {
    match rule {
        ValueRule::To(to) => format!("to:{to}"),
        ValueRule::Do { action } => format!("do:{}", action.word()),
    }
}

fn read_rule(text: &str) -> Result<Option<ValueRule>, &'static str> {
    match text.split_once(':') {
        _ if text.trim().is_empty() => Ok(None),
        Some(("to", to)) if !to.is_empty() => Ok(Some(ValueRule::To(to.to_owned()))),
        Some(("do", action)) => {
            action.parse().map(|action| Some(ValueRule::act(action))).map_err(|()| "Choose one of the list.")
        }
        // Long lists are typed into: what is to be done in words, else a name.
        _ => Ok(Some(match Unknown::ALL.iter().find(|action| action.label().eq_ignore_ascii_case(text.trim())) {
            Some(action) => ValueRule::act(*action),
            None => ValueRule::To(text.trim().to_owned()),
        })),
    }
}

impl ValuesForm {
    /// Reads the form into a plan: what it names replaces what the plan said about it.
    ///
    /// # Errors
    /// Sentences by field: `values.3.rule`.
    pub fn apply(&self, plan: &mut Plan) -> Result<(), FieldErrors> {
        let mut e = FieldErrors::default();
        for (i, ValueForm { field, value, rule }) in self.values.iter().enumerate() {
            let rule = e.take(&format!("values.{i}.rule"), read_rule(rule)).flatten();
            let values = plan.values.entry(field.clone()).or_default();
            match rule {
                Some(rule) => values.insert(value.clone(), rule),
                None => values.remove(value),
            };
        }
        for (i, UnknownForm { field, action }) in self.unknown.iter().enumerate() {
            let action = action.parse::<Unknown>().map_err(|()| "Choose one of the list.");
            match e.take(&format!("unknown.{i}.action"), action) {
                Some(Unknown::Error) | None => plan.unknown.remove(field),
                Some(action) => plan.unknown.insert(field.clone(), action),
            };
        }
        for StateForm { name, value } in &self.state {
            match value.trim() {
                "" => plan.state.remove(name),
                value => plan.state.insert(name.clone(), value.to_owned()),
            };
        }
        plan.values.retain(|_, values| !values.is_empty());
        e.or(|| Some(()))
    }
}

/// What may be done with a value besides mapping it, for the one who imports.
pub fn actions(field: &Field, may_create: bool) -> Vec<Unknown> {
    let mut actions = Vec::new();
    if field.may_create() && may_create {
        actions.push(Unknown::Create);
    }
    if !field.required {
        actions.push(Unknown::Empty);
    }
    actions.push(Unknown::LeaveOut);
    actions
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(columns: &[(&str, &str)]) -> ColumnsForm {
        let columns = columns.iter().map(|(header, field)| ColumnForm {
            header: (*header).to_owned(),
            field: (*field).to_owned(),
            format: String::new(),
        });
        ColumnsForm {
            noun: "products".into(),
            existing: "update".into(),
            match_by: "name".into(),
            columns: columns.collect(),
        }
    }

    #[test]
    fn each_field_is_fed_once_and_required_ones_are() {
        assert!(columns(&[("product", "name"), ("memo", "")]).parse().is_ok());
        for (form, at) in [
            (columns(&[("product", "category")]), "columns"),
            (columns(&[("product", "name"), ("other", "name")]), "columns.1.field"),
            (columns(&[("product", "colour")]), "columns.0.field"),
            (ColumnsForm { existing: "maybe".into(), ..columns(&[("product", "name")]) }, "existing"),
        ] {
            let errors = form.parse().unwrap_err();
            assert!(errors.at(at).is_some(), "{at}: {errors:?}");
        }
    }

    #[test]
    fn values_go_into_the_plan_and_out_again() {
        let value =
            |value: &str, rule: &str| ValueForm { field: "stage".into(), value: value.into(), rule: rule.into() };
        let mut plan = Plan::default();
        let form = ValuesForm {
            values: vec![value("Engaging", "to:development"), value("Test", "do:leave_out"), value("Won", "")],
            unknown: vec![UnknownForm { field: "customer".into(), action: "create".into() }],
            state: vec![StateForm { name: "competitor".into(), value: "unknown".into() }],
        };
        form.apply(&mut plan).unwrap();
        assert_eq!(plan.value("stage", "Engaging").map(rule_text).as_deref(), Some("to:development"));
        assert_eq!(plan.value("stage", "Test").map(rule_text).as_deref(), Some("do:leave_out"));
        assert_eq!((plan.values["stage"].len(), plan.stated("competitor")), (2, Some("unknown")));
        ValuesForm { values: vec![value("Engaging", ""), value("Test", "")], ..ValuesForm::default() }
            .apply(&mut plan)
            .unwrap();
        assert!(plan.values.is_empty());
        let typed = [value("x", " Acme: Corp "), value("y", "leave the row out")];
        ValuesForm { values: typed.into(), ..ValuesForm::default() }.apply(&mut plan).unwrap();
        let rules: Vec<String> = plan.values["stage"].values().map(rule_text).collect();
        assert_eq!(rules, ["to:Acme: Corp", "do:leave_out"]);
        let bad = ValuesForm { values: vec![value("x", "do:dance")], ..ValuesForm::default() };
        assert!(bad.apply(&mut plan).unwrap_err().at("values.0.rule").is_some());
    }

    #[test]
    fn readings_are_typed_or_detected() {
        let reading = Reading { delimiter: Some('\t'), header: Some(false), ..Reading::default() };
        assert_eq!(ReadingForm::of(&reading).parse(), Ok(reading));
        let bad = ReadingForm { delimiter: ";;".into(), ..ReadingForm::default() };
        assert!(bad.parse().unwrap_err().at("delimiter").is_some());
    }
}
