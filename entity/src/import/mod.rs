//! Bringing in somebody else's book: what a file may hold, how its columns and values are mapped, and what each row
//! does.
//!
//! Everything here is pure. A [`Plan`] says what each column and each value means; [`judge`] reads one row under that
//! plan against what is [`Known`], and answers with a [`Verdict`]: what would happen, in a sentence, and the act that
//! makes it happen. Nothing is guessed silently: what neither the file nor the plan states is an error or a note.

mod bound;
pub mod cell;
mod closest;
mod field;
pub mod forms;
mod guess;
pub mod judge;
mod known;
mod match_by;
mod plan;
mod profile;
mod promised;
mod report;
mod report_filter;
#[cfg(feature = "orm")]
pub mod row;
mod sample;
#[cfg(feature = "orm")]
pub mod scope;
pub mod suggest;
mod tables;
pub mod undo;
mod values;
mod verdict;

pub use bound::{Bound, Feed};
pub use closest::closest;
pub use field::{Field, FieldKind, Ref};
pub use guess::{ColumnGuess, guess_columns};
pub use known::{Book, BranchNow, CustomerNow, Found, Fresh, FreshCustomer, Known, OpportunityNow, Person, ProductNow};
pub use match_by::MatchBy;
pub use plan::{ColumnRule, Encoding, Existing, Plan, Reading, STATEMENTS, Unknown, ValueRule};
pub use profile::{ColumnProfile, DISTINCT_MAX, Profile, Profiler};
pub use promised::InFile;
pub use report::{csv_line, report_cells};
pub use report_filter::ReportFilter;
pub use sample::sample;
pub use tables::{field, fields};
pub use values::{ValueGuess, guess_value};
pub use verdict::{Act, ChangeOpportunity, Counts, Move, NewCustomer, NewOpportunity, NewPerson, Verdict, told};

use crate::shared::vocabulary;

/// Most columns a file may have (S29).
pub const COLUMNS_MAX: usize = 200;
/// Most bytes of one cell (S29).
pub const CELL_MAX: usize = 32 * 1024;
/// Most rows a file may have.
pub const ROWS_MAX: u64 = 500_000;

vocabulary! {
    /// What the rows of a file are.
    ImportNoun {
        /// Customers and prospects.
        Accounts = "accounts" => "Customers",
        /// The price list.
        Products = "products" => "Products",
        /// People and their regions.
        Users = "users" => "People",
        /// Opportunities.
        Opportunities = "opportunities" => "Opportunities",
    }
}

vocabulary! {
    /// Where an import stands.
    ImportStatus {
        /// Its bytes are still coming.
        Uploading = "uploading" => "Uploading",
        /// Waits for its columns to be mapped.
        Columns = "columns" => "Columns",
        /// Waits for its values to be mapped.
        Values = "values" => "Values",
        /// Its rows are being checked; nothing is written.
        Checking = "checking" => "Checking",
        /// The report is there; waits for the word to run.
        Checked = "checked" => "Checked",
        /// Is being written, or waits for its turn.
        Running = "running" => "Running",
        /// Everything that was to be written is there.
        Done = "done" => "Done",
        /// Nothing was written, and why is said.
        Failed = "failed" => "Failed",
        /// Nothing was written: somebody called it off.
        Cancelled = "cancelled" => "Cancelled",
        /// What it made is being taken out again, or waits for its turn.
        Undoing = "undoing" => "Undoing",
        /// What it made was taken out again, as far as nobody had touched it.
        Undone = "undone" => "Undone",
    }
}

impl ImportStatus {
    /// A job works on it, or will.
    pub const WORKING: [Self; 3] = [Self::Checking, Self::Running, Self::Undoing];

    /// Whether a job works on it, or will.
    pub const fn is_working(self) -> bool {
        matches!(self, Self::Checking | Self::Running | Self::Undoing)
    }

    /// Whether the file is in, or was: it is not worked on again.
    pub const fn was_in(self) -> bool {
        matches!(self, Self::Done | Self::Undoing | Self::Undone)
    }

    /// Whether it is over.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Cancelled | Self::Undone)
    }
}

vocabulary! {
    /// What happens with a row.
    Outcome {
        /// Not imported, with the reason.
        Error = "error" => "Error",
        /// Left out on purpose.
        Skipped = "skipped" => "Left out",
        /// New, and there is something to know about it.
        CreateNote = "create_note" => "Create, note",
        /// Fields of an existing record change.
        Update = "update" => "Update",
        /// New.
        Create = "create" => "Create",
        /// Everything in the row is already here.
        Unchanged = "unchanged" => "Unchanged",
    }
}

impl Outcome {
    /// Place in a report: rows with something to say come first.
    pub fn weight(self) -> i32 {
        Self::ALL.iter().position(|outcome| *outcome == self).map_or(0, |at| i32::try_from(at).unwrap_or(0))
    }

    /// Whether the row writes something.
    pub const fn writes(self) -> bool {
        matches!(self, Self::Create | Self::CreateNote | Self::Update)
    }
}

/// One row of a file, as text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// As a spreadsheet counts: the header is row 1.
    pub number: u64,
    /// Its cells, in the order of the columns.
    pub cells: Vec<String>,
}

/// Text from a file for a report: one line, no control characters, at most 80 characters.
pub fn excerpt(text: &str) -> String {
    let mut chars = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut out: String = chars.by_ref().take(80).collect();
    if chars.next().is_some() {
        out.push('\u{2026}');
    }
    out.trim().to_owned()
}
