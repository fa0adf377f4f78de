//! Keyset paging: a page starts after a row, never at an offset, so the last page costs what the first does.

use serde::{Deserialize, Serialize};

/// Rows of a list page.
pub const PAGE: u64 = 50;

/// A page of rows and how to ask for the next.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows, in the order asked for.
    pub rows: Vec<T>,
    /// Give this back as `after` for the next page; `None` on the last.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// Makes a page of rows of which one more than `size` was asked for.
    pub fn of(mut rows: Vec<T>, size: usize, cursor: impl Fn(&T) -> String) -> Self {
        let more = rows.len() > size;
        rows.truncate(size);
        let next = if more { rows.last().map(cursor) } else { None };
        Self { rows, next }
    }
}
