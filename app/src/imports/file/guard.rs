//! Looks through a workbook's package before anything parses it (S29, T19): real bytes, not promised ones.

use super::Refusal;
use std::io::{Cursor, Read};
use zip::ZipArchive;

// Tests meet the same limits sooner.

/// Most entries of the package.
const ENTRIES_MAX: usize = 1_000;
/// Most bytes of everything unpacked.
const UNPACKED_MAX: u64 = if cfg!(test) { 16 } else { 200 } * 1024 * 1024;
/// Most texts of the table of texts, which is read into memory whole,
const STRINGS_MAX: usize = if cfg!(test) { 10_000 } else { 1_000_000 };
/// and most bytes of it.
const STRINGS_BYTES_MAX: u64 = if cfg!(test) { 4 } else { 64 } * 1024 * 1024;
/// How many times larger than packed an entry may be,
const RATIO_MAX: u64 = 100;
/// once it is larger than this: small sheets of zeros pack well.
const RATIO_FROM: u64 = 1024 * 1024;

/// Passes a workbook whose package is harmless.
///
/// # Errors
/// [`Refusal`] that names what is not.
pub fn guard(bytes: &[u8]) -> Result<(), Refusal> {
    let damaged = |_| Refusal::because("The workbook is damaged and cannot be opened.");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.len() > ENTRIES_MAX {
        return Err(Refusal(format!("The workbook holds {} parts; at most {ENTRIES_MAX} are read.", archive.len())));
    }
    let (mut total, mut strings) = (0u64, Strings::default());
    let mut sheet = false;
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).map_err(damaged)?;
        let name = entry.name().map_err(damaged)?.to_lowercase();
        forbidden(&name)?;
        sheet |= name.starts_with("xl/worksheets/");
        let packed = entry.compressed_size().max(1);
        strings.counts = name.ends_with("sharedstrings.xml");
        let unpacked = drain(&mut entry, packed, &mut total, &mut strings)?;
        if unpacked > RATIO_FROM && unpacked / packed > RATIO_MAX {
            return Err(too_dense());
        }
    }
    if sheet {
        Ok(())
    } else {
        Err(Refusal::because("This is a ZIP file, not a workbook. Unpack it and import what is inside."))
    }
}

/// Parts that a list of records does not need.
fn forbidden(name: &str) -> Result<(), Refusal> {
    if name.ends_with("vbaproject.bin") {
        return Err(Refusal::because("The workbook holds macros. Save it as .xlsx without macros."));
    }
    if name.contains("externallinks/") {
        return Err(Refusal::because("The workbook refers to other files. Break its links, or save the sheet as CSV."));
    }
    if name.ends_with("encryptedpackage") {
        return Err(Refusal::because("The workbook is locked with a password."));
    }
    Ok(())
}

fn too_dense() -> Refusal {
    Refusal::because("The workbook unpacks to far more than it should. It is not read.")
}

/// What the table of texts would take, when it is the part at hand.
#[derive(Default)]
struct Strings {
    counts: bool,
    bytes: u64,
    marks: usize,
}

impl Strings {
    /// Counts what is new in `text`; its first `seen` bytes have been counted before.
    fn add(&mut self, text: &[u8], seen: usize) -> Result<(), Refusal> {
        const END: &[u8] = b"si>";
        const EMPTY: &[u8] = b"si/>";
        if !self.counts {
            return Ok(());
        }
        self.bytes += u64::try_from(text.len() - seen).unwrap_or(u64::MAX);
        let marks = |text: &[u8]| {
            let begins = |at: &usize| text[*at..].starts_with(END) || text[*at..].starts_with(EMPTY);
            (0..text.len()).filter(|at| text[*at] == b's').filter(begins).count()
        };
        self.marks += marks(text) - marks(&text[..seen]);
        // A text has a mark that opens it and one that closes it.
        if self.marks / 2 > STRINGS_MAX || self.bytes > STRINGS_BYTES_MAX {
            return Err(Refusal::because(
                "The workbook holds more different texts than can be read. Save the sheet as CSV.",
            ));
        }
        Ok(())
    }
}

/// Unpacks a part into nothing, counting; stops at the first byte too many.
fn drain(entry: &mut impl Read, packed: u64, total: &mut u64, strings: &mut Strings) -> Result<u64, Refusal> {
    let mut buffer = [0u8; 16 * 1024];
    let (mut size, mut tail) = (0u64, Vec::new());
    loop {
        let read =
            entry.read(&mut buffer).map_err(|_| Refusal::because("The workbook is damaged and cannot be read."))?;
        if read == 0 {
            return Ok(size);
        }
        let grown = u64::try_from(read).unwrap_or(u64::MAX);
        (size, *total) = (size + grown, *total + grown);
        if *total > UNPACKED_MAX {
            return Err(Refusal::because("The workbook unpacks to more than 200 MiB. Save the sheet as CSV."));
        }
        if size > RATIO_FROM && size / packed > RATIO_MAX {
            return Err(too_dense());
        }
        let seen = tail.len();
        tail.extend_from_slice(&buffer[..read]);
        strings.add(&tail, seen)?;
        // A document type could define entities that multiply.
        if tail.windows(9).any(|window| window.eq_ignore_ascii_case(b"<!DOCTYPE")) {
            return Err(Refusal::because("The workbook holds a document type definition. It is not read."));
        }
        tail.drain(..tail.len().saturating_sub(8));
    }
}
