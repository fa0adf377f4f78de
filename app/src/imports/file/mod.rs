//! From bytes to rows: CSV in any common encoding, and workbooks behind guards (S29).
//!
//! Nothing here trusts the file. Sizes are counted as they really are, a row that never ends is refused, and what
//! cannot be read is said in one sentence.

mod detect;
mod guard;
mod quotes;
mod shape;
mod text;
mod workbook;

pub use detect::{Kind, Whole, is_header, is_meant_as_utf8, kind, reading};
pub use shape::Shape;
pub use text::TextReader;
pub use workbook::{read_workbook, sheets};

/// Most bytes of a CSV file (S29).
pub const CSV_MAX: u64 = 100 * 1024 * 1024;
/// Most bytes of a workbook as it comes (S29).
pub const WORKBOOK_MAX: u64 = 25 * 1024 * 1024;

/// Why a file cannot be read at all, for the one who brought it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refusal(pub String);

impl Refusal {
    fn because(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

#[cfg(test)]
mod tests;
