//! Cells and lines of a CSV file (RFC 4180), in which nothing calculates (S32).

use chrono::NaiveDate;
use entity::shared::sheet::guard;
use entity::{Money, Percent};

/// A cell: text is guarded, what is a number stays one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Text as people wrote it.
    Text(String),
    /// Something that is no text and cannot hide a formula.
    Plain(String),
}

impl Cell {
    /// Text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Text, or an empty cell.
    pub fn maybe(text: Option<String>) -> Self {
        Self::Text(text.unwrap_or_default())
    }

    /// A whole number.
    pub fn number(number: i64) -> Self {
        Self::Plain(number.to_string())
    }

    /// An amount in units, such as `1250.50`.
    pub fn money(money: Money) -> Self {
        Self::Plain(money.field_text())
    }

    /// A percentage without its sign.
    pub fn percent(percent: Percent) -> Self {
        Self::Plain(percent.0.to_string())
    }

    /// A date, `2026-11-23`.
    pub fn date(date: Option<NaiveDate>) -> Self {
        Self::Plain(date.map_or(String::new(), |date| date.to_string()))
    }
}

/// A line with its end. Quotes stand where they must.
pub fn line(cells: impl IntoIterator<Item = Cell>) -> Vec<u8> {
    let mut out = String::new();
    for (at, cell) in cells.into_iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        match cell {
            Cell::Text(text) => quote(&mut out, &guard(&text)),
            Cell::Plain(text) => out.push_str(&text),
        }
    }
    out.push_str("\r\n");
    out.into_bytes()
}

fn quote(out: &mut String, text: &str) {
    let spaced = text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace);
    if !spaced && !text.contains([',', '"', '\r', '\n', ';', '\'']) {
        out.push_str(text);
        return;
    }
    out.push('"');
    out.push_str(&text.replace('"', "\"\""));
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use entity::shared::sheet::unguard;
    use proptest::prelude::*;

    fn read(bytes: &[u8]) -> Vec<String> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
        reader.records().next().map_or(Vec::new(), |row| row.unwrap().iter().map(str::to_owned).collect())
    }

    #[test]
    fn s32_numbers_stay_numbers_and_text_never_calculates() {
        let cells = [Cell::text("=1+1"), Cell::money(Money(-4_100_000)), Cell::number(-3), Cell::text("a \"b\", c")];
        assert_eq!(line(cells), b"\"'=1+1\",-41000,-3,\"a \"\"b\"\", c\"\r\n");
    }

    proptest! {
        #[test]
        fn s32_what_goes_out_comes_back(texts in proptest::collection::vec("[=+@'\"\\-\\t\\r\\n,;＝]{0,3}\\PC{0,12}", 2..6)) {
            let out = line(texts.iter().map(Cell::text));
            let back: Vec<String> = read(&out).iter().map(|cell| unguard(cell).to_owned()).collect();
            prop_assert_eq!(back, texts);
        }
    }
}
