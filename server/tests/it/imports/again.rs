//! What comes back: our own exports, files that were refused, files about what has gone on here.

use super::sending::upload;
use super::steps::{PAGE, Worker};
use crate::support::browser::Browser;
use crate::support::dealer::{ADMIN, TestDealer};
use app::imports::types::Stepped;
use axum::http::header;
use entity::import::row::report;
use entity::import::{Counts, Outcome};
use entity::opportunity::Phase;
use entity::opportunity::row::{self as opportunity, closure};
use entity::{Money, customer};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};
use server::import::cli::{ImportArgs, Noun, run};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

/// Runs the command on a file of these bytes.
pub async fn bring(dealer: &TestDealer, noun: Noun, bytes: &[u8]) -> Result<Counts, String> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    let args = ImportArgs {
        noun,
        file: file.path().to_owned(),
        mapping: None,
        write_mapping: None,
        dry_run: false,
        good_rows_only: false,
        as_user: None,
        report: None,
    };
    let mut out = Vec::new();
    let counts = run(&args, dealer.db.clone(), dealer.source.clone(), &mut out).await;
    counts.map_err(|why| format!("{why:#}\n{}", String::from_utf8_lossy(&out)))
}

/// What reports say besides that a row is here already.
async fn told(dealer: &TestDealer) -> Vec<String> {
    let rows = report::Entity::find().filter(report::Column::Outcome.ne(Outcome::Unchanged));
    let rows = rows.all(&dealer.db.read).await.unwrap();
    rows.into_iter().map(|row| format!("{} {}: {} {}", row.row, row.record, row.sentence, row.detail)).collect()
}

#[tokio::test]
async fn s32_what_leaves_as_a_file_comes_back_unchanged() {
    for dealer in TestDealer::all().await {
        let found = customer::row::Entity::find().filter(customer::row::Column::Name.eq("Brazos Paving"));
        let mut row: customer::row::ActiveModel = found.one(&dealer.db.read).await.unwrap().unwrap().into();
        (row.phone, row.notes) = (Set(Some("+1 512 555 0143".into())), Set(Some("=1+1\nsecond; \"line\"".into())));
        row.update(&dealer.db.write).await.unwrap();
        let mut browser = dealer.browser_of(ADMIN).await;
        for (path, noun) in [("/customers.csv", Noun::Accounts), ("/opportunities.csv", Noun::Opportunities)] {
            let before = browser.get(path).await.text();
            let counts = bring(&dealer, noun, before.as_bytes()).await.unwrap_or_else(|why| panic!("{path}: {why}"));
            assert!(counts.read > 20, "{} {path}", dealer.name);
            let told = told(&dealer).await;
            assert_eq!(told, Vec::<String>::new(), "{} {path}", dealer.name);
            assert_eq!(counts.unchanged, counts.read, "{} {path}", dealer.name);
            assert_eq!(browser.get(path).await.text(), before, "{} {path}", dealer.name);
        }
    }
}

/// A mark or a space that nobody sees makes no other number.
#[tokio::test]
async fn the_same_file_twice_is_unchanged_however_its_numbers_are_spaced() {
    for dealer in TestDealer::all().await {
        let accounts = b"number,account,subsidiary_of\nA  1,Hill  One,\nA 2,Hill Two,Hill One\n";
        let deals = b"number,name,owner,stage,account\nD  1,Two  rollers,Maria Reyes,Development,A 1\n";
        for (noun, bytes, rows) in [(Noun::Accounts, &accounts[..], 2), (Noun::Opportunities, &deals[..], 1)] {
            let first = bring(&dealer, noun, bytes).await.unwrap();
            assert_eq!(first.new_rows(), rows, "{}", dealer.name);
            let again = bring(&dealer, noun, bytes).await.unwrap_or_else(|why| panic!("{}: {why}", dealer.name));
            assert_eq!((again.unchanged, again.read), (rows, rows), "{}", dealer.name);
        }
    }
}

#[tokio::test]
async fn a_zero_byte_deep_in_a_file_is_told_with_its_row() {
    for dealer in TestDealer::all().await {
        let rows: String = (0..9_000).map(|n| format!("N-{n},Deep {n}\n")).collect();
        let file = format!("number,account\n{rows}X\0Y,Deeper\nX,A\0B\n");
        let why = bring(&dealer, Noun::Accounts, file.as_bytes()).await.unwrap_err();
        assert!(
            why.contains("Row 9002 [number]: A cell holds characters that cannot be read."),
            "{}: {why}",
            dealer.name
        );
    }
}

async fn won(dealer: &TestDealer) -> (opportunity::Model, Option<Money>) {
    let found = opportunity::Entity::find().filter(opportunity::Column::Phase.eq(Phase::Won));
    let row = found.one(&dealer.db.read).await.unwrap().unwrap();
    let closing = closure::Entity::find().filter(closure::Column::OpportunityId.eq(row.id));
    let closing = closing.one(&dealer.db.read).await.unwrap().unwrap();
    (row, closing.actual)
}

