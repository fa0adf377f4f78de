//! The header of a file, and its rows below it.

use super::Refusal;
use entity::import::{COLUMNS_MAX, Reading, Row};

/// Separates the header from the rows.
#[derive(Debug)]
pub struct Shape {
    header: bool,
    /// A sheet does not store the empty cells at the end of a row.
    sheet: bool,
    headers: Option<Vec<String>>,
}

impl Shape {
    /// For a file read so.
    pub fn new(reading: &Reading) -> Self {
        Self { header: reading.header.unwrap_or(true), sheet: !reading.sheet.is_empty(), headers: None }
    }

    /// The names of the columns, once the first row has been seen.
    pub fn headers(&self) -> Option<&[String]> {
        self.headers.as_deref()
    }

    /// Takes out what is no row of data.
    ///
    /// # Errors
    /// [`Refusal`] when there are too many columns.
    pub fn rows(&mut self, raw: Vec<Row>) -> Result<Vec<Row>, Refusal> {
        let mut rows = Vec::with_capacity(raw.len());
        for row in raw {
            let only = if row.cells.len() <= 2 { row.cells.first() } else { None };
            // Excel's way to name the delimiter.
            if row.number == 1 && only.is_some_and(|cell| cell.starts_with("sep=")) {
                continue;
            }
            match (&self.headers, self.header) {
                (Some(headers), _) => rows.push(self.padded(row, headers.len())),
                (None, true) => self.headers = Some(names(&row.cells)?),
                (None, false) => {
                    self.headers = Some(names(&vec![String::new(); row.cells.len()])?);
                    rows.push(row);
                }
            }
        }
        Ok(rows)
    }
}

impl Shape {
    fn padded(&self, mut row: Row, width: usize) -> Row {
        if self.sheet && row.cells.len() < width {
            row.cells.resize(width, String::new());
        }
        row
    }
}

/// Names of columns: trimmed, none empty, none twice.
fn names(cells: &[String]) -> Result<Vec<String>, Refusal> {
    let used = cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(cells.len(), |at| at + 1);
    if used > COLUMNS_MAX {
        return Err(Refusal(format!("The file has {used} columns; at most {COLUMNS_MAX} can be imported.")));
    }
    let mut names: Vec<String> = Vec::with_capacity(used);
    for (at, cell) in cells.iter().take(used).enumerate() {
        let base = match entity::import::excerpt(cell) {
            name if name.is_empty() => format!("Column {}", at + 1),
            name => name,
        };
        let mut name = base.clone();
        let mut n = 2;
        while names.contains(&name) {
            name = format!("{base} ({n})");
            n += 1;
        }
        names.push(name);
    }
    Ok(names)
}
