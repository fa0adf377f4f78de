mod limits;

use super::*;
use entity::import::{Encoding, Reading, Row};
use proptest::prelude::*;
use std::io::Write;
use zip::write::SimpleFileOptions;

fn read(bytes: &[u8], reading: &Reading, piece: usize) -> Result<Vec<Row>, Refusal> {
    let (mut reader, mut shape, mut out) = (TextReader::new(reading), Shape::new(reading), Vec::new());
    let mut raw = Vec::new();
    for bytes in bytes.chunks(piece.max(1)) {
        reader.push(bytes, &mut raw)?;
        out.extend(shape.rows(std::mem::take(&mut raw))?);
    }
    reader.finish(&mut raw)?;
    out.extend(shape.rows(raw)?);
    Ok(out)
}

fn detected(bytes: &[u8]) -> Result<Reading, Refusal> {
    reading(bytes, Whole::Yes, &Reading::default())
}

fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
    let rows = read(bytes, &detected(bytes).unwrap(), 7).unwrap();
    rows.into_iter().map(|row| row.cells).collect()
}

#[test]
fn delimiters_encodings_and_headers_are_detected() {
    let utf16: Vec<u8> = "name,city\nZo\u{eb},K\u{f6}ln\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let utf16be: Vec<u8> = "\u{feff}a;b\n1;2\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
    for (bytes, words) in [
        (&b"name,price\nA,1\n"[..], "comma, UTF-8, header found"),
        (b"name;price;note\nA;1,5;x\nB;2,5;y\n", "semicolon, UTF-8, header found"),
        (b"name\tprice\nA, B\t1\n", "tab, UTF-8, header found"),
        (b"name|price\r\nA|1\r\n", "bar, UTF-8, header found"),
        (b"sep=;\nname;price\nA;1\n", "semicolon, UTF-8, header found"),
        (b"A,1\nB,2\n", "comma, UTF-8, no header"),
        (b"name,city\nZo\xeb,K\xf6ln\n", "comma, Windows-1252, header found"),
        (b"\xef\xbb\xbfname,city\nZo\xc3\xab,x\n", "comma, UTF-8, header found"),
        (&utf16, "comma, UTF-16 LE, header found"),
        (&utf16be, "semicolon, UTF-16 BE, header found"),
        (b"single\nvalue\n", "comma, UTF-8, header found"),
    ] {
        assert_eq!(detected(bytes).unwrap().words(), words, "{}", String::from_utf8_lossy(bytes));
    }
    assert_eq!(cells(&utf16), [["Zo\u{eb}", "K\u{f6}ln"]]);
    assert_eq!(cells(b"name,city\nZo\xeb,K\xf6ln\n"), [["Zo\u{eb}", "K\u{f6}ln"]]);
    assert_eq!(cells(b"\xef\xbb\xbfname,city\nA,x\n"), [["A", "x"]]);
    assert_eq!(cells(b"sep=;\nname;price\nA;1\n"), [["A", "1"]]);
}

#[test]
fn r11_quotes_and_mixed_line_ends_are_read() {
    let rows = cells(b"a,b\r\n\"x, \"\"y\"\"\nz\",1\n2,3\r4,5");
    assert_eq!(rows, [["x, \"y\"\nz", "1"], ["2", "3"], ["4", "5"]]);
}

#[test]
fn headers_are_made_distinct_and_rows_keep_their_numbers() {
    let reading = Reading { header: Some(true), ..Reading::default() };
    let (mut reader, mut shape, mut raw) = (TextReader::new(&reading), Shape::new(&reading), Vec::new());
    reader.push(b"name,name,,x\n1,2,3,4\n5,6,7,8\n", &mut raw).unwrap();
    let rows = shape.rows(raw).unwrap();
    assert_eq!(shape.headers().unwrap(), ["name", "name (2)", "Column 3", "x"]);
    assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [2, 3]);
    let none = Reading { header: Some(false), ..Reading::default() };
    let mut shape = Shape::new(&none);
    let rows = shape.rows(vec![Row { number: 1, cells: vec!["1".into(), "2".into()] }]).unwrap();
    assert_eq!((shape.headers().unwrap().len(), rows[0].number), (2, 1));
}

#[test]
fn r11_files_that_are_no_tables_are_refused_in_one_sentence() {
    let wide = vec!["c"; 16_384].join(",");
    let open_quote = format!("a,b\n1,\"{}", "x,y\n".repeat(400_000));
    for (bytes, sentence) in [
        (&b""[..], "The file is empty."),
        (b"%PDF-1.7", "The file is a PDF. Export the data as CSV or XLSX."),
        (b"\xd0\xcf\x11\xe0rest", "The file is an old Excel file (.xls). Save it as .xlsx or CSV."),
        (b"a,b\n\x00\x00,1\n", "This is no text file: it holds zero bytes."),
        (b"a,b\n\x01,1\n", "This is no text file: it holds control characters."),
        (wide.as_bytes(), "The file has 16384 columns; at most 200 can be imported."),
        (open_quote.as_bytes(), "Row 2 does not end within 1 MiB. Is a quotation mark left open?"),
    ] {
        let answer = kind(bytes)
            .and_then(|_| reading(&bytes[..bytes.len().min(64 * 1024)], Whole::No, &Reading::default()))
            .and_then(|reading| read(bytes, &reading, 64 * 1024));
        assert_eq!(answer.unwrap_err().0, sentence);
    }
    let bad = Reading { delimiter: Some('"'), ..Reading::default() };
    assert!(reading(b"a,b", Whole::Yes, &bad).is_err());
}

