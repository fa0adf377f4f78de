//! The report as a file: every cell safe to open in a spreadsheet (S32).

use super::{Outcome, Verdict};
use crate::shared::sheet::guard;

/// One line of CSV (RFC 4180) without its end. Text that a spreadsheet would run is marked with `'`.
pub fn csv_line<T: AsRef<str>>(cells: &[T]) -> String {
    let mut line = String::new();
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            line.push(',');
        }
        let marked = guard(cell.as_ref());
        if marked.contains(['"', ',', '\n', '\r', ';', '\t']) {
            line.push('"');
            line.push_str(&marked.replace('"', "\"\""));
            line.push('"');
        } else {
            line.push_str(&marked);
        }
    }
    line
}

impl Verdict {
    /// What the columns of a report are called.
    pub const REPORT_HEADER: [&'static str; 8] =
        ["Row", "What happens", "Number", "Record", "Reason", "Note", "Column", "Cell"];

    /// The row of a report.
    pub fn report_cells(&self) -> [String; 8] {
        report_cells(
            self.row,
            self.outcome,
            [&self.number, &self.record, &self.sentence, &self.detail, &self.column, &self.excerpt],
        )
    }
}

/// The cells of a report's row; `texts` are number, record, reason, note, column and cell.
pub fn report_cells(row: u64, outcome: Outcome, texts: [&str; 6]) -> [String; 8] {
    let [number, record, sentence, detail, column, excerpt] = texts.map(str::to_owned);
    [row.to_string(), outcome.label().to_owned(), number, record, sentence, detail, column, excerpt]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn s32_formulas_are_marked_and_separators_quoted() {
        for (cell, line) in [
            ("plain", "plain"),
            ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM", "'@SUM"),
            ("\t=1", "\"'\t=1\""),
            ("\u{ff1d}1", "'\u{ff1d}1"),
            ("a,b", "\"a,b\""),
            ("a\nb", "\"a\nb\""),
        ] {
            assert_eq!(csv_line(&[cell]), line);
        }
        assert_eq!(csv_line(&["a", "", "b"]), "a,,b");
    }

    proptest! {
        #[test]
        fn s32_no_cell_runs(text in ".{0,40}") {
            let line = csv_line(&[text.as_str()]);
            let opened = line.strip_prefix('"').unwrap_or(&line);
            prop_assert!(!opened.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0']), "{}", line);
        }
    }
}
