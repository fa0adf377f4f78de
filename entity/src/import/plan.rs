//! What columns and values of a file mean, as people choose it on the page or write it in a mapping file.

use super::{ImportNoun, MatchBy};
use crate::shared::vocabulary;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Everything that is stated about a file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Plan {
    /// What its rows are. A mapping file may name it as a safeguard against being used for another file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub noun: Option<ImportNoun>,
    /// What to do with records that are here already, and with those that are not.
    pub existing: Existing,
    /// By what a row finds the record that is here already.
    pub match_by: MatchBy,
    /// How its bytes are read; what is not stated is detected.
    pub read: Reading,
    /// Meaning of each column, by its header. A column that is not named is ignored.
    pub columns: BTreeMap<String, ColumnRule>,
    /// Meaning of values, by field and value.
    pub values: BTreeMap<String, BTreeMap<String, ValueRule>>,
    /// What to do with values that are neither mapped nor known, by field.
    pub unknown: BTreeMap<String, Unknown>,
    /// Facts the file does not hold, stated for all of its rows, for example `lost_reason = "other"`.
    pub state: BTreeMap<String, String>,
}

vocabulary! {
    /// What to do with records that are here already, and with those that are not.
    #[derive(Default)]
    Existing {
        #[default]
        /// Bring in the new ones; of the others, change the fields in which the file differs.
        Update = "update" => "Create new ones and update the others",
        /// Bring in the new ones; leave the others as they are.
        Skip = "skip" => "Only create new ones",
        /// Change the fields in which the file differs; leave rows out that are about new ones.
        Only = "only" => "Only update what is here",
    }
}

vocabulary! {
    /// How text is stored in the file.
    Encoding {
        /// UTF-8.
        Utf8 = "utf-8" => "UTF-8",
        /// UTF-16, little endian.
        Utf16Le = "utf-16le" => "UTF-16 LE",
        /// UTF-16, big endian.
        Utf16Be = "utf-16be" => "UTF-16 BE",
        /// Windows-1252, which holds Latin 1.
        Windows1252 = "windows-1252" => "Windows-1252",
    }
}

/// How the bytes are read. `None` or empty means: detected.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Reading {
    /// Encoding of a CSV file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<Encoding>,
    /// What separates the cells of a CSV file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    /// Whether the first row names the columns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<bool>,
    /// Sheet of a workbook.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sheet: String,
}

impl Reading {
    /// In words: `comma, UTF-8, header found`.
    pub fn words(&self) -> String {
        let header = if self.header == Some(false) { "no header" } else { "header found" };
        if !self.sheet.is_empty() {
            return format!("sheet {}, {header}", self.sheet);
        }
        let delimiter = match self.delimiter {
            Some(';') => "semicolon",
            Some('\t') => "tab",
            Some('|') => "bar",
            _ => "comma",
        };
        let encoding = self.encoding.unwrap_or(Encoding::Utf8).label();
        format!("{delimiter}, {encoding}, {header}")
    }
}

/// What a column means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "RawRule", into = "RawRule")]
pub struct ColumnRule {
    /// Name of the field; empty ignores the column.
    pub field: String,
    /// Order of dates (`DD-MM-YY`), or the decimal mark of amounts (`,`). Empty: what the cells themselves say.
    pub format: String,
    /// Text around the value, `{}` standing for it. Empty: the value alone.
    pub text: String,
}

impl ColumnRule {
    /// The value as it is, to a field.
    pub fn to(field: &str) -> Self {
        Self { field: field.to_owned(), format: String::new(), text: String::new() }
    }

    /// Left out.
    pub fn ignored() -> Self {
        Self::to("")
    }
}

/// A rule as files write it: the field alone, or with details.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum RawRule {
    Plain(String),
    Detailed(Detailed),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Detailed {
    field: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    format: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    text: String,
}

impl From<RawRule> for ColumnRule {
    fn from(raw: RawRule) -> Self {
        let Detailed { field, format, text } = match raw {
            RawRule::Plain(field) => Detailed { field, format: String::new(), text: String::new() },
            RawRule::Detailed(detailed) => detailed,
        };
        Self { field: if field == "ignore" { String::new() } else { field }, format, text }
    }
}

impl From<ColumnRule> for RawRule {
    fn from(rule: ColumnRule) -> Self {
        let ColumnRule { field, format, text } = rule;
        let field = if field.is_empty() { "ignore".to_owned() } else { field };
        if format.is_empty() && text.is_empty() {
            Self::Plain(field)
        } else {
            Self::Detailed(Detailed { field, format, text })
        }
    }
}

/// What a value means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ValueRule {
    /// Another value: the name of a record that is here, or a text.
    To(String),
    /// Not a value but an action.
    Do {
        /// Which.
        #[serde(rename = "do")]
        action: Unknown,
    },
}

impl ValueRule {
    /// An action.
    pub const fn act(action: Unknown) -> Self {
        Self::Do { action }
    }
}

vocabulary! {
    /// What to do with a value that names nothing here.
    Unknown {
        /// The row is an error.
        Error = "error" => "Report as an error",
        /// Bring it in.
        Create = "create" => "Create",
        /// Leave the field empty.
        Empty = "empty" => "Leave the field empty",
        /// Leave the row out.
        LeaveOut = "leave_out" => "Leave the row out",
    }
}

/// What [`Plan::state`] may hold, with what it means.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("opened_in", "Stage that the opening date stands for"),
    ("won_reason", "Why the won ones were won"),
    ("lost_reason", "Why the lost ones were lost"),
    ("no_deal_reason", "Why the others came to nothing"),
    ("competitor", "Who won the lost ones"),
    ("kind", "What is being sold, or customer or prospect"),
    ("role", "Role of people"),
];

impl Plan {
    /// A statement, when it is made.
    pub fn stated(&self, what: &str) -> Option<&str> {
        self.state.get(what).map(|text| text.trim()).filter(|text| !text.is_empty())
    }

    /// What is said about a value of a field.
    pub fn value(&self, field: &str, value: &str) -> Option<&ValueRule> {
        self.values.get(field)?.get(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_survives_its_own_text() {
        let mut plan = Plan { noun: Some(ImportNoun::Opportunities), ..Plan::default() };
        plan.columns.insert("a".into(), ColumnRule::to("number"));
        plan.columns.insert("b".into(), ColumnRule::ignored());
        plan.columns.insert("c".into(), ColumnRule { format: "DD-MM-YY".into(), ..ColumnRule::to("opened_on") });
        let stages = plan.values.entry("stage".into()).or_default();
        stages.insert("Engaging".into(), ValueRule::To("development".into()));
        stages.insert("Test".into(), ValueRule::act(Unknown::LeaveOut));
        plan.unknown.insert("customer".into(), Unknown::Create);
        plan.read.delimiter = Some(';');
        let text = serde_json::to_string(&plan).unwrap();
        assert!(text.contains(r#""b":"ignore""#) && text.contains(r#"{"do":"leave_out"}"#), "{text}");
        assert_eq!(serde_json::from_str::<Plan>(&text).unwrap(), plan);
    }

    #[test]
    fn what_a_mapping_file_misspells_is_refused() {
        assert!(serde_json::from_str::<Plan>(r#"{"colums":{}}"#).is_err());
        assert!(serde_json::from_str::<Plan>(r#"{"unknown":{"customer":"make"}}"#).is_err());
    }

    #[test]
    fn readings_are_said_in_words() {
        let reading = Reading { delimiter: Some(';'), encoding: Some(Encoding::Windows1252), ..Reading::default() };
        assert_eq!(reading.words(), "semicolon, Windows-1252, header found");
    }
}
