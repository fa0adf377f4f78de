//! The law that reads one row: what it would do, and why.

mod accounts;
mod changes;
mod journey;
mod laws;
mod opportunities;
mod products;
mod reader;
mod users;

use super::{Act, Bound, CELL_MAX, ImportNoun, Known, Outcome, Row, Verdict, excerpt};
use crate::Actor;
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

/// What a row is read under, besides what is known.
#[derive(Clone, Copy)]
pub struct Env<'a> {
    /// The plan, bound to the file.
    pub bound: &'a Bound,
    /// Who imports: rows obey his scope (S31).
    pub actor: &'a Actor,
    /// Today, for him.
    pub today: NaiveDate,
    /// The instant of the import.
    pub now: DateTime<Utc>,
    /// Noon of a day in his zone; a date in a file has no time.
    pub noon: &'a (dyn Fn(NaiveDate) -> DateTime<Utc> + Sync),
    /// A fresh id.
    pub id: &'a (dyn Fn() -> Uuid + Sync),
}

/// Reads one row. What it brings beside itself is added to what is known; nothing is stored.
pub fn judge(env: Env<'_>, known: &mut Known, row: &Row) -> Verdict {
    if let Some(verdict) = unreadable(env, row) {
        return verdict;
    }
    match env.bound.noun {
        ImportNoun::Accounts => accounts::judge(env, known, row),
        ImportNoun::Products => products::judge(env, known, row),
        ImportNoun::Users => users::judge(env, known, row),
        ImportNoun::Opportunities => opportunities::judge(env, known, row),
    }
}

/// The key a row of a noun is recognised by within its file, and whether it holds customers' names: for reading ahead.
pub fn customer_key(bound: &Bound, row: &Row) -> (String, String) {
    let fold = |field: &str| crate::shared::text::fold(&bound.text(row, field));
    (fold("name"), fold("parent"))
}

/// Rows that nothing can be read from.
fn unreadable(env: Env<'_>, row: &Row) -> Option<Verdict> {
    if row.cells.iter().all(|cell| cell.trim().is_empty()) {
        return Some(Verdict { sentence: "The row is empty.".to_owned(), ..Verdict::new(row, Outcome::Skipped) });
    }
    let (has, wants) = (row.cells.len(), env.bound.width);
    let extra_is_empty = row.cells.iter().skip(wants).all(|cell| cell.trim().is_empty());
    if has < wants || !extra_is_empty {
        let sentence =
            format!("The row has {has} cells, the header has {wants}. Is a quotation mark or a separator missing?");
        let excerpt = excerpt(&row.cells.join(" "));
        return Some(Verdict { sentence, excerpt, ..Verdict::new(row, Outcome::Error) });
    }
    let broken = |cell: &String| cell.len() > CELL_MAX || cell.contains(['\0', char::REPLACEMENT_CHARACTER]);
    let at = row.cells.iter().position(broken)?;
    let cell = &row.cells[at];
    let sentence = if cell.len() > CELL_MAX {
        "A cell is longer than 32 KiB.".to_owned()
    } else {
        "A cell holds characters that cannot be read. Choose another encoding, or correct them.".to_owned()
    };
    let column = env.bound.column_at(at).unwrap_or_default().to_owned();
    Some(Verdict { sentence, column, excerpt: excerpt(cell), ..Verdict::new(row, Outcome::Error) })
}

impl Verdict {
    /// An empty one.
    fn new(row: &Row, outcome: Outcome) -> Self {
        Self {
            row: row.number,
            outcome,
            number: String::new(),
            record: String::new(),
            sentence: String::new(),
            detail: String::new(),
            changes: Vec::new(),
            column: String::new(),
            field: String::new(),
            excerpt: String::new(),
            suggestion: String::new(),
            act: Act::Nothing,
        }
    }
}

#[cfg(test)]
mod tests;
