//! What a file is, from its first bytes: kind, encoding, delimiter, and whether its first row names the columns.

use super::{Refusal, TextReader};
use encoding_rs::{Encoding as Decoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use entity::import::{Encoding, Reading, cell};

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text with separators.
    Csv,
    /// An XLSX workbook.
    Workbook,
}

/// Tells the kind of a file by its first bytes, whatever it is called.
///
/// # Errors
/// [`Refusal`] for files of other kinds.
pub fn kind(head: &[u8]) -> Result<Kind, Refusal> {
    const OTHERS: &[(&[u8], &str)] = &[
        (b"\xd0\xcf\x11\xe0", "an old Excel file (.xls). Save it as .xlsx or CSV"),
        (b"%PDF", "a PDF. Export the data as CSV or XLSX"),
        (b"\x1f\x8b", "compressed (gzip). Unpack it first"),
        (b"7z\xbc\xaf", "compressed (7z). Unpack it first"),
        (b"Rar!", "compressed (RAR). Unpack it first"),
    ];
    if head.is_empty() {
        return Err(Refusal::because("The file is empty."));
    }
    if let Some((_, what)) = OTHERS.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Err(Refusal::because(format!("The file is {what}.")));
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Ok(Kind::Workbook);
    }
    Ok(Kind::Csv)
}

/// How to read a CSV file that begins with `head`; what is stated stays as it is. `whole` says that there is no more.
///
/// # Errors
/// [`Refusal`] when it is no text.
pub fn reading(head: &[u8], whole: Whole, stated: &Reading) -> Result<Reading, Refusal> {
    let encoding = match stated.encoding {
        Some(encoding) => encoding,
        None => encoding(head, whole)?,
    };
    let text = decode(head, encoding);
    let delimiter = stated.delimiter.unwrap_or_else(|| delimiter(&text));
    if !delimiter.is_ascii()
        || delimiter == '"'
        || delimiter.is_ascii_alphanumeric()
        || matches!(delimiter, '\n' | '\r')
    {
        return Err(Refusal::because(format!("\"{delimiter}\" cannot separate cells.")));
    }
    let header = stated.header.unwrap_or_else(|| has_header(&text, delimiter));
    Ok(Reading { encoding: Some(encoding), delimiter: Some(delimiter), header: Some(header), sheet: String::new() })
}

/// Whether a head is all there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whole {
    /// It is the whole file.
    Yes,
    /// More follows, and the last character may be cut.
    No,
}

/// The decoder of an encoding.
pub(super) const fn decoding(encoding: Encoding) -> &'static Decoding {
    match encoding {
        Encoding::Utf8 => UTF_8,
        Encoding::Utf16Le => UTF_16LE,
        Encoding::Utf16Be => UTF_16BE,
        Encoding::Windows1252 => WINDOWS_1252,
    }
}

fn encoding(head: &[u8], whole: Whole) -> Result<Encoding, Refusal> {
    if let Some((decoding, _)) = Decoding::for_bom(head) {
        return Ok(if decoding == UTF_16LE {
            Encoding::Utf16Le
        } else if decoding == UTF_16BE {
            Encoding::Utf16Be
        } else {
            Encoding::Utf8
        });
    }
    let sample = &head[..head.len().min(4096)];
    let zeros = |from: usize| sample.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), sample.len() / 2);
    // Latin text in UTF-16 has a zero in every other byte, a table of figures more so.
    match (even, odd) {
        (0, 0) => {}
        (even, odd) if odd > half / 2 && even * 8 < odd => return Ok(Encoding::Utf16Le),
        (even, odd) if even > half / 2 && odd * 8 < even => return Ok(Encoding::Utf16Be),
        _ => return Err(Refusal::because("This is no text file: it holds zero bytes.")),
    }
    if sample.iter().any(|byte| matches!(byte, 1..=8 | 14..=31 | 127)) {
        return Err(Refusal::because("This is no text file: it holds control characters."));
    }
    let valid = match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(why) => why.error_len().is_none() && whole == Whole::No,
    };
    Ok(if valid || is_meant_as_utf8(head) { Encoding::Utf8 } else { Encoding::Windows1252 })
}

/// Whether bytes are UTF-8 but for a few that were cut or spoilt: it has a mark in front, or more characters that nothing else
/// writes like this than bytes that are none. Those few are told with their rows then.
pub fn is_meant_as_utf8(bytes: &[u8]) -> bool {
    if Decoding::for_bom(bytes).is_some_and(|(decoding, _)| decoding == UTF_8) {
        return true;
    }
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += chunk.invalid().len();
    }
    good > bad
}

fn decode(head: &[u8], encoding: Encoding) -> String {
    decoding(encoding).decode(head).0.into_owned()
}

/// The first records of a text under a delimiter. The last may be cut and is dropped when there are others.
fn records(text: &str, delimiter: char) -> Vec<Vec<String>> {
    let reading = Reading { encoding: Some(Encoding::Utf8), delimiter: Some(delimiter), ..Reading::default() };
    let mut rows = Vec::new();
    let mut reader = TextReader::new(&reading);
    // What cannot be read is refused later, with its row.
    let _ = reader.push(text.as_bytes(), &mut rows);
    if rows.is_empty() {
        let _ = reader.finish(&mut rows);
    }
    rows.into_iter().map(|row| row.cells).collect()
}

/// The candidate under which the first rows have the same number of cells, and the most of them.
fn delimiter(text: &str) -> char {
    if let Some(stated) = text.strip_prefix("sep=").and_then(|rest| rest.chars().next()) {
        return stated;
    }
    let score = |delimiter: char| {
        let rows = records(text, delimiter);
        let width = rows.first().map_or(0, Vec::len);
        let same = rows.iter().take(50).filter(|row| row.len() == width).count();
        if width < 2 { (0, 0) } else { (same * 100 / rows.len().clamp(1, 50), width) }
    };
    // Of equals the first wins; max_by_key gives the last, so the most common one stands last.
    ['|', '\t', ';', ','].into_iter().max_by_key(|delimiter| score(*delimiter)).unwrap_or(',')
}

/// A first row names columns when none of its cells looks like data: no number, no date, none twice, few empty.
fn has_header(text: &str, delimiter: char) -> bool {
    let rows = records(text, delimiter);
    let Some(first) = rows.iter().find(|row| !row.first().is_some_and(|cell| cell.starts_with("sep="))) else {
        return true;
    };
    is_header(first)
}

/// Whether a first row names columns.
pub fn is_header(first: &[String]) -> bool {
    let data = |cell: &String| {
        let cell = cell.trim();
        !cell.is_empty() && (cell::amount(cell, None).is_ok() || cell::date(cell, None).is_ok() || cell.contains('@'))
    };
    let empty = first.iter().filter(|cell| cell.trim().is_empty()).count();
    !first.iter().any(data) && empty * 2 < first.len().max(1)
}
