//! The way of a file through the pages: without scripting, in scope, as jobs.

use super::data_set::folder;
use super::forms::Form;
use super::sending::upload;
use crate::support::browser::Browser;
use crate::support::dealer::{ADMIN, EXECUTIVE, MANAGER, REP, TestDealer};
use app::core::AppError;
use app::imports::store;
use app::imports::types::Stepped;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use chrono::TimeDelta;
use entity::import::row::{self as import, report};
use entity::import::{ImportStatus, Outcome};
use entity::shared::ids::ImportId;
use entity::{Money, customer, event, opportunity, user};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use server::import::jobs;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

pub(super) const PAGE: &str = "text/html,application/xhtml+xml";

pub(super) fn id_in(path: &str) -> ImportId {
    path.split('/').nth(2).and_then(|id| id.parse().ok()).unwrap_or_else(|| panic!("no import in {path}"))
}

pub(super) async fn record(dealer: &TestDealer, id: ImportId) -> import::Model {
    import::Entity::find_by_id(id).one(&dealer.db.read).await.unwrap().unwrap()
}

/// Works on what waits until the test is over.
pub(super) struct Worker(CancellationToken);

impl Worker {
    pub(super) fn of(dealer: &TestDealer) -> Self {
        let stop = CancellationToken::new();
        tokio::spawn(jobs::work(dealer.db.clone(), dealer.source.clone(), stop.clone()));
        Self(stop)
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

/// Sends a form of a page and opens the page it leads to.
pub(super) async fn follow(browser: &mut Browser, at: &str, form: &Form) -> (String, String) {
    let answer = browser.submit(&form.action, at, &form.as_pairs()).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let to = answer.location().to_owned();
    let page = browser.get(&to).await;
    assert_eq!(page.status, StatusCode::OK, "{to}: {}", page.text());
    (to, page.text())
}

#[tokio::test]
async fn without_scripting_a_file_goes_all_the_way() {
    for dealer in TestDealer::all().await {
        let _worker = Worker::of(&dealer);
        let mut browser = dealer.browser_of(ADMIN).await;
        let form = browser.get("/imports/new").await.text();
        assert!(form.contains("enctype=\"multipart/form-data\"") && form.contains("value=\"accounts\""), "{form}");
        let file = std::fs::read(folder().join("accounts.csv")).unwrap();
        let answer = upload(&mut browser, PAGE, "accounts", "accounts.csv", &file).await;
        let columns_at = answer.location().to_owned();
        assert!(columns_at.ends_with("/columns"), "{answer:?}");

        let page = browser.get(&columns_at).await.text();
        let mut columns = Form::of(&page, "/api/imports/save_columns");
        assert_eq!(columns.value("form[columns][0][field]"), "name");
        assert_eq!(columns.value("form[columns][6][field]"), "parent");
        columns.set("form[columns][2][field]", "notes");
        columns.set("form[columns][3][field]", "notes");
        let (values_at, page) = follow(&mut browser, &columns_at, &columns).await;
        assert!(values_at.ends_with("/values"), "{values_at}");

        let mut values = Form::of(&page, "/api/imports/save_values");
        let typo = values.pairs.iter().position(|(_, value)| value == "technolgy").unwrap();
        let rule = values.pairs[typo].0.replace("[value]", "[rule]");
        values.set(&rule, "to:software");
        let (check_at, page) = follow(&mut browser, &values_at, &values).await;
        assert!(check_at.ends_with("/check") && page.contains("Import 85 rows"), "{}: {page}", dealer.name);
        assert!(page.contains("nothing is written yet"));
        let before = customer::row::Entity::find().count(&dealer.db.read).await.unwrap();

        let (run_at, _) = follow(&mut browser, &check_at, &Form::of(&page, "/api/imports/start")).await;
        let id = id_in(&run_at);
        let page = browser.get(&format!("/imports/{id}/result")).await.text();
        assert!(page.contains("85 rows are in"), "{}: {page}", dealer.name);
        assert_eq!(customer::row::Entity::find().count(&dealer.db.read).await.unwrap(), before + 85);
        let typos = customer::row::Entity::find().filter(customer::row::Column::CustomerType.eq("technolgy"));
        assert_eq!(typos.count(&dealer.db.read).await.unwrap(), 0);
        let list = browser.get("/imports").await.text();
        assert!(list.contains("accounts.csv") && list.contains("Done"), "{list}");

        // The same file again: nothing new, and it says so before anything is mapped.
        let answer = upload(&mut browser, PAGE, "accounts", "accounts.csv", &file).await;
        let page = browser.get(answer.location()).await.text();
        assert!(page.contains("This very file came in before"), "{page}");
    }
}

#[tokio::test]
async fn unknown_values_are_named_and_mapped_with_one_press() {
    let dealer = TestDealer::one().await;
    let _worker = Worker::of(&dealer);
    let mut browser = dealer.browser_of(ADMIN).await;
    let file = "id,owner,stage,customer,value,closed\n\
                X-1,Maria Reyes,Qualification,Brazos Paving,100,\n\
                X-2,Maria Reyes,Qualification,Brazos Pavingg,100,\n\
                X-3,Nobody At All,Qualification,Brazos Paving,100,\n";
    let columns_at =
        upload(&mut browser, PAGE, "opportunities", "deals.csv", file.as_bytes()).await.location().to_owned();
    let page = browser.get(&columns_at).await.text();
    let (values_at, page) = follow(&mut browser, &columns_at, &Form::of(&page, "/api/imports/save_columns")).await;
    assert!(page.contains("2 to decide") || page.contains("1 to decide"), "{page}");
    let (check_at, page) = follow(&mut browser, &values_at, &Form::of(&page, "/api/imports/save_values")).await;
    assert!(page.contains("Import 1 good row, skip 2"), "{page}");
    assert!(
        page.contains("Owner &quot;Nobody At All&quot; is not known.")
            || page.contains("Owner \"Nobody At All\" is not known."),
        "{page}"
    );
    let map = Form::of(&page, "/api/imports/map_value");
    assert_eq!((map.value("value"), map.value("to")), ("Brazos Pavingg", "Brazos Paving"));
    let (check_at, page) = follow(&mut browser, &check_at, &map).await;
    assert!(page.contains("Import 2 good rows, skip 1"), "{page}");
    let errors = browser.get(&format!("/imports/{}/report.csv?outcome=error", id_in(&check_at))).await;
    assert_eq!(errors.text().lines().count(), 2, "{}", errors.text());
    assert!(errors.header(header::CONTENT_DISPOSITION).starts_with("attachment"), "{errors:?}");
    let (run_at, _) = follow(&mut browser, &check_at, &Form::of(&page, "/api/imports/start")).await;
    assert_eq!(record(&dealer, id_in(&run_at)).await.status, ImportStatus::Done);
    let found = opportunity::row::Entity::find().filter(opportunity::row::Column::Number.starts_with("X-"));
    let found = found.all(&dealer.db.read).await.unwrap();
    assert_eq!(found.len(), 2);
    assert!(found.iter().all(|row| row.amount == Money::whole(100) && row.customer_id.is_some()));
}

#[tokio::test]
async fn s29_files_that_are_no_tables_are_refused_and_leave_nothing() {
    let dealer = TestDealer::one().await;
    let mut browser = dealer.browser_of(ADMIN).await;
    let wide = vec!["c"; 16_384].join(",");
    for (bytes, sentence) in [
        (&b""[..], "The file is empty."),
        (b"\xd0\xcf\x11\xe0\x00\x00\x00\x00\x00", "The file is an old Excel file (.xls). Save it as .xlsx or CSV."),
        (b"PK\x03\x04 nothing at all", "The workbook is damaged and cannot be opened."),
        (b"only,a,header\n", "The file has no rows below its header."),
        (wide.as_bytes(), "The file has 16384 columns; at most 200 can be imported."),
    ] {
        let answer = upload(&mut browser, "application/json", "accounts", "a.csv", bytes).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{answer:?}");
        assert_eq!(answer.error(), AppError::Refused(sentence.to_owned()));
        let answer = upload(&mut browser, PAGE, "accounts", "a.csv", bytes).await;
        let page = browser.get(answer.location()).await.text();
        assert!(page.contains(sentence), "{sentence} is not in\n{page}");
    }
    assert_eq!(import::Entity::find().count(&dealer.db.read).await.unwrap(), 0);
    assert_eq!(import::chunk::Entity::find().count(&dealer.db.read).await.unwrap(), 0);
    let answer = upload(&mut browser, "application/json", "boats", "a.csv", b"a,b\n1,2\n").await;
    assert!(answer.error().fields().at("noun").is_some());
}

#[tokio::test]
async fn t6_a_broken_multipart_form_is_answered() {
    let dealer = TestDealer::one().await;
    let mut browser = dealer.browser_of(ADMIN).await;
    for kind in ["multipart/form-data", "multipart/form-data; boundary=x"] {
        let request =
            Request::post("/imports/upload").header(header::CONTENT_TYPE, kind).header("sec-fetch-site", "same-origin");
        let answer = browser.send(request.body(Body::from("--y\r\nrubbish")).unwrap()).await;
        assert!(answer.status.is_client_error(), "{kind}: {answer:?}");
    }
}

#[tokio::test]
async fn s31_an_import_is_its_owners_and_the_administrators() {
    let dealer = TestDealer::one().await;
    let (mut manager, mut admin) = (dealer.browser_of(MANAGER).await, dealer.browser_of(ADMIN).await);
    let file = b"account,city\nNew Customer,Austin\n";
    let own = upload(&mut manager, "application/json", "accounts", "own.csv", file).await.json::<Stepped>().goto;
    let theirs = upload(&mut admin, "application/json", "accounts", "theirs.csv", file).await.json::<Stepped>().goto;
    let (own, theirs) = (id_in(&own), id_in(&theirs));
    for path in ["columns", "values", "check", "result", "undo", "report.csv", "file"] {
        let path = |id| format!("/imports/{id}/{path}");
        assert_eq!(manager.get(&path(theirs)).await.status, StatusCode::NOT_FOUND, "{}", path(theirs));
    }
    assert_eq!(admin.get(&format!("/imports/{own}/columns")).await.status, StatusCode::OK);
    let id = theirs.to_string();
    for (endpoint, pairs) in [
        ("columns", vec![("id", id.as_str())]),
        ("values", vec![("id", &id)]),
        ("report", vec![("id", &id), ("query", "")]),
        ("progress", vec![("id", &id)]),
        ("start", vec![("id", &id), ("version", "1")]),
        ("cancel", vec![("id", &id)]),
        ("undo", vec![("id", &id), ("version", "1")]),
        ("undo_page", vec![("id", &id)]),
        ("save_values", vec![("id", &id), ("version", "1")]),
        ("map_value", vec![("id", &id), ("version", "1"), ("field", "country"), ("value", "x"), ("to", "y")]),
    ] {
        let answer = manager.call(&format!("/api/imports/{endpoint}"), &pairs).await;
        assert_eq!(answer.error(), AppError::NotFound, "{endpoint}");
    }
    let listed = manager.get("/imports").await.text();
    assert!(listed.contains("own.csv") && !listed.contains("theirs.csv"), "{listed}");
    let text = manager.get(&format!("/imports/{own}/file")).await.text();
    assert_eq!(text.as_bytes(), file);
    for email in [REP, EXECUTIVE] {
        let mut other = dealer.browser_of(email).await;
        let answer = upload(&mut other, "application/json", "accounts", "a.csv", file).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{email}");
        assert_eq!(other.get(&format!("/imports/{own}/columns")).await.status, StatusCode::FORBIDDEN, "{email}");
    }
    for noun in ["users", "products"] {
        let answer = upload(&mut manager, "application/json", noun, "a.csv", b"name,region\nA,B\n").await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{noun} belong to the whole dealer");
    }
}

#[tokio::test]
async fn s31_a_managers_file_gives_nothing_to_people_of_another_region() {
    let dealer = TestDealer::one().await;
    let _worker = Worker::of(&dealer);
    let mut browser = dealer.browser_of(MANAGER).await;
    let file = "id,owner,stage\nM-1,Maria Reyes,Qualification\nM-2,Jonah Fields,Qualification\n";
    let at = upload(&mut browser, PAGE, "opportunities", "deals.csv", file.as_bytes()).await.location().to_owned();
    let page = browser.get(&at).await.text();
    let (at, page) = follow(&mut browser, &at, &Form::of(&page, "/api/imports/save_columns")).await;
    let (_, page) = follow(&mut browser, &at, &Form::of(&page, "/api/imports/save_values")).await;
    assert!(page.contains("is nobody in your region"), "{page}");
    assert!(page.contains("Import 1 good row, skip 1"), "{page}");
}

/// Brings a checked import about, without a worker.
pub(super) async fn checked(dealer: &TestDealer, file: &str) -> ImportId {
    let ctx = dealer.ctx(ADMIN).await;
    let mut upload = store::Upload::start(ctx.clone(), entity::import::ImportNoun::Accounts, "a.csv").await.unwrap();
    upload.push(file.as_bytes()).await.unwrap();
    let id = id_in(&upload.finish().await.unwrap().goto);
    let page = store::columns_page(&ctx, id).await.unwrap();
    store::save_columns(&ctx, id, page.head.version, page.form).await.unwrap();
    let version = record(dealer, id).await.version;
    store::save_values(&ctx, id, version, Default::default()).await.unwrap();
    jobs::drain(&dealer.db, &dealer.source, dealer.source.id()).await;
    assert_eq!(record(dealer, id).await.status, ImportStatus::Checked);
    id
}

pub(super) const TWO: &str = "account,city\nFirst New One,Austin\nSecond New One,Waco\n";

#[tokio::test]
async fn a_job_is_worked_on_by_one_node_and_taken_over_when_that_one_dies() {
    for dealer in TestDealer::all().await {
        let id = checked(&dealer, TWO).await;
        let ctx = dealer.ctx(ADMIN).await;
        store::start(&ctx, id, record(&dealer, id).await.version, store::Errors::Stop).await.unwrap();
        let (one, two) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let dead = store::claim(&dealer.db, &dealer.source, one).await.unwrap();
        assert!(dead.is_some(), "{}", dealer.name);
        assert!(store::claim(&dealer.db, &dealer.source, two).await.unwrap().is_none(), "the lease holds");
        dealer.source.advance(TimeDelta::seconds(61));
        let living = store::claim(&dealer.db, &dealer.source, two).await.unwrap().unwrap();
        living.work().await.unwrap();
        let done = record(&dealer, id).await;
        assert_eq!((done.status, done.rows_done), (ImportStatus::Done, 2), "{}", dealer.name);
        // The first one wakes up again: it wrote nothing and changes nothing.
        dead.unwrap().work().await.unwrap();
        assert_eq!(record(&dealer, id).await, done);
        let new = customer::row::Entity::find().filter(customer::row::Column::Name.ends_with("New One"));
        assert_eq!(new.count(&dealer.db.read).await.unwrap(), 2, "{}", dealer.name);
    }
}

#[tokio::test]
async fn a_job_that_never_ends_is_given_up() {
    let dealer = TestDealer::one().await;
    let id = checked(&dealer, TWO).await;
    let ctx = dealer.ctx(ADMIN).await;
    store::start(&ctx, id, record(&dealer, id).await.version, store::Errors::Stop).await.unwrap();
    for _ in 0..3 {
        assert!(store::claim(&dealer.db, &dealer.source, Uuid::from_u128(1)).await.unwrap().is_some());
        dealer.source.advance(TimeDelta::seconds(61));
    }
    assert!(store::claim(&dealer.db, &dealer.source, Uuid::from_u128(1)).await.unwrap().is_none());
    let given_up = record(&dealer, id).await;
    assert_eq!(given_up.status, ImportStatus::Failed);
    assert!(given_up.failure.starts_with("It was begun three times"), "{}", given_up.failure);
}

#[tokio::test]
async fn s30_a_run_that_is_called_off_leaves_nothing_behind() {
    for dealer in TestDealer::all().await {
        let id = checked(&dealer, TWO).await;
        let ctx = dealer.ctx(ADMIN).await;
        store::start(&ctx, id, record(&dealer, id).await.version, store::Errors::Stop).await.unwrap();
        let before = [
            customer::row::Entity::find().count(&dealer.db.read).await.unwrap(),
            event::row::Entity::find().count(&dealer.db.read).await.unwrap(),
        ];
        store::cancel(&ctx, id).await.unwrap();
        jobs::drain(&dealer.db, &dealer.source, dealer.source.id()).await;
        let over = record(&dealer, id).await;
        assert_eq!(
            (over.status, over.failure.as_str()),
            (ImportStatus::Cancelled, store::CANCELLED),
            "{}",
            dealer.name
        );
        let after = [
            customer::row::Entity::find().count(&dealer.db.read).await.unwrap(),
            event::row::Entity::find().count(&dealer.db.read).await.unwrap(),
        ];
        assert_eq!(after, before, "{}", dealer.name);
    }
}

#[tokio::test]
async fn what_changed_between_check_and_run_stops_the_run() {
    let dealer = TestDealer::one().await;
    let id = checked(&dealer, TWO).await;
    // Somebody who brought it may not import any more.
    let mut admin: user::row::ActiveModel = dealer.user(ADMIN).await.into();
    let ctx = dealer.ctx(ADMIN).await;
    store::start(&ctx, id, record(&dealer, id).await.version, store::Errors::Stop).await.unwrap();
    admin.active = sea_orm::Set(false);
    user::row::Entity::update(admin).exec(&dealer.db.write).await.unwrap();
    jobs::drain(&dealer.db, &dealer.source, dealer.source.id()).await;
    let over = record(&dealer, id).await;
    assert_eq!(over.status, ImportStatus::Failed);
    assert!(over.failure.contains("may not import any more"), "{}", over.failure);
}

#[tokio::test]
async fn a_file_is_run_only_after_its_check_and_a_stale_page_is_told() {
    let dealer = TestDealer::one().await;
    let ctx = dealer.ctx(ADMIN).await;
    let mut upload = store::Upload::start(ctx.clone(), entity::import::ImportNoun::Accounts, "a.csv").await.unwrap();
    upload.push(TWO.as_bytes()).await.unwrap();
    let id = id_in(&upload.finish().await.unwrap().goto);
    let refused = store::start(&ctx, id, 1, store::Errors::Stop).await.unwrap_err();
    assert_eq!(refused, AppError::Refused("Check the file first.".to_owned()));
    let page = store::columns_page(&ctx, id).await.unwrap();
    store::save_columns(&ctx, id, page.head.version, page.form.clone()).await.unwrap();
    let stale = store::save_columns(&ctx, id, page.head.version, page.form).await.unwrap_err();
    assert!(matches!(stale, AppError::Conflict(_)), "{stale:?}");
}

#[tokio::test]
async fn s32_a_report_cannot_run_in_a_spreadsheet() {
    let dealer = TestDealer::one().await;
    let id = checked(&dealer, "account,city\n\"=HYPERLINK(\"\"http://evil\"\")\",Austin\n@SUM(A1),\n").await;
    let mut browser = dealer.browser_of(ADMIN).await;
    let text = browser.get(&format!("/imports/{id}/report.csv")).await.text();
    assert!(text.contains("'=HYPERLINK") && text.contains("'@SUM(A1)"), "{text}");
    let rows = report::Entity::find().filter(report::Column::ImportId.eq(id)).all(&dealer.db.read).await.unwrap();
    assert!(rows.iter().all(|row| row.outcome == Outcome::Create && row.record_id.is_none()));
}

#[tokio::test]
async fn uploads_that_were_never_finished_are_swept_away() {
    let dealer = TestDealer::one().await;
    let ctx = dealer.ctx(ADMIN).await;
    let mut upload = store::Upload::start(ctx, entity::import::ImportNoun::Accounts, "a.csv").await.unwrap();
    upload.push(&vec![b'a'; 600 * 1024]).await.unwrap();
    drop(upload);
    assert_eq!(import::chunk::Entity::find().count(&dealer.db.read).await.unwrap(), 1);
    store::sweep_away(&dealer.db, dealer.source.now()).await.unwrap();
    assert_eq!(import::Entity::find().count(&dealer.db.read).await.unwrap(), 1, "it may still be coming");
    store::sweep_away(&dealer.db, dealer.source.now() + TimeDelta::hours(2)).await.unwrap();
    assert_eq!(import::Entity::find().count(&dealer.db.read).await.unwrap(), 0);
    assert_eq!(import::chunk::Entity::find().count(&dealer.db.read).await.unwrap(), 0);
}
