//! The key that is chosen on the page, and a file that only updates (I-4).

use super::forms::Form;
use super::sending::upload;
use super::steps::{PAGE, Worker, follow, id_in, record};
use crate::support::dealer::{ADMIN, TestDealer};
use axum::http::StatusCode;
use entity::customer::row::{Column, Entity};
use entity::import::Counts;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

#[tokio::test]
async fn i4_by_name_and_only_what_is_here() {
    for dealer in TestDealer::all().await {
        let _worker = Worker::of(&dealer);
        let mut browser = dealer.browser_of(ADMIN).await;
        let file = "account,phone\nBrazos Paving,+1 512 555 0199\nNobody We Know,+1 512 555 0100\n";
        let answer = upload(&mut browser, PAGE, "accounts", "phones.csv", file.as_bytes()).await;
        let columns_at = answer.location().to_owned();
        let mut columns = Form::of(&browser.get(&columns_at).await.text(), "/api/imports/save_columns");
        assert_eq!((columns.value("form[existing]"), columns.value("form[match_by]")), ("update", "surest"));

        // The file has no numbers to match by: said at the field, and what was chosen stays.
        columns.set("form[match_by]", "number");
        columns.set("form[existing]", "only");
        let refused = browser.submit(&columns.action, &columns_at, &columns.as_pairs()).await;
        let page = browser.get(refused.location()).await.text();
        assert!(page.contains("Choose the column that holds the number, or match by something else."), "{page}");
        let mut columns = Form::of(&page, "/api/imports/save_columns");
        assert_eq!((columns.value("form[existing]"), columns.value("form[match_by]")), ("only", "number"));

        columns.set("form[match_by]", "name");
        let (values_at, page) = follow(&mut browser, &columns_at, &columns).await;
        let (check_at, page) = follow(&mut browser, &values_at, &Form::of(&page, "/api/imports/save_values")).await;
        assert!(page.contains("Not here, and this file only updates what is here."), "{}: {page}", dealer.name);
        let before = Entity::find().count(&dealer.db.read).await.unwrap();
        let (run_at, _) = follow(&mut browser, &check_at, &Form::of(&page, "/api/imports/start")).await;
        let id = id_in(&run_at);
        let result = browser.get(&format!("/imports/{id}/result")).await;
        assert_eq!(result.status, StatusCode::OK);
        let counts: Counts = serde_json::from_str(&record(&dealer, id).await.counts).unwrap();
        assert_eq!((counts.read, counts.created, counts.updated, counts.left_out), (2, 0, 1, 1), "{}", dealer.name);
        assert_eq!(Entity::find().count(&dealer.db.read).await.unwrap(), before, "{}", dealer.name);
        let row = Entity::find().filter(Column::Name.eq("Brazos Paving")).one(&dealer.db.read).await.unwrap().unwrap();
        assert_eq!(row.phone.as_deref(), Some("+1 512 555 0199"), "{}", dealer.name);
    }
}
