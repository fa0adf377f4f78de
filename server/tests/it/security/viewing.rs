//! View as: an administrator sees what another user sees, changes nothing, and leaves a record.

use super::access::{moved, theirs};
use super::live::{Ear, Heard, happen};
use crate::support::browser::{Answer, Browser};
use crate::support::dealer::{ADMIN, EVERYONE, MANAGER, REP, REP2, TestDealer};
use crate::support::fingerprint;
use app::admin::types::UserPage;
use app::core::session::SessionInfo;
use app::customers::types::CustomerList;
use axum::body::Body;
use axum::http::{Method, StatusCode};
use entity::event::{Deed, row as event};
use entity::opportunity::OpportunityForm;
use entity::user::Standing;
use entity::user::row as user;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use server::seed::PASSWORD;

const VIEW: &str = "/api/auth/view_as";
const STOP: &str = "/api/auth/stop_viewing";

async fn who(browser: &mut Browser) -> (String, String) {
    let info: Option<SessionInfo> = browser.call("/api/session/info", &[]).await.json();
    let info = info.unwrap();
    (info.actor.name, info.viewer)
}

async fn view(dealer: &TestDealer, browser: &mut Browser, email: &str) -> Answer {
    let id = dealer.user(email).await.id.to_string();
    browser.submit(VIEW, "/admin/users", &[("user", &id)]).await
}

async fn viewing(dealer: &TestDealer, email: &str) -> Browser {
    let mut browser = dealer.browser_of(ADMIN).await;
    assert_eq!(view(dealer, &mut browser, email).await.location(), "/");
    browser
}

async fn switch(dealer: &TestDealer, email: &str, active: bool) {
    let off = user::Entity::update_many().col_expr(user::Column::Active, Expr::value(active));
    off.filter(user::Column::Email.eq(email)).exec(&dealer.db.write).await.unwrap();
}

#[tokio::test]
async fn what_is_seen_is_what_the_other_sees() {
    for dealer in TestDealer::all().await {
        let (admin, rep) = (dealer.user(ADMIN).await, dealer.user(REP).await);
        let mut browser = viewing(&dealer, REP).await;
        assert_eq!(who(&mut browser).await, (rep.name.clone(), admin.name.clone()), "{}", dealer.name);
        let names = async |browser: &mut Browser| {
            let list: CustomerList = browser.call("/api/customers/list", &[("query", "")]).await.json();
            (list.count, list.page.rows.into_iter().map(|row| row.name).collect::<Vec<_>>())
        };
        let own = names(&mut dealer.browser_of(REP).await).await;
        assert_eq!(names(&mut browser).await, own, "{}", dealer.name);
        let (his, another) = theirs(&dealer).await;
        assert_eq!(browser.get(&format!("/opportunities/{}", his.id)).await.status, StatusCode::OK);
        assert_eq!(browser.get(&format!("/opportunities/{}", another.id)).await.status, StatusCode::NOT_FOUND);
        assert_eq!(browser.get("/imports").await.status, StatusCode::FORBIDDEN, "a rep imports nothing");
        let refused = view(&dealer, &mut dealer.browser_of(ADMIN).await, ADMIN).await;
        assert!(refused.location().starts_with("/admin/users?flash="), "{refused:?}");
        let home = browser.get("/").await.text();
        assert!(home.contains(&format!("You look on as {}", rep.name)), "{}", dealer.name);
        assert_eq!(browser.submit(STOP, "/", &[]).await.location(), "/admin/users");
        assert_eq!(who(&mut browser).await, (admin.name.clone(), String::new()), "{}", dealer.name);
        assert!(!browser.get("/").await.text().contains("You look on as"));
        let told = event::Entity::find().filter(event::Column::Deed.eq(Deed::Viewed));
        let told = told.order_by_asc(event::Column::Seq).all(&dealer.db.read).await.unwrap();
        let told: Vec<_> = told.into_iter().map(|row| (row.actor_id, row.record_id.0, row.detail)).collect();
        assert!(told.iter().all(|(actor, record, _)| *actor == Some(admin.id) && *record == rep.id.0), "{told:?}");
        assert!(told.len() == 2 && told[0].2.contains("began") && told[1].2.contains("ceased"), "{told:?}");
    }
}