#[test]
fn r11_bytes_of_another_encoding_are_noticed() {
    let utf8 = Reading { encoding: Some(Encoding::Utf8), delimiter: Some(','), ..Reading::default() };
    let mut reader = TextReader::new(&utf8);
    let mut rows = Vec::new();
    reader.push(b"a,b\nZo\xeb,1\n", &mut rows).unwrap();
    assert!(reader.is_malformed() && rows[1].cells[0].contains(char::REPLACEMENT_CHARACTER));
}

/// A workbook with one sheet of inline strings, numbers and dates.
fn workbook(sheet: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let parts: &[(&str, &str)] = &[
        (
            "[Content_Types].xml",
            r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#,
        ),
        (
            "_rels/.rels",
            r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Deals" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#,
        ),
        (
            "xl/styles.xml",
            r#"<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#,
        ),
    ];
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut put = |name: &str, bytes: &[u8]| {
        out.start_file(name, SimpleFileOptions::default()).unwrap();
        out.write_all(bytes).unwrap();
    };
    for (name, text) in parts {
        put(name, text.as_bytes());
    }
    let head = r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#;
    put("xl/worksheets/sheet1.xml", format!("{head}{sheet}</sheetData></worksheet>").as_bytes());
    for (name, bytes) in more {
        put(name, bytes);
    }
    out.finish().unwrap().into_inner()
}

fn sheet_rows(bytes: Vec<u8>) -> Result<Vec<Row>, Refusal> {
    let mut rows = Vec::new();
    read_workbook(bytes, "Deals", |row| {
        rows.push(row);
        Ok(())
    })?;
    Ok(rows)
}

#[test]
fn a_workbook_is_read_like_a_table() {
    let sheet = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c><c r="B1" t="inlineStr"><is><t>day</t></is></c><c r="C1" t="inlineStr"><is><t>value</t></is></c></row>
        <row r="4"><c r="A4" t="inlineStr"><is><t>A1</t></is></c><c r="B4" s="1"><v>42663</v></c><c r="C4"><f>1+1</f><v>1100.04</v></c></row>
        <row r="5"><c r="A5"><v>7</v></c></row>"#;
    let bytes = workbook(sheet, &[]);
    assert_eq!(sheets(bytes.clone()).unwrap(), ["Deals"]);
    let rows = sheet_rows(bytes).unwrap();
    let numbers: Vec<u64> = rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [1, 4, 5]);
    assert_eq!(rows[1].cells, ["A1", "2016-10-20", "1100.04"]);
    let reading = Reading { sheet: "Deals".into(), header: Some(true), ..Reading::default() };
    let mut shape = Shape::new(&reading);
    assert_eq!(shape.rows(rows).unwrap()[1].cells, ["7", "", ""], "empty cells at the end come back");
}

#[test]
fn t19_a_sheet_with_corners_far_apart_costs_nothing() {
    let sheet = r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="400000"><c r="A400000"><v>2</v></c></row>"#;
    let rows = sheet_rows(workbook(sheet, &[])).unwrap();
    assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 400_000]);
}

#[test]
fn s29_hostile_workbooks_are_refused() {
    let bomb = vec![b' '; 64 * 1024 * 1024];
    let many: Vec<(String, Vec<u8>)> = (0..1_100).map(|n| (format!("xl/media/{n}.txt"), vec![b'x'])).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let row = r#"<row r="1"><c r="XFD1"><v>1</v></c></row>"#;
    let deep = r#"<row r="1048576"><c r="A1048576"><v>1</v></c></row>"#;
    let back = r#"<row r="5"><c r="A5"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>"#;
    for (bytes, part) in [
        (workbook("", &[("xl/media/bomb.xml", &bomb)]), "unpacks to far more than it should"),
        (workbook("", &many), "at most 1000 are read"),
        (workbook("", &[("xl/vbaProject.bin", b"x")]), "macros"),
        (workbook("", &[("xl/externalLinks/externalLink1.xml", b"<x/>")]), "refers to other files"),
        (workbook("", &[("xl/extra.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>")]), "document type"),
        (workbook(row, &[]), "16384 columns"),
        (workbook(deep, &[]), "more than 500,000 rows"),
        (workbook(back, &[]), "out of order"),
        (b"PK\x03\x04 and then nothing".to_vec(), "damaged"),
    ] {
        let why = sheet_rows(bytes).unwrap_err();
        assert!(why.0.contains(part), "{why}");
    }
    assert!(sheet_rows(workbook("", &[])).unwrap().is_empty());
    assert!(read_workbook(workbook("", &[]), "Nowhere", |_| Ok(())).is_err());
}

proptest! {
    /// Any bytes are read or refused, and how they are cut into pieces makes no difference.
    #[test]
    fn any_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..400), piece in 1usize..50) {
        let _ = kind(&bytes);
        if let Ok(reading) = detected(&bytes) {
            let whole = read(&bytes, &reading, usize::MAX);
            prop_assert_eq!(read(&bytes, &reading, piece), whole);
        }
    }

    #[test]
    fn any_text_is_answered(text in "[a-z0-9,;\"\n\r|\t\u{e9} ]{0,200}", piece in 1usize..50) {
        let bytes = text.as_bytes();
        if let Ok(reading) = detected(bytes) {
            prop_assert_eq!(read(bytes, &reading, piece), read(bytes, &reading, usize::MAX));
        }
    }

    #[test]
    fn any_package_is_answered(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let package = [b"PK\x03\x04".as_slice(), &bytes].concat();
        prop_assert!(sheets(package).is_err());
    }
}
