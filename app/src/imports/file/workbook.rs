//! A sheet of a workbook, cell by cell: never the whole grid, whose corners a hostile file sets a billion cells apart.

use super::Refusal;
use super::guard::guard;
use calamine::{Data, DataRef, Reader, SheetType, SheetVisible, Xlsx};
use entity::import::{CELL_MAX, COLUMNS_MAX, ROWS_MAX, Row};
use std::io::Cursor;

/// Most cells of a sheet (S29). Tests meet the limit sooner.
const CELLS_MAX: u64 = if cfg!(test) { 20_000 } else { 2_000_000 };

type Book = Xlsx<Cursor<Vec<u8>>>;

fn open(bytes: Vec<u8>) -> Result<Book, Refusal> {
    guard(&bytes)?;
    Xlsx::new(Cursor::new(bytes))
        .map_err(|_| Refusal::because("The workbook cannot be opened. Save it again as .xlsx."))
}

fn visible(book: &Book) -> Vec<String> {
    let sheets = book.sheets_metadata().iter();
    let shown = sheets.filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible);
    shown.map(|sheet| sheet.name.clone()).collect()
}

/// Names of the sheets one can see.
///
/// # Errors
/// [`Refusal`] when it is no workbook, or not a harmless one.
pub fn sheets(bytes: Vec<u8>) -> Result<Vec<String>, Refusal> {
    let sheets = visible(&open(bytes)?);
    if sheets.is_empty() { Err(Refusal::because("The workbook has no sheet with rows.")) } else { Ok(sheets) }
}

/// Gives the rows of a sheet to `take`, numbered as the sheet numbers them. Empty rows are passed over.
///
/// # Errors
/// [`Refusal`] of the workbook, or what `take` answers.
pub fn read_workbook(
    bytes: Vec<u8>,
    sheet: &str,
    mut take: impl FnMut(Row) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let mut book = open(bytes)?;
    if !visible(&book).iter().any(|name| name == sheet) {
        return Err(Refusal(format!("The workbook has no sheet \"{sheet}\".")));
    }
    let damaged = |_| Refusal(format!("Sheet \"{sheet}\" is damaged and cannot be read."));
    let mut cells = book.worksheet_cells_reader(sheet).map_err(damaged)?;
    let (mut count, mut row) = (0u64, Row::default());
    while let Some(cell) = cells.next_cell().map_err(damaged)? {
        let (at, column) = cell.get_position();
        count += 1;
        if count > CELLS_MAX {
            return Err(Refusal::because("The sheet has more than 2,000,000 cells. Save it as CSV."));
        }
        let text = text(cell.get_value());
        if text.is_empty() {
            continue;
        }
        let number = u64::from(at) + 1;
        if number < row.number {
            return Err(Refusal(format!("The rows of sheet \"{sheet}\" stand out of order.")));
        }
        if number > row.number {
            emit(std::mem::replace(&mut row, Row { number, cells: Vec::new() }), &mut take)?;
        }
        put(&mut row, usize::try_from(column).unwrap_or(usize::MAX), text)?;
    }
    emit(row, &mut take)
}

fn emit(row: Row, take: &mut impl FnMut(Row) -> Result<(), Refusal>) -> Result<(), Refusal> {
    if row.number > ROWS_MAX + 1 {
        return Err(Refusal::because("The sheet has more than 500,000 rows. Split it."));
    }
    if row.cells.is_empty() { Ok(()) } else { take(row) }
}

fn put(row: &mut Row, column: usize, text: String) -> Result<(), Refusal> {
    if column >= COLUMNS_MAX {
        return Err(Refusal(format!("The sheet has {} columns; at most {COLUMNS_MAX} can be imported.", column + 1)));
    }
    if text.len() > CELL_MAX * 2 {
        return Err(Refusal(format!("A cell of row {} is longer than 32 KiB.", row.number)));
    }
    if row.cells.len() <= column {
        row.cells.resize(column + 1, String::new());
    }
    row.cells[column] = text;
    Ok(())
}

/// A cell as text: dates as `2016-10-20`, numbers without the noise of binary fractions.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::String(text) => text.clone(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number_text(*number),
        DataRef::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        DataRef::DateTime(at) if at.is_datetime() => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTime(at) => number_text(at.as_f64()),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(_) => Data::from(value.clone()).to_string(),
        DataRef::Empty => String::new(),
    }
}

fn number_text(number: f64) -> String {
    if !number.is_finite() || number.abs() >= 1e15 {
        return number.to_string();
    }
    let text = format!("{number:.9}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
