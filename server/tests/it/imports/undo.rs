//! What a file made is taken out again: as far as nobody touched it, for a day, by who may, and all of it or nothing.

use super::data_set::{SET, args};
use super::forms::Form;
use super::sending::upload;
use super::steps::{TWO, Worker, checked, follow, id_in, record};
use crate::support::dealer::{ADMIN, TestDealer};
use app::core::AppError;
use app::imports::store;
use axum::http::StatusCode;
use chrono::TimeDelta;
use entity::event::{Deed, Noun};
use entity::import::row::{self as import, made, report};
use entity::import::undo::{Made, UndoLine};
use entity::import::{Counts, ImportStatus};
use entity::opportunity::row::{self as opportunity, closure, line, stage_change};
use entity::shared::ids::{ImportId, RecordId};
use entity::{customer, dealer, event, product, search, user};
use sea_orm::sea_query::SqliteQueryBuilder;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, Set, Statement,
};
use server::import::cli;
use server::import::jobs;

/// Rows of every table that a file writes.
async fn totals(dealer: &TestDealer) -> [u64; 9] {
    let db = &dealer.db.read;
    [
        user::row::Entity::find().count(db).await.unwrap(),
        dealer::region::Entity::find().count(db).await.unwrap(),
        product::row::Entity::find().count(db).await.unwrap(),
        customer::row::Entity::find().count(db).await.unwrap(),
        opportunity::Entity::find().count(db).await.unwrap(),
        line::Entity::find().count(db).await.unwrap(),
        stage_change::Entity::find().count(db).await.unwrap(),
        closure::Entity::find().count(db).await.unwrap(),
        search::row::Entity::find().count(db).await.unwrap(),
    ]
}

/// A file of two customers that is in.
async fn two(dealer: &TestDealer) -> ImportId {
    let id = checked(dealer, TWO).await;
    let ctx = dealer.ctx(ADMIN).await;
    store::start(&ctx, id, record(dealer, id).await.version, store::Errors::Stop).await.unwrap();
    drain(dealer).await;
    assert_eq!(record(dealer, id).await.status, ImportStatus::Done);
    id
}

async fn drain(dealer: &TestDealer) {
    jobs::drain(&dealer.db, &dealer.source, dealer.source.id()).await;
}

/// Asks for the undo and has it done; answers what came of it.
async fn undone(dealer: &TestDealer, id: ImportId) -> Vec<UndoLine> {
    let ctx = dealer.ctx(ADMIN).await;
    store::undo(&ctx, id, record(dealer, id).await.version).await.unwrap();
    drain(dealer).await;
    let over = record(dealer, id).await;
    assert_eq!(over.status, ImportStatus::Undone, "{}: {}", dealer.name, over.failure);
    serde_json::from_str::<Counts>(&over.counts).unwrap().undone
}

#[tokio::test]
async fn i8_the_whole_set_is_taken_out_again() {
    for dealer in TestDealer::all().await {
        let before = totals(&dealer).await;
        for (noun, file) in SET {
            cli::run(&args(noun, file), dealer.db.clone(), dealer.source.clone(), &mut Vec::new()).await.unwrap();
        }
        let imports = import::Entity::find().all(&dealer.db.read).await.unwrap();
        for (_, file) in SET.into_iter().rev() {
            let import = imports.iter().find(|import| import.file_name.starts_with(file)).unwrap();
            let lines = undone(&dealer, import.id).await;
            assert!(lines.iter().all(|line| line.changed + line.needed == 0), "{}: {file}: {lines:?}", dealer.name);
        }
        assert_eq!(totals(&dealer).await, before, "{}", dealer.name);
        assert_eq!(made::Entity::find().count(&dealer.db.read).await.unwrap(), 0);
        let removed = event::row::Entity::find().filter(event::row::Column::Deed.eq(Deed::Removed));
        let of = |noun: Noun| removed.clone().filter(event::row::Column::Noun.eq(noun)).count(&dealer.db.read);
        assert_eq!(of(Noun::Opportunity).await.unwrap(), 8_800);
        assert_eq!(of(Noun::Import).await.unwrap(), 4);
        // The same files come in again as if they had never been here.
        let (noun, file) = SET[0];
        let again = cli::run(&args(noun, file), dealer.db.clone(), dealer.source.clone(), &mut Vec::new()).await;
        assert_eq!(again.unwrap().new_rows(), 35);
    }
}

