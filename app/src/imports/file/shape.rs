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
    /// What stands at the top of a sheet and may be its title: rows of one cell.
    top: Vec<Row>,
}

/// Rows of one cell at the top of a sheet that may be its title; with more it is a sheet of one column.
const TITLE_MAX: usize = 10;

impl Shape {
    /// For a file read so.
    pub fn new(reading: &Reading) -> Self {
        Self {
            header: reading.header.unwrap_or(true),
            sheet: !reading.sheet.is_empty(),
            headers: None,
            top: Vec::new(),
        }
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
            if self.sheet && self.headers.is_none() {
                self.below_title(row, &mut rows)?;
            } else {
                self.take(row, &mut rows)?;
            }
        }
        Ok(rows)
    }

    /// What is left at the end.
    ///
    /// # Errors
    /// As [`Self::rows`].
    pub fn finish(&mut self) -> Result<Vec<Row>, Refusal> {
        let mut rows = Vec::new();
        for row in std::mem::take(&mut self.top) {
            self.take(row, &mut rows)?;
        }
        Ok(rows)
    }

    fn take(&mut self, row: Row, rows: &mut Vec<Row>) -> Result<(), Refusal> {
        match (&self.headers, self.header) {
            (Some(headers), _) => rows.push(self.padded(row, headers.len())),
            (None, true) => self.headers = Some(names(&row.cells)?),
            (None, false) => {
                self.headers = Some(names(&vec![String::new(); row.cells.len()])?);
                rows.push(row);
            }
        }
        Ok(())
    }

    /// People write a title above their table, and leave a row empty below it: the table begins with the first row of several
    /// cells. Where there is none the sheet has one column; and where no row is empty those of one cell are rows like others.
    fn below_title(&mut self, row: Row, rows: &mut Vec<Row>) -> Result<(), Refusal> {
        match row.cells.iter().filter(|cell| !cell.trim().is_empty()).count() {
            0 => {}
            1 if self.top.len() < TITLE_MAX => self.top.push(row),
            1 => {
                rows.extend(self.finish()?);
                self.take(row, rows)?;
            }
            _ => {
                // Right below, it is the first row that happens to be longer.
                if self.top.last().is_some_and(|last| last.number + 1 == row.number) {
                    rows.extend(self.finish()?);
                } else {
                    self.top.clear();
                }
                self.take(row, rows)?;
            }
        }
        Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Headers and rows of a sheet, given by its rows.
    fn read(header: bool, sheet: &[&[&str]]) -> (Vec<String>, Vec<(u64, Vec<String>)>) {
        let reading = Reading { header: Some(header), sheet: "Sheet 1".into(), ..Reading::default() };
        let mut shape = Shape::new(&reading);
        let cells = |row: &&[&str]| row.iter().map(|cell| (*cell).to_owned()).collect();
        let raw = sheet.iter().zip(1..).map(|(row, number)| Row { number, cells: cells(row) }).collect();
        let mut rows = shape.rows(raw).unwrap();
        rows.extend(shape.finish().unwrap());
        let rows = rows.into_iter().map(|row| (row.number, row.cells)).collect();
        (shape.headers().unwrap_or_default().to_vec(), rows)
    }

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn a_title_above_the_table_is_not_its_header() {
        let table: [&[&str]; 5] = [&["Our export"], &["", "of Monday"], &[], &["Name", "City"], &["Brazos", "Waco"]];
        let brazos = (5, texts(&["Brazos", "Waco"]));
        assert_eq!(read(true, &table), (texts(&["Name", "City"]), vec![brazos.clone()]));
        let header = (4, texts(&["Name", "City"]));
        assert_eq!(read(false, &table), (texts(&["Column 1", "Column 2"]), vec![header, brazos]));
    }

    #[test]
    fn no_row_of_data_is_taken_for_a_title() {
        let table: [&[&str]; 3] = [&["Acme"], &["Brazos", "Waco"], &["Cedar", "Temple"]];
        let (headers, rows) = read(false, &table);
        assert_eq!((headers.len(), rows.len(), rows[0].0), (1, 3, 1));
    }

    #[test]
    fn a_sheet_of_one_column_has_no_title() {
        let few: [&[&str]; 3] = [&["Name"], &["Brazos"], &["Cedar"]];
        assert_eq!(read(true, &few), (texts(&["Name"]), vec![(2, texts(&["Brazos"])), (3, texts(&["Cedar"]))]));
        let many: Vec<&[&str]> = vec![&["Name"]; 25];
        let (headers, rows) = read(true, &many);
        assert_eq!((headers, rows.len(), rows[0].0), (texts(&["Name"]), 24, 2));
        assert_eq!(read(true, &[]), (Vec::new(), Vec::new()));
    }
}
