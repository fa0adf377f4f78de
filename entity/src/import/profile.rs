//! What a file looks like at first sight: columns, samples, and the distinct values of each column.

use super::{Reading, Row};
use crate::shared::sheet::unguard;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Most distinct values of a column that are kept; columns with more are text, numbers or names without end.
pub const DISTINCT_MAX: usize = 300;
/// Longest value that is kept, in bytes; longer ones are no names.
const VALUE_MAX: usize = 200;
/// Rows shown as they are.
const FIRST_ROWS: usize = 5;

/// A file at first sight.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// How it was read.
    pub reading: Reading,
    /// Sheets of a workbook.
    pub sheets: Vec<String>,
    /// Its columns.
    pub columns: Vec<ColumnProfile>,
    /// How many rows it has, the header not counted.
    pub rows: u64,
    /// The first rows.
    pub first: Vec<Vec<String>>,
}

/// A column at first sight.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ColumnProfile {
    /// What the header calls it.
    pub header: String,
    /// Distinct values with how often each occurs, in the order of the file.
    pub values: Vec<(String, u64)>,
    /// True when there are more distinct values than are kept; counts mean nothing then.
    pub more: bool,
    /// Rows in which it is empty.
    pub empty: u64,
}

impl ColumnProfile {
    /// The first distinct values.
    pub fn samples(&self, n: usize) -> impl Iterator<Item = &str> + Clone {
        self.values.iter().take(n).map(|(value, _)| value.as_str())
    }
}

/// Builds a profile row by row.
#[derive(Debug)]
pub struct Profiler {
    profile: Profile,
    seen: Vec<HashMap<String, usize>>,
}

impl Profiler {
    /// For a file with this header.
    pub fn new(headers: Vec<String>) -> Self {
        let seen = headers.iter().map(|_| HashMap::new()).collect();
        let columns = headers.into_iter().map(|header| ColumnProfile { header, ..ColumnProfile::default() }).collect();
        Self { profile: Profile { columns, ..Profile::default() }, seen }
    }

    /// Counts a row in.
    pub fn add(&mut self, row: &Row) {
        self.profile.rows += 1;
        if self.profile.first.len() < FIRST_ROWS {
            self.profile.first.push(row.cells.iter().map(|cell| super::excerpt(cell)).collect());
        }
        for ((column, seen), cell) in self.profile.columns.iter_mut().zip(&mut self.seen).zip(&row.cells) {
            count(column, seen, unguard(cell.trim()));
        }
    }

    /// The profile so far.
    pub fn finish(mut self, reading: Reading, sheets: Vec<String>) -> Profile {
        (self.profile.reading, self.profile.sheets) = (reading, sheets);
        self.profile
    }
}

fn count(column: &mut ColumnProfile, seen: &mut HashMap<String, usize>, value: &str) {
    if value.is_empty() {
        column.empty += 1;
        return;
    }
    if let Some(at) = seen.get(value) {
        column.values[*at].1 += 1;
    } else if column.values.len() < DISTINCT_MAX && value.len() <= VALUE_MAX {
        seen.insert(value.to_owned(), column.values.len());
        column.values.push((value.to_owned(), 1));
    } else {
        column.more = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_counted_until_there_are_too_many() {
        let mut profiler = Profiler::new(vec!["stage".into(), "id".into()]);
        for n in 0..1_000u64 {
            let stage = ["Won", "Lost", " "][(n % 3) as usize];
            profiler.add(&Row { number: n + 2, cells: vec![stage.into(), format!("id {n}")] });
        }
        let profile = profiler.finish(Reading::default(), Vec::new());
        assert_eq!(profile.columns[0].values, [("Won".to_owned(), 334), ("Lost".to_owned(), 333)]);
        assert_eq!((profile.columns[0].empty, profile.columns[0].more), (333, false));
        assert_eq!((profile.columns[1].values.len(), profile.columns[1].more), (DISTINCT_MAX, true));
        assert_eq!((profile.rows, profile.first.len()), (1_000, 5));
    }
}