#[tokio::test]
async fn i8_what_somebody_touched_stays_with_all_it_needs() {
    for dealer in TestDealer::all().await {
        let mut imports = Vec::new();
        for (noun, file) in SET {
            cli::run(&args(noun, file), dealer.db.clone(), dealer.source.clone(), &mut Vec::new()).await.unwrap();
            let found = import::Entity::find().filter(import::Column::FileName.starts_with(file));
            imports.push(found.one(&dealer.db.read).await.unwrap().unwrap().id);
        }
        let won = opportunity::Entity::find().filter(opportunity::Column::Number.eq("1C1I7A6R"));
        let touched = won.one(&dealer.db.read).await.unwrap().unwrap();
        let mut changed = touched.clone().into_active_model();
        (changed.name, changed.version) = (Set("By hand".to_owned()), Set(2));
        changed.update(&dealer.db.write).await.unwrap();

        let lines = undone(&dealer, imports[3]).await;
        let line = |made, going, changed, needed| UndoLine { made, going, changed, needed };
        assert_eq!(lines[0], line(Made::Opportunity, 8_799, 1, 0), "{}", dealer.name);
        let lines = undone(&dealer, imports[2]).await;
        assert_eq!(lines, [line(Made::Customer, 84, 0, 1)], "{}", dealer.name);
        let lines = undone(&dealer, imports[1]).await;
        assert_eq!(lines, [line(Made::Product, 6, 0, 1)], "{}", dealer.name);
        let lines = undone(&dealer, imports[0]).await;
        let people = lines.iter().find(|line| line.made == Made::Person).unwrap();
        assert_eq!((people.going + people.needed, people.changed), (41, 0), "{lines:?}");
        assert!(people.needed >= 1, "its owner at least");
        let regions = lines.iter().find(|line| line.made == Made::Region).unwrap();
        assert!(regions.needed >= 1, "and his region: {lines:?}");

        let rest = opportunity::Entity::find_by_id(touched.id).one(&dealer.db.read).await.unwrap().unwrap();
        assert_eq!((rest.name.as_str(), rest.customer_id), ("By hand", touched.customer_id));
        let report = report::Entity::find().filter(report::Column::ImportId.eq(imports[3]));
        let linked = report.filter(report::Column::RecordId.is_not_null()).all(&dealer.db.read).await.unwrap();
        assert_eq!(linked.len(), 1, "only what is here is linked");
        assert_eq!(linked[0].record_id, Some(RecordId(touched.id.0)));
    }
}

#[tokio::test]
async fn i8_without_scripting_the_page_asks_and_tells() {
    for dealer in TestDealer::all().await {
        let id = two(&dealer).await;
        let _worker = Worker::of(&dealer);
        let mut browser = dealer.browser_of(ADMIN).await;
        let result = browser.get(&format!("/imports/{id}/result")).await.text();
        let at = format!("/imports/{id}/undo");
        assert!(result.contains(&at), "{result}");
        let page = browser.get(&at).await.text();
        assert!(page.contains("Take 2 records out") && page.contains("Keep them"), "{page}");
        let form = Form::of(&page, "/api/imports/undo");
        let (to, page) = follow(&mut browser, &at, &form).await;
        assert_eq!(to, format!("/imports/{id}/result"));
        assert!(page.contains("Taken out: 2 customers") && !page.contains(&at), "{}: {page}", dealer.name);
        // Sent twice: the first one counts.
        let again = browser.submit(&form.action, &at, &form.as_pairs()).await;
        assert_eq!((again.status, again.location()), (StatusCode::SEE_OTHER, to.as_str()));
        let list = browser.get("/imports").await.text();
        assert!(list.contains("Undone"), "{list}");
        let answer = upload(&mut browser, "application/json", "accounts", "a.csv", TWO.as_bytes()).await;
        let anew = id_in(&answer.json::<app::imports::types::Stepped>().goto);
        let page = browser.get(&format!("/imports/{anew}/columns")).await.text();
        assert!(!page.contains("came in before"), "what was undone is not in: {page}");
    }
}

