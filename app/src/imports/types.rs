//! What crosses the wire.

use chrono::NaiveDateTime;
use entity::event::FieldChange;
use entity::import::forms::{ColumnsForm, ReadingForm};
use entity::import::undo::UndoLine;
use entity::import::{Counts, ImportNoun, ImportStatus, Outcome};
use entity::shared::ids::ImportId;
use entity::shared::page::Page;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A step of the way, in order.
pub const STEPS: [(&str, &str); 6] = [
    ("upload", "Upload"),
    ("columns", "Columns"),
    ("values", "Values"),
    ("check", "Check"),
    ("run", "Run"),
    ("result", "Result"),
];

/// What the upload form says besides the file, so that a refusal does not forget it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct UploadForm {
    pub noun: String,
}

/// An import in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportLine {
    pub id: ImportId,
    pub file_name: String,
    pub noun: ImportNoun,
    pub rows: u64,
    pub errors: u64,
    /// Who brought it; empty for the command line.
    pub who: String,
    pub at: NaiveDateTime,
    pub status: ImportStatus,
}

/// The list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportList {
    pub page: Page<ImportLine>,
    pub today: chrono::NaiveDate,
}

/// What every step shows above itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub id: ImportId,
    pub version: i64,
    pub file_name: String,
    /// Bytes.
    pub size: i64,
    pub noun: ImportNoun,
    pub status: ImportStatus,
    /// Rows of data.
    pub rows: u64,
    /// `comma, UTF-8, header found`.
    pub reading: String,
    /// Columns that go somewhere, of all.
    pub mapped: (usize, usize),
    /// `4 stages, 7 products, 30 people`; empty before.
    pub values: String,
    /// Why it failed.
    pub failure: String,
    /// When the same file came in before, in words.
    pub again: String,
    /// An idempotency key for what the step does next.
    pub key: Uuid,
}

/// The step that maps columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnsPage {
    pub head: Head,
    pub reading: ReadingForm,
    pub sheets: Vec<String>,
    pub form: ColumnsForm,
    /// Samples and confidence of each column, in the order of the form.
    pub columns: Vec<ColumnFacts>,
    /// The first rows as they are.
    pub first: Vec<Vec<String>>,
}

/// What is known of a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnFacts {
    pub samples: Vec<String>,
    /// In percent; zero when nothing was guessed.
    pub confidence: u8,
    /// What was guessed, so that the mark goes away when another field is chosen.
    pub guessed: String,
}

/// The step that maps values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValuesPage {
    pub head: Head,
    pub groups: Vec<ValueGroup>,
    pub statements: Vec<Statement>,
}

/// The values of one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValueGroup {
    /// Name of the field.
    pub field: String,
    /// Its label.
    pub label: String,
    /// Values that have to be decided, or may be.
    pub values: Vec<ValueLine>,
    /// How many more are known by exactly that name.
    pub known: usize,
    /// True when there are too many to list.
    pub more: bool,
    /// What they can become: `to:won` and its words.
    pub choices: Vec<(String, String)>,
    /// What becomes of values nobody mapped: word and words.
    pub unknown: Option<(String, Vec<(String, String)>)>,
}

/// One value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValueLine {
    pub value: String,
    pub rows: u64,
    /// As the choice writes it.
    pub rule: String,
    /// True while nothing here is called so and nothing is decided.
    pub open: bool,
}

/// A fact that may be stated for all rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    pub name: String,
    pub label: String,
    pub value: String,
    pub choices: Vec<(String, String)>,
}

/// The step that shows what would happen, and the one that shows what did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReportPage {
    pub head: Head,
    pub counts: Counts,
    pub progress: Progress,
    pub rows: Page<ReportRow>,
    /// Wall clock of the end, once it is over.
    pub finished: Option<NaiveDateTime>,
    /// Milliseconds the run took.
    pub took: i64,
    /// Whether it can be undone by now.
    pub may_undo: bool,
    pub today: chrono::NaiveDate,
}

/// The page that asks whether an import shall be undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoPage {
    pub id: ImportId,
    pub version: i64,
    pub file_name: String,
    pub noun: ImportNoun,
    /// Rows that changed records which were here before; those stay changed.
    pub updated: u64,
    /// Wall clock until when it can be undone.
    pub until: NaiveDateTime,
    pub today: chrono::NaiveDate,
    pub lines: Vec<UndoLine>,
}

/// A row of the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportRow {
    pub row: u64,
    pub outcome: Outcome,
    pub number: String,
    pub record: String,
    pub sentence: String,
    pub detail: String,
    pub changes: Vec<FieldChange>,
    pub column: String,
    pub field: String,
    pub excerpt: String,
    pub suggestion: String,
    /// Link to the record that came of it; empty when there is none.
    pub link: String,
}

/// How far a job is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    pub status: ImportStatus,
    pub done: u64,
    pub total: u64,
    /// Seconds it will still take, once that can be told.
    pub left: Option<u64>,
}

/// Where a person goes after a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stepped {
    pub goto: String,
}

/// The step an import stands at.
pub const fn step_of(status: ImportStatus) -> &'static str {
    match status {
        ImportStatus::Uploading | ImportStatus::Columns => "columns",
        ImportStatus::Values => "values",
        ImportStatus::Checking | ImportStatus::Checked => "check",
        ImportStatus::Running => "run",
        ImportStatus::Done
        | ImportStatus::Failed
        | ImportStatus::Cancelled
        | ImportStatus::Undoing
        | ImportStatus::Undone => "result",
    }
}
