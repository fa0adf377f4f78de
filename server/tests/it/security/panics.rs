//! A panic is an answer, and the process goes on (S38).

use crate::support::browser::Browser;
use crate::support::dealer::TestDealer;
use app::core::AppError;
use axum::Router;
use axum::body::Body;
use axum::http::{Method, StatusCode};
use axum::routing::post;
use sea_orm::ConnectionTrait;

#[tokio::test]
async fn s38_a_panic_in_a_post_is_a_reference_and_nothing_breaks_with_it() {
    let dealer = TestDealer::one().await;
    let db = dealer.db.clone();
    let broken = post(move || async move {
        let _open = app::core::write::begin(&db).await.unwrap();
        let none: Vec<&str> = Vec::new();
        none[0]
    });
    // A path that everybody may ask for, in front of the real layers.
    let router = server::layered(Router::new().route("/livez", broken), dealer.state.clone());
    let mut browser = Browser::new(router, dealer.source.clone());
    for _ in 0..3 {
        let request = Browser::request(Method::POST, "/livez").body(Body::empty()).unwrap();
        let answer = browser.send(request).await;
        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(matches!(answer.error(), AppError::Internal(_)), "{answer:?}");
        assert!(!answer.text().contains("index"), "{answer:?}");
    }
    dealer.db.write.execute_unprepared("UPDATE setting SET value = value").await.unwrap();
    assert_eq!(dealer.browser().get("/livez").await.status, StatusCode::OK);
}
