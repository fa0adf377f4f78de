//! CSV as it streams in: bytes go in piece by piece, whole rows come out.

use super::Refusal;
use super::detect::decoding;
use super::quotes::Quotes;
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use encoding_rs::Decoder;
use entity::import::{Encoding, ROWS_MAX, Reading, Row};

/// Longest row in bytes. A row that is longer has lost its closing quotation mark.
const RECORD_MAX: usize = 1024 * 1024;
/// Most cells of a row that are counted; far beyond what is allowed, so that the refusal can say how many there are.
const CELLS_MAX: usize = 20_000;

/// Reads rows from bytes.
pub struct TextReader {
    core: Reader,
    decoder: Decoder,
    text: String,
    out: Vec<u8>,
    used: usize,
    ends: Vec<usize>,
    ended: usize,
    quotes: Quotes,
    rows: u64,
    malformed: bool,
}

impl TextReader {
    /// For a file read so. What is not stated is comma and UTF-8.
    pub fn new(reading: &Reading) -> Self {
        let delimiter = reading.delimiter.and_then(|c| u8::try_from(c).ok()).unwrap_or(b',');
        let decoding = decoding(reading.encoding.unwrap_or(Encoding::Utf8));
        Self {
            core: ReaderBuilder::new().delimiter(delimiter).build(),
            decoder: decoding.new_decoder_with_bom_removal(),
            text: String::new(),
            out: vec![0; 4096],
            used: 0,
            ends: vec![0; 64],
            ended: 0,
            quotes: Quotes::new(delimiter),
            rows: 0,
            malformed: false,
        }
    }

    /// True when bytes so far were not of the encoding.
    pub const fn is_malformed(&self) -> bool {
        self.malformed
    }

    /// Takes bytes and appends the rows they complete. Rows are numbered from 1 as a spreadsheet shows them: blank lines
    /// count.
    ///
    /// # Errors
    /// [`Refusal`] when a row never ends, or there are too many.
    pub fn push(&mut self, bytes: &[u8], rows: &mut Vec<Row>) -> Result<(), Refusal> {
        self.feed(bytes, false, rows)
    }

    /// Says that the bytes are over.
    ///
    /// # Errors
    /// As for [`TextReader::push`], and when a quotation mark is still open: the rest of the file lies inside it.
    pub fn finish(&mut self, rows: &mut Vec<Row>) -> Result<(), Refusal> {
        self.feed(&[], true, rows)
    }

    fn feed(&mut self, bytes: &[u8], last: bool, rows: &mut Vec<Row>) -> Result<(), Refusal> {
        let mut text = std::mem::take(&mut self.text);
        text.clear();
        text.reserve(self.decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len() * 3 + 16));
        let (_, _, malformed) = self.decoder.decode_to_string(bytes, &mut text, last);
        self.malformed |= malformed;
        let result = self.parse(text.as_bytes(), last, rows);
        self.text = text;
        result
    }

    fn parse(&mut self, mut input: &[u8], last: bool, rows: &mut Vec<Row>) -> Result<(), Refusal> {
        loop {
            // An empty input means the end to the parser, so it is shown one only then.
            if input.is_empty() && !last {
                return Ok(());
            }
            let (result, read, written, ended) =
                self.core.read_record(input, &mut self.out[self.used..], &mut self.ends[self.ended..]);
            self.quotes.follow(&input[..read]);
            input = &input[read..];
            if last && input.is_empty() && self.quotes.is_open() {
                let row = self.number();
                return Err(Refusal(format!(
                    "A quotation mark in row {row} is never closed, so that everything behind it is one cell. Close it."
                )));
            }
            self.used += written;
            self.ended += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.grow_out()?,
                ReadRecordResult::OutputEndsFull => self.grow_ends()?,
                ReadRecordResult::Record => self.take(rows)?,
                ReadRecordResult::End => return Ok(()),
            }
        }
    }

    fn grow_out(&mut self) -> Result<(), Refusal> {
        if self.out.len() >= RECORD_MAX {
            let row = self.number();
            return Err(Refusal(format!("Row {row} does not end within 1 MiB. Is a quotation mark left open?")));
        }
        self.out.resize(self.out.len() * 2, 0);
        Ok(())
    }

    fn grow_ends(&mut self) -> Result<(), Refusal> {
        if self.ends.len() >= CELLS_MAX {
            return Err(Refusal(format!("Row {} has more than 20,000 cells.", self.number())));
        }
        self.ends.resize((self.ends.len() * 2).min(CELLS_MAX), 0);
        Ok(())
    }

    /// The number of the row that is being read.
    const fn number(&self) -> u64 {
        self.rows + self.quotes.blank() + 1
    }

    fn take(&mut self, rows: &mut Vec<Row>) -> Result<(), Refusal> {
        let number = self.number();
        self.rows += 1;
        if self.rows > ROWS_MAX + 1 {
            return Err(Refusal("The file has more than 500,000 rows. Split it.".to_owned()));
        }
        let mut start = 0;
        let cells = self.ends[..self.ended].iter().map(|end| {
            let cell = String::from_utf8_lossy(&self.out[start..*end]).into_owned();
            start = *end;
            cell
        });
        rows.push(Row { number, cells: cells.collect() });
        (self.used, self.ended) = (0, 0);
        Ok(())
    }
}
