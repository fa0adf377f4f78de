//! Follows the quotation marks of a CSV file beside its parser, which takes the end of a file for the end of a cell.

/// Where a byte stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    /// Before the first byte of a row.
    Row,
    /// Before the first byte of a cell.
    Cell,
    /// In a cell without quotation marks, or behind its closing one.
    Plain,
    /// Between quotation marks.
    Quoted,
    /// Behind a quotation mark that closes, or is the first of two that stand for one.
    Closing,
}

/// Counts rows as a spreadsheet does: a blank line is a row, a cell of several lines is none more.
#[derive(Debug)]
pub struct Quotes {
    delimiter: u8,
    at: At,
    after_return: bool,
    blank: u64,
}

impl Quotes {
    /// For a file with this delimiter.
    pub const fn new(delimiter: u8) -> Self {
        Self { delimiter, at: At::Row, after_return: false, blank: 0 }
    }

    /// Takes the bytes the parser has taken.
    pub fn follow(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.step(*byte);
        }
    }

    fn step(&mut self, byte: u8) {
        let feed_of_return = std::mem::replace(&mut self.after_return, byte == b'\r') && byte == b'\n';
        self.at = match (self.at, byte) {
            (At::Quoted, b'"') => At::Closing,
            (At::Quoted, _) | (At::Row | At::Cell | At::Closing, b'"') => At::Quoted,
            // The second half of a line's end.
            (At::Row, b'\n') if feed_of_return => At::Row,
            (At::Row, b'\r' | b'\n') => {
                self.blank += 1;
                At::Row
            }
            (_, b'\r' | b'\n') => At::Row,
            (_, byte) if byte == self.delimiter => At::Cell,
            _ => At::Plain,
        };
    }

    /// Blank lines so far.
    pub const fn blank(&self) -> u64 {
        self.blank
    }

    /// Whether a quotation mark is still open.
    pub fn is_open(&self) -> bool {
        self.at == At::Quoted
    }
}