#[tokio::test]
async fn a_file_of_an_earlier_day_does_not_rewrite_what_was_won() {
    for dealer in TestDealer::all().await {
        let before = won(&dealer).await;
        let number = &before.0.number;
        let earlier = format!("number,owner,stage,amount\n{number},Maria Reyes,Development,4000\n");
        let counts = bring(&dealer, Noun::Opportunities, earlier.as_bytes()).await.unwrap();
        assert_eq!(counts.errors, 0, "{}", dealer.name);
        let after = won(&dealer).await;
        assert_eq!((after.0.amount, after.1), (before.0.amount, before.1), "{}", dealer.name);
        let nothing = format!("number,owner,stage,amount\n{number},Maria Reyes,Won,0\n");
        let refused = bring(&dealer, Noun::Opportunities, nothing.as_bytes()).await.unwrap_err();
        assert!(refused.contains("it must be more than zero"), "{}: {refused}", dealer.name);
    }
}

#[tokio::test]
async fn a_refused_file_does_not_forget_what_is_in_it() {
    let dealer = TestDealer::one().await;
    let mut browser = dealer.browser_of(ADMIN).await;
    let answer = upload(&mut browser, PAGE, "products", "a.csv", b"").await;
    let page = browser.get(answer.location()).await.text();
    let at = page.find("value=\"products\"").unwrap();
    let tag = &page[page[..at].rfind('<').unwrap()..];
    assert!(tag[..tag.find('>').unwrap()].contains("checked"), "{tag}");
    let long = "x".repeat(100_000);
    let answer = upload(&mut browser, "application/json", &long, "a.csv", b"a,b\n1,2\n").await;
    assert!(answer.error().fields().at("noun").is_some());
}

/// A workbook with one sheet of texts.
fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let mut sheet = String::new();
    for (n, cells) in rows.iter().enumerate() {
        let cells: String = cells.iter().map(|cell| format!("<c t=\"inlineStr\"><is><t>{cell}</t></is></c>")).collect();
        sheet.push_str(&format!("<row r=\"{}\">{cells}</row>", n + 1));
    }
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const RELS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";
    const XML: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
    let parts = [
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"{TYPES}\"><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{XML}\"/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{RELS}\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"List\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{RELS}\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        ("xl/worksheets/sheet1.xml", format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{sheet}</sheetData></worksheet>")),
    ];
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        out.start_file(name, SimpleFileOptions::default()).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// Sends a file through the pages; the last one is its result.
async fn through_the_pages(browser: &mut Browser, name: &str, bytes: &[u8]) -> String {
    use super::forms::Form;
    use super::steps::follow;
    let at = upload(browser, PAGE, "accounts", name, bytes).await.location().to_owned();
    assert!(
        at.ends_with("/columns"),
        "{name}: {}",
        upload(browser, "application/json", "accounts", name, bytes).await.text()
    );
    let page = browser.get(&at).await.text();
    let (at, page) = follow(browser, &at, &Form::of(&page, "/api/imports/save_columns")).await;
    let (at, page) = follow(browser, &at, &Form::of(&page, "/api/imports/save_values")).await;
    let (at, _) = follow(browser, &at, &Form::of(&page, "/api/imports/start")).await;
    browser.get(&at.replace("/run", "/result")).await.text()
}

#[tokio::test]
async fn workbooks_and_other_encodings_go_through_pages_job_and_command() {
    let dealer = TestDealer::one().await;
    let _worker = Worker::of(&dealer);
    let mut browser = dealer.browser_of(ADMIN).await;
    let sheet = |name: &str| workbook(&[&["Name", "City"], &[name, "K\u{f6}ln"]]);
    let utf16 = "Name;City\nUtf Sixteen;K\u{f6}ln\n".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    for (name, bytes) in
        [("a.xlsx", sheet("By Workbook")), ("b.csv", utf16), ("c.csv", b"Name,City\nCode Page,K\xf6ln\n".to_vec())]
    {
        let page = through_the_pages(&mut browser, name, &bytes).await;
        assert!(page.contains("1 row is in"), "{name}: {page}");
    }
    let counts = bring(&dealer, Noun::Accounts, &sheet("By Command")).await.unwrap();
    assert_eq!(counts.new_rows(), 1);
    let found = customer::row::Entity::find().filter(customer::row::Column::City.eq("K\u{f6}ln"));
    assert_eq!(found.all(&dealer.db.read).await.unwrap().len(), 4);
    let goto = upload(&mut browser, "application/json", "accounts", "a.xlsx", &sheet("X")).await.json::<Stepped>().goto;
    let file = browser.get(&goto.replace("/columns", "/file")).await;
    assert!(file.header(header::CONTENT_TYPE).contains("spreadsheetml"), "{:?}", file.headers);
}
