//! Every limit of a file, and what is left open at its end.

use super::*;
use entity::import::{CELL_MAX, ROWS_MAX};

fn plain() -> Reading {
    Reading { delimiter: Some(','), header: Some(true), ..Reading::default() }
}

fn refusal(bytes: &[u8]) -> String {
    read(bytes, &plain(), 64 * 1024).unwrap_err().0
}

/// Bytes that do not pack well.
fn noise(len: usize) -> Vec<u8> {
    let mut state = 1u64;
    let next = |_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        b'a' + u8::try_from((state >> 60) & 0x0f).unwrap()
    };
    (0..len).map(next).collect()
}

fn cell(at: &str) -> String {
    format!("<c r=\"{at}\"><v>1</v></c>")
}

#[test]
fn r11_a_quotation_mark_left_open_is_refused_where_it_was_opened() {
    for (text, row) in [
        ("a,b\n1,2\n3,\"4\n5,6\n7,8\n", 3),
        ("a,b\n\n1,\"2", 3),
        ("a,b\r\n1,\"say \"\"2\"\"\r\n3,4", 2),
        ("a,\"b\n1,2\n", 1),
    ] {
        for piece in [1, 3, 1_000] {
            let told = read(text.as_bytes(), &plain(), piece).unwrap_err().0;
            assert!(told.starts_with(&format!("A quotation mark in row {row} is never closed")), "{text:?}: {told}");
        }
    }
    for closed in ["a,b\n1,\"2\"", "a,b\n1,5\" pipe", "a,b\n1,\"2\" more", "a,b\n1,\"\"\"2\"\"\"\n", "a,\"b\"\n1,2"] {
        assert!(read(closed.as_bytes(), &plain(), 2).is_ok(), "{closed:?}");
    }
}

#[test]
fn rows_are_numbered_as_a_spreadsheet_shows_them() {
    for text in [
        "a,b\n1,2\n\n3,\"4\n4\"\n\n\n5,6\n",
        "a,b\r\n1,2\r\n\r\n3,\"4\r\n4\"\r\n\r\n\r\n5,6",
        "a,b\r1,2\r\r3,\"4\r4\"\r\r\r5,6\r",
    ] {
        for piece in [1, 2, 1_000] {
            let rows = read(text.as_bytes(), &plain(), piece).unwrap();
            let numbers: Vec<u64> = rows.iter().map(|row| row.number).collect();
            assert_eq!(numbers, [2, 4, 7], "{text:?} by {piece}");
        }
    }
}

#[test]
fn s29_a_csv_file_has_at_most_so_many_rows_and_columns() {
    let mut many = "a,b\n".to_owned();
    many.extend(std::iter::repeat_n("1,2\n", usize::try_from(ROWS_MAX).unwrap()));
    assert_eq!(read(many.as_bytes(), &plain(), 64 * 1024).unwrap().len() as u64, ROWS_MAX);
    many.push_str("1,2\n");
    assert_eq!(refusal(many.as_bytes()), "The file has more than 500,000 rows. Split it.");
    let wide = |n: usize| format!("{}\n", vec!["c"; n].join(","));
    assert!(read(wide(200).as_bytes(), &plain(), 1_000).is_ok());
    assert_eq!(refusal(wide(201).as_bytes()), "The file has 201 columns; at most 200 can be imported.");
}

#[test]
fn s29_a_sheet_has_at_most_so_many_cells_and_rows_and_columns() {
    let rows =
        |n: usize| (1..=n).map(|n| format!("<row r=\"{n}\">{}</row>", cell(&format!("A{n}")))).collect::<String>();
    assert_eq!(sheet_rows(workbook(&rows(20_000), &[])).unwrap().len(), 20_000);
    let long = "x".repeat(CELL_MAX * 2 + 1);
    for (sheet, told) in [
        (rows(20_001), "more than 2,000,000 cells"),
        (format!("<row r=\"500002\">{}</row>", cell("A500002")), "more than 500,000 rows"),
        (format!("<row r=\"1\">{}</row>", cell("GS1")), "201 columns"),
        (
            format!("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>{long}</t></is></c></row>"),
            "A cell of row 1 is longer than 32 KiB.",
        ),
    ] {
        let why = sheet_rows(workbook(&sheet, &[])).unwrap_err().0;
        assert!(why.contains(told), "{why}");
    }
    assert!(sheet_rows(workbook(&format!("<row r=\"500001\">{}</row>", cell("GR500001")), &[])).is_ok());
}

#[test]
fn s29_a_workbook_unpacks_to_at_most_so_much() {
    let part = noise(6 * 1024 * 1024);
    let two = [("xl/media/a.bin", part.as_slice()), ("xl/media/b.bin", &part)];
    assert!(sheet_rows(workbook("", &two)).is_ok());
    let three = [two[0], two[1], ("xl/media/c.bin", &part)];
    let why = sheet_rows(workbook("", &three)).unwrap_err().0;
    assert_eq!(why, "The workbook unpacks to more than 200 MiB. Save the sheet as CSV.");
}

#[test]
fn s29_the_table_of_texts_is_counted_before_it_is_read() {
    let table =
        |texts: &str| format!("<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">{texts}</sst>");
    let sheet = r#"<row r="1"><c r="A1" t="s"><v>0</v></c></row>"#;
    let of = |texts: &str| sheet_rows(workbook(sheet, &[("xl/sharedStrings.xml", table(texts).as_bytes())]));
    assert_eq!(of(&"<si><t>x</t></si>".repeat(10_000)).unwrap()[0].cells, ["x"]);
    let told = "The workbook holds more different texts than can be read. Save the sheet as CSV.";
    for texts in [
        "<si><t>x</t></si>".repeat(10_001),
        "<si/>".repeat(20_003),
        format!("<si><t>{}</t></si>", String::from_utf8(noise(5 * 1024 * 1024)).unwrap()),
    ] {
        assert_eq!(of(&texts).unwrap_err().0, told);
    }
}