#[tokio::test]
async fn nothing_can_be_changed_meanwhile() {
    for dealer in TestDealer::all().await {
        let mut browser = viewing(&dealer, MANAGER).await;
        let (his, _) = theirs(&dealer).await;
        let before = fingerprint::of(&dealer.db).await;
        let form = serde_qs::to_string(&serde_json::json!({
            "form": OpportunityForm { name: "New".into(), ..OpportunityForm::default() },
            "version": 0, "key": uuid::Uuid::from_u128(7), "stage": "qualification",
        }));
        let send = async |browser: &Browser, path: &str, body: String| {
            let request = Browser::request(Method::POST, path)
                .header("accept", "application/json")
                .header("content-type", "application/x-www-form-urlencoded")
                .header("sec-fetch-site", "same-origin");
            browser.clone().send(request.body(Body::from(body)).unwrap()).await
        };
        let customer = "form[kind]=customer&form[name]=Brazos&version=0&key=00000000-0000-0000-0000-000000000008";
        for (path, body) in [
            ("/api/opportunities/move", moved(&his, "development", "", uuid::Uuid::from_u128(9))),
            ("/api/pipeline/drop", moved(&his, "development", "", uuid::Uuid::from_u128(10))),
            ("/api/customers/save", customer.to_owned()),
            ("/api/imports/cancel", format!("id={}", uuid::Uuid::from_u128(11))),
            ("/api/auth/set_theme", "theme=dark".to_owned()),
            ("/api/auth/sign_out_everywhere", String::new()),
        ] {
            let answer = send(&browser, path, body).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}: {path}: {answer:?}", dealer.name);
            assert!(answer.text().contains("You look on as somebody else"), "{path}: {answer:?}");
        }
        let answer = send(&browser, "/api/opportunities/save", form.unwrap()).await;
        assert!(answer.status.is_client_error(), "{answer:?}");
        let import = uuid::Uuid::from_u128(12);
        let (report, file) = (format!("/imports/{import}/report.csv"), format!("/imports/{import}/file"));
        for path in ["/customers.csv", "/opportunities.csv", &report, &file] {
            assert_eq!(browser.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        let parts = "--b\r\nContent-Disposition: form-data; name=\"noun\"\r\n\r\naccounts\r\n--b\r\nContent-Disposition: \
                     form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nname\nBrazos\n\r\n--b--\r\n";
        let request = Browser::request(Method::POST, "/imports/upload")
            .header("content-type", "multipart/form-data; boundary=b")
            .header("sec-fetch-site", "same-origin");
        let answer = browser.send(request.body(Body::from(parts)).unwrap()).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{answer:?}");
        assert_eq!(fingerprint::of(&dealer.db).await, before, "{}", dealer.name);
        let refused = browser.submit("/api/auth/set_theme", "/settings", &[("theme", "dark")]).await;
        let page = browser.get(refused.location()).await;
        assert!(page.text().contains("nothing can be changed meanwhile"), "without scripting it is told as well");
    }
}

#[tokio::test]
async fn only_an_administrator_looks_on_and_only_as_somebody_else_who_is_there() {
    let dealer = TestDealer::one().await;
    for email in EVERYONE.into_iter().filter(|email| *email != ADMIN) {
        let answer = view(&dealer, &mut dealer.browser_of(email).await, REP2).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{email}");
    }
    let mut browser = dealer.browser_of(ADMIN).await;
    let own = dealer.user(ADMIN).await.id.to_string();
    assert_eq!(browser.call(VIEW, &[("user", &own)]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let nobody = uuid::Uuid::from_u128(5).to_string();
    assert_eq!(browser.call(VIEW, &[("user", &nobody)]).await.status, StatusCode::NOT_FOUND);
    switch(&dealer, REP2, false).await;
    let off = dealer.user(REP2).await.id.to_string();
    assert_eq!(browser.call(VIEW, &[("user", &off)]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(who(&mut browser).await.1, "");
    // From another's eyes there is no way on to a third one's, not even to an administrator's.
    let mut browser = viewing(&dealer, MANAGER).await;
    assert_eq!(view(&dealer, &mut browser, REP).await.status, StatusCode::FORBIDDEN);
    let told = event::Entity::find().filter(event::Column::Deed.eq(Deed::Viewed)).count(&dealer.db.read).await;
    assert_eq!(told.unwrap(), 1, "what was refused left no record");
}

#[tokio::test]
async fn it_ends_with_the_rights_of_either_and_with_the_session() {
    for dealer in TestDealer::all().await {
        let admin = dealer.user(ADMIN).await.name;
        let mut browser = viewing(&dealer, REP).await;
        switch(&dealer, REP, false).await;
        assert_eq!(who(&mut browser).await, (admin.clone(), String::new()), "{}: he is himself again", dealer.name);
        switch(&dealer, REP, true).await;
        assert_eq!(who(&mut browser).await, (admin, String::new()), "{}: and stays so", dealer.name);
        let mut browser = viewing(&dealer, REP2).await;
        let less = user::Entity::update_many().col_expr(user::Column::Role, Expr::value(entity::Role::Executive));
        less.filter(user::Column::Email.eq(ADMIN)).exec(&dealer.db.write).await.unwrap();
        assert_eq!(who(&mut browser).await.1, "", "{}: no administrator any more", dealer.name);
        let back = user::Entity::update_many().col_expr(user::Column::Role, Expr::value(entity::Role::Admin));
        back.filter(user::Column::Email.eq(ADMIN)).exec(&dealer.db.write).await.unwrap();
        let mut browser = viewing(&dealer, REP2).await;
        let mut his = dealer.browser_of(REP2).await;
        assert_eq!(browser.submit("/api/auth/sign_out", "/", &[]).await.location(), "/login");
        assert!(browser.get("/").await.location().starts_with("/login"), "{}", dealer.name);
        assert_eq!(his.get("/").await.status, StatusCode::OK, "whoever was looked on as stays signed in");
        let mut browser = viewing(&dealer, REP2).await;
        browser.sign_in(ADMIN, PASSWORD).await;
        assert_eq!(who(&mut browser).await.1, "", "{}: a new session looks with its own eyes", dealer.name);
        // Ended from another of his sessions.
        viewing(&dealer, REP2).await;
        browser.submit("/api/auth/sign_out_everywhere", "/settings", &[]).await;
        let told =
            event::Entity::find().filter(event::Column::Deed.eq(Deed::Viewed)).all(&dealer.db.read).await.unwrap();
        let count = |what: &str| told.iter().filter(|row| row.detail.contains(what)).count();
        assert_eq!((count("began"), count("ceased")), (5, 5), "{}: every end is recorded", dealer.name);
    }
}

#[tokio::test]
async fn streams_change_eyes_at_once() {
    for dealer in TestDealer::all().await {
        let (rep, rep2) = (dealer.user(REP).await.id, dealer.user(REP2).await.id);
        let mut browser = dealer.browser_of(ADMIN).await;
        let mut own = Ear::open(&mut browser, "").await;
        let mut his = Ear::open(&mut dealer.browser_of(REP).await, "").await;
        view(&dealer, &mut browser, REP).await;
        assert_eq!(own.hear().await, Heard::End, "{}", dealer.name);
        let mut looking = Ear::open(&mut browser, "").await;
        happen(&dealer, MANAGER, rep2).await;
        let record = happen(&dealer, MANAGER, rep).await;
        for ear in [&mut his, &mut looking] {
            assert!(matches!(ear.hear().await, Heard::Event(event) if event.id == record), "{}", dealer.name);
        }
        browser.submit(STOP, "/", &[]).await;
        assert_eq!(looking.hear().await, Heard::End, "{}", dealer.name);
        assert_eq!(his.hear().await, Heard::Nothing, "{}: whoever was looked on as notices nothing", dealer.name);
    }
}

#[tokio::test]
async fn users_are_listed_by_name_with_what_they_may() {
    for dealer in TestDealer::all().await {
        switch(&dealer, REP2, false).await;
        let mut browser = dealer.browser_of(ADMIN).await;
        let page: UserPage = browser.call("/api/admin/users", &[("query", "")]).await.json();
        let find = |email: &str| page.rows.iter().find(|line| line.email == email).unwrap();
        assert!(page.rows.is_sorted_by_key(|line| line.name.clone()), "{}", dealer.name);
        assert!(find(ADMIN).me && !find(REP).me);
        assert_eq!((find(REP).region.as_str(), find(REP).standing), ("Central Texas", Standing::Able));
        assert_eq!(find(REP2).standing, Standing::Disabled);
        let text = browser.get("/admin/users").await.text();
        assert!(text.contains(&format!("View as {}", find(REP).name)), "{}", dealer.name);
        assert!(!text.contains(&format!("View as {}", find(REP2).name)), "{}: nothing to see", dealer.name);
        assert!(!text.contains(&format!("View as {}", find(ADMIN).name)), "{}: oneself", dealer.name);
    }
}