#[tokio::test]
async fn i8_an_undo_has_its_time_its_version_and_its_owner() {
    let dealer = TestDealer::one().await;
    let id = two(&dealer).await;
    let version = record(&dealer, id).await.version;
    let ctx = dealer.ctx(ADMIN).await;
    let stale = store::undo(&ctx, id, version - 1).await.unwrap_err();
    assert!(matches!(stale, AppError::Conflict(_)), "{stale:?}");
    dealer.source.advance(TimeDelta::hours(25));
    let late = store::undo(&dealer.ctx(ADMIN).await, id, version).await.unwrap_err();
    assert_eq!(late, AppError::Refused("An import can be undone for 24 hours; they have passed.".to_owned()));
    let mut browser = dealer.browser_of(ADMIN).await;
    let page = browser.get(&format!("/imports/{id}/result")).await.text();
    assert!(!page.contains("Undo import"), "{page}");
    let waiting = checked(&dealer, "account,city\nA Third One,Waco\n").await;
    let nothing = store::undo_page(&dealer.ctx(ADMIN).await, waiting).await.unwrap_err();
    assert!(matches!(nothing, AppError::Refused(_)), "{nothing:?}");
}

#[tokio::test]
async fn i8_an_undo_that_is_called_off_leaves_the_import_done() {
    for dealer in TestDealer::all().await {
        let id = two(&dealer).await;
        let before = record(&dealer, id).await;
        let ctx = dealer.ctx(ADMIN).await;
        store::undo(&ctx, id, before.version).await.unwrap();
        store::cancel(&ctx, id).await.unwrap();
        drain(&dealer).await;
        let after = record(&dealer, id).await;
        assert_eq!((after.status, after.finished_at), (ImportStatus::Done, before.finished_at), "{}", dealer.name);
        assert_eq!(after.failure, "The undo was stopped. Nothing was taken out.");
        let new = customer::row::Entity::find().filter(customer::row::Column::Name.ends_with("New One"));
        assert_eq!(new.count(&dealer.db.read).await.unwrap(), 2, "{}", dealer.name);
        assert_eq!(undone(&dealer, id).await[0].going, 2, "and it can be asked for again");
    }
}

/// A table that points to what a file can make keeps it here, or goes with it. Whoever adds one finds out here.
#[tokio::test]
async fn i8_everything_that_points_to_what_a_file_makes_is_asked() {
    const GOES_WITH_IT: [&str; 3] =
        ["opportunity_line.opportunity_id", "stage_change.opportunity_id", "closure.opportunity_id"];
    let dealer = TestDealer::one().await;
    let asked = import::undo::holds(ImportId(uuid::Uuid::nil())).to_string(SqliteQueryBuilder);
    let sql = "SELECT t.name AS holder, k.\"from\" AS held FROM sqlite_master t, pragma_foreign_key_list(t.name) k \
               WHERE t.type = 'table' AND k.\"table\" IN ('opportunity', 'customer', 'product', 'competitor', 'user', 'region')";
    let keys = dealer.db.read.query_all_raw(Statement::from_string(DbBackend::Sqlite, sql)).await.unwrap();
    assert!(keys.len() > 8, "{} keys", keys.len());
    for key in keys {
        let (holder, held): (String, String) = (key.try_get("", "holder").unwrap(), key.try_get("", "held").unwrap());
        let known = GOES_WITH_IT.contains(&format!("{holder}.{held}").as_str());
        assert!(
            known || asked.contains(&format!("\"{holder}\".\"{held}\" IN")),
            "{holder}.{held} holds what it points to"
        );
    }
}
