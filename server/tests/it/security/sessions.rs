//! Sessions: when they begin, what they allow, when they end.

use crate::support::dealer::{ADMIN, EXECUTIVE, REP, REP2, TestDealer};
use app::auth::types::SettingsData;
use axum::http::StatusCode;
use chrono::TimeDelta;
use entity::Role;
use entity::session::rules::Lives;
use entity::session::throttle;
use entity::user::row as user;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};
use server::seed::PASSWORD;
use server::state::Web;
use std::time::Duration;

const LIST: &str = "/api/auth/settings";

#[tokio::test]
async fn s12_each_sign_in_has_a_new_id_and_ends_the_one_before() {
    let dealer = TestDealer::one().await;
    let mut browser = dealer.browser();
    browser.cookies.insert("ironbook".to_owned(), "chosen-by-the-client".to_owned());
    browser.sign_in(REP, PASSWORD).await;
    let first = browser.clone();
    assert_ne!(first.cookies["ironbook"], "chosen-by-the-client");
    browser.sign_in(REP, PASSWORD).await;
    assert_ne!(first.cookies["ironbook"], browser.cookies["ironbook"]);
    assert_eq!(browser.call(LIST, &[]).await.status, StatusCode::OK);
    assert_eq!(first.clone().call(LIST, &[]).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn s13_sessions_end_by_the_clock() {
    for dealer in TestDealer::all().await {
        let mut busy = dealer.browser_of(REP).await;
        let mut idle = dealer.browser_of(REP2).await;
        for _ in 0..36 {
            dealer.source.advance(TimeDelta::minutes(19));
            assert_eq!(busy.call(LIST, &[]).await.status, StatusCode::OK, "{}", dealer.name);
        }
        let late = idle.get("/settings").await;
        assert_eq!(late.location(), "/login?next=%2Fsettings", "{}: idle for half an hour", dealer.name);
        assert!(late.header("set-cookie").contains("Max-Age=0"), "the dead cookie is taken away");
        dealer.source.advance(TimeDelta::minutes(19));
        dealer.source.advance(TimeDelta::minutes(19));
        assert_eq!(busy.call(LIST, &[]).await.status, StatusCode::UNAUTHORIZED, "{}: after 12 hours", dealer.name);
    }
}

#[tokio::test]
async fn s13_an_operator_decides_how_long_sessions_live() {
    let mut dealer = TestDealer::one().await;
    dealer.served(Web { lives: Lives::new(Some(10), Some(1)).unwrap(), ..Web::default() });
    let (mut busy, mut idle) = (dealer.browser(), dealer.browser());
    busy.sign_in(REP, PASSWORD).await;
    idle.sign_in(REP2, PASSWORD).await;
    for _ in 0..6 {
        dealer.source.advance(TimeDelta::minutes(9));
        let seen: SettingsData = busy.call(LIST, &[]).await.json();
        assert_eq!(seen.sessions.len(), 1);
    }
    assert_eq!(idle.call(LIST, &[]).await.status, StatusCode::UNAUTHORIZED, "idle for ten minutes");
    dealer.source.advance(TimeDelta::minutes(6));
    assert_eq!(busy.call(LIST, &[]).await.status, StatusCode::UNAUTHORIZED, "after an hour");
}

#[tokio::test]
async fn s13_a_kept_session_outlives_the_day_and_not_the_month() {
    let dealer = TestDealer::one().await;
    let mut browser = dealer.browser();
    let form = [("form[email]", REP), ("form[password]", PASSWORD), ("form[keep]", "on")];
    browser.submit("/api/auth/sign_in", "/login", &form).await;
    dealer.source.advance(TimeDelta::days(29));
    assert_eq!(browser.call(LIST, &[]).await.status, StatusCode::OK);
    dealer.source.advance(TimeDelta::days(1));
    assert_eq!(browser.call(LIST, &[]).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn s13_signing_out_ends_it_for_every_copy_of_the_cookie() {
    let dealer = TestDealer::one().await;
    let mut browser = dealer.browser_of(REP).await;
    let mut copy = browser.clone();
    let answer = browser.submit("/api/auth/sign_out", "/settings", &[]).await;
    assert_eq!(answer.location(), "/login");
    assert!(browser.cookies.is_empty(), "{:?}", browser.cookies);
    assert_eq!(copy.call(LIST, &[]).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn s13_everywhere_means_everywhere() {
    for dealer in TestDealer::all().await {
        let (mut here, mut there) = (dealer.browser_of(REP).await, dealer.browser_of(REP).await);
        let mut other = dealer.browser_of(REP2).await;
        assert_eq!(here.call("/api/auth/sign_out_everywhere", &[]).await.status, StatusCode::OK);
        assert_eq!(there.call(LIST, &[]).await.status, StatusCode::UNAUTHORIZED, "{}", dealer.name);
        assert_eq!(other.call(LIST, &[]).await.status, StatusCode::OK, "{}", dealer.name);
    }
}

#[tokio::test]
async fn s13_another_password_ends_the_other_sessions() {
    for dealer in TestDealer::all().await {
        let (mut here, mut there) = (dealer.browser_of(REP).await, dealer.browser_of(REP).await);
        let change =
            |current: &'static str, password: &'static str| [("form[current]", current), ("form[password]", password)];
        let path = "/api/auth/change_password";
        let refused = here.call(path, &change("wrong words here", "correct horse battery")).await;
        assert!(refused.error().fields().at("current").is_some(), "{refused:?}");
        let refused = here.call(path, &change(PASSWORD, "maria.reyes1")).await;
        assert!(refused.error().fields().at("password").is_some(), "{refused:?}");
        assert_eq!(there.call(LIST, &[]).await.status, StatusCode::OK);
        assert_eq!(here.call(path, &change(PASSWORD, "correct horse battery")).await.status, StatusCode::OK);
        assert_eq!(here.call(LIST, &[]).await.status, StatusCode::OK, "{}", dealer.name);
        assert_eq!(there.call(LIST, &[]).await.status, StatusCode::UNAUTHORIZED, "{}", dealer.name);
        assert_eq!(dealer.browser().sign_in(REP, "correct horse battery").await.location(), "/");
    }
}

#[tokio::test]
async fn ones_own_sessions_are_listed_and_ended_by_name() {
    let dealer = TestDealer::one().await;
    let (mut here, mut there) = (dealer.browser_of(REP).await, dealer.browser_of(REP).await);
    let mut other = dealer.browser_of(REP2).await;
    let seen: SettingsData = here.call(LIST, &[]).await.json();
    assert_eq!(seen.sessions.len(), 2);
    let far = seen.sessions.iter().find(|row| !row.here).unwrap().id.clone();
    assert_eq!(other.call("/api/auth/end_session", &[("session", &far)]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(here.call("/api/auth/end_session", &[("session", "")]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(there.call(LIST, &[]).await.status, StatusCode::OK);
    assert_eq!(here.call("/api/auth/end_session", &[("session", &far)]).await.status, StatusCode::OK);
    assert_eq!(there.call(LIST, &[]).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(here.call(LIST, &[]).await.status, StatusCode::OK);
}

async fn set<V: Into<sea_orm::Value>>(dealer: &TestDealer, email: &str, column: user::Column, value: V) {
    let update = user::Entity::update_many().col_expr(column, Expr::value(value));
    update.filter(user::Column::Email.eq(email)).exec(&dealer.db.write).await.unwrap();
}

#[tokio::test]
async fn s09_rights_change_with_the_next_request() {
    for dealer in TestDealer::all().await {
        let mut admin = dealer.browser_of(ADMIN).await;
        let may = [("form[id]", "")];
        assert_ne!(admin.call("/api/opportunities/form", &may).await.status, StatusCode::FORBIDDEN);
        set(&dealer, ADMIN, user::Column::Role, Role::Executive).await;
        assert_eq!(admin.call("/api/opportunities/form", &may).await.status, StatusCode::FORBIDDEN, "{}", dealer.name);
        set(&dealer, ADMIN, user::Column::Active, false).await;
        assert_eq!(admin.call(LIST, &[]).await.status, StatusCode::UNAUTHORIZED, "{}", dealer.name);
        assert_eq!(admin.get("/pipeline").await.location(), "/login?next=%2Fpipeline", "{}", dealer.name);
    }
}

#[tokio::test]
async fn s08_a_sign_in_form_grants_nothing_it_is_not_asked_for() {
    let dealer = TestDealer::one().await;
    let before = dealer.user(EXECUTIVE).await;
    let mut browser = dealer.browser_of(EXECUTIVE).await;
    let form = [("theme", "dark"), ("role", "admin"), ("active", "true"), ("epoch", "9"), ("id", "x")];
    assert_eq!(browser.call("/api/auth/set_theme", &form).await.status, StatusCode::OK);
    let after = dealer.user(EXECUTIVE).await;
    assert_eq!(after, user::Model { theme: "dark".to_owned(), ..before });
}

/// The database is away for a moment; the session is not.
#[tokio::test]
async fn a_session_that_cannot_be_read_is_not_taken_away() {
    let dealer = TestDealer::one().await;
    let mut browser = dealer.browser_of(REP).await;
    let rename = async |from: &str, to: &str| {
        let sql = format!("ALTER TABLE {from} RENAME TO {to}");
        dealer.db.write.execute_unprepared(&sql).await.unwrap();
    };
    rename("session", "away").await;
    let page = browser.get("/login").await;
    assert_eq!((page.status, page.header("set-cookie")), (StatusCode::OK, ""), "{page:?}");
    let info = browser.call("/api/session/info", &[]).await;
    assert!(info.status.is_server_error() && info.header("set-cookie").is_empty(), "{info:?}");
    rename("away", "session").await;
    assert_eq!(browser.call(LIST, &[]).await.status, StatusCode::OK);
}

/// Hashing takes its time; what an operator did meanwhile stands.
#[tokio::test]
async fn s13_a_password_given_meanwhile_is_not_overwritten() {
    for dealer in TestDealer::all().await {
        let mut browser = dealer.browser_of(REP).await;
        let change = [("form[current]", PASSWORD), ("form[password]", "correct horse battery")];
        let before = dealer.user(REP).await.password_hash;
        let operator = async {
            // The attempt is counted before the first hash; two of them take longer than this look does.
            while throttle::Entity::find().count(&dealer.db.read).await.unwrap() == 0 {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            let other = user::Entity::update_many()
                .col_expr(user::Column::PasswordHash, Expr::value(format!("{before}x")))
                .col_expr(user::Column::Epoch, Expr::col(user::Column::Epoch).add(1))
                .filter(user::Column::Email.eq(REP));
            other.exec(&dealer.db.write).await.unwrap();
        };
        let (answer, ()) = tokio::join!(browser.call("/api/auth/change_password", &change), operator);
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{}: {answer:?}", dealer.name);
        assert_eq!(dealer.user(REP).await.password_hash, format!("{before}x"), "{}", dealer.name);
    }
}

#[tokio::test]
async fn a_changed_password_is_said_to_be_without_scripting_too() {
    let dealer = TestDealer::one().await;
    let mut browser = dealer.browser_of(REP).await;
    let pairs = [("form[current]", PASSWORD), ("form[password]", "correct horse battery")];
    let answer = browser.submit("/api/auth/change_password", "/settings", &pairs).await;
    assert!(answer.location().starts_with("/settings?flash="), "{answer:?}");
    let page = browser.get(answer.location()).await.text();
    assert!(page.contains("Your password is changed. Your other sessions have ended."), "{page}");
}
