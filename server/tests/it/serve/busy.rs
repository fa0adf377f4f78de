//! While the database is busy, locked or silent.

use crate::support::dealer::{REP, TestDealer};
use crate::support::engine;
use app::core::AppError;
use app::core::db::Db;
use app::core::write::{begin, keep_house};
use axum::http::StatusCode;
use chrono::TimeDelta;
use sea_orm::ConnectionTrait;
use server::state::{AppState, Web};
use std::time::{Duration, Instant};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

#[tokio::test]
async fn a_page_does_not_wait_for_the_one_writer() {
    let dealer = TestDealer::one().await;
    let mut browser = dealer.browser_of(REP).await;
    // Long enough ago that the session would be marked as seen.
    dealer.source.advance(TimeDelta::minutes(5));
    let held = begin(&dealer.db).await.unwrap();
    let begun = Instant::now();
    for _ in 0..8 {
        assert_eq!(browser.get("/settings").await.status, StatusCode::OK);
    }
    assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
    held.rollback().await.unwrap();
}

async fn write_something(db: &Db) -> Result<(), AppError> {
    keep_house(db, (), |tx, ()| {
        Box::pin(async move {
            tx.execute_unprepared("UPDATE setting SET value = value").await?;
            Ok(())
        })
    })
    .await
}

#[tokio::test]
async fn r04_a_locked_file_is_tried_again_and_then_told() {
    let dealer = TestDealer::one().await;
    dealer.db.write.execute_unprepared("PRAGMA busy_timeout = 100").await.unwrap();
    let url = format!("sqlite://{}", dealer.path().unwrap().display());
    let other = server::database::open(&url).await.unwrap();
    let held = begin(&other).await.unwrap();
    let freed = tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(250)).await;
        held.rollback().await.unwrap();
    });
    assert_eq!(write_something(&dealer.db).await, Ok(()));
    freed.await.unwrap();
    let held = begin(&other).await.unwrap();
    assert_eq!(write_something(&dealer.db).await, Err(AppError::Unavailable));
    held.rollback().await.unwrap();
}

#[tokio::test]
async fn r07_a_full_file_is_told_and_read_on() {
    let dealer = TestDealer::one().await;
    dealer.db.write.execute_unprepared("PRAGMA max_page_count = 1").await.unwrap();
    let filled = keep_house(&dealer.db, (), |tx, ()| {
        Box::pin(async move {
            tx.execute_unprepared("CREATE TABLE big AS SELECT hex(zeroblob(1000000)) AS big").await?;
            Ok(())
        })
    })
    .await;
    assert_eq!(filled, Err(AppError::Unavailable));
    assert_eq!(dealer.browser_of(REP).await.get("/livez").await.status, StatusCode::OK);
}

/// Stands between a node and its database, and can fall silent.
async fn between(to: String, silent: watch::Receiver<bool>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut near, _)) = listener.accept().await {
            let (to, mut silent) = (to.clone(), silent.clone());
            tokio::spawn(async move {
                let mut far = TcpStream::connect(to).await.unwrap();
                let fell_silent = async { drop(silent.wait_for(|silent| *silent).await) };
                tokio::select! {
                    _ = copy_bidirectional(&mut near, &mut far) => return,
                    () = fell_silent => {}
                }
                // Both ends stay open, and nothing goes through any more.
                std::future::pending::<()>().await;
            });
        }
    });
    port
}

#[tokio::test]
async fn t14_a_database_that_falls_silent_is_told_within_five_seconds() {
    let Some((engine, schema)) = engine::postgres_and_schema().await else { return };
    let dealer = TestDealer::on(engine).await;
    let mut browser = dealer.browser_of(REP).await;
    let url = std::env::var("IRONBOOK_TEST_PG").unwrap();
    let host = url.split('@').nth(1).unwrap().split('/').next().unwrap().to_owned();
    let (silence, silent) = watch::channel(false);
    let port = between(host.clone(), silent).await;
    let url = url.replace(&host, &format!("127.0.0.1:{port}"));
    let db = Db::shared(engine::postgres_pool(&url, &schema).await);
    let router = server::router(AppState::new(db, dealer.source.clone(), Web::default()));
    let mut far = crate::support::browser::Browser::new(router, dealer.source.clone());
    far.cookies.clone_from(&browser.cookies);
    assert_eq!(far.get("/settings").await.status, StatusCode::OK);
    silence.send(true).unwrap();
    let begun = Instant::now();
    let answer = far.get("/settings").await;
    assert_eq!((answer.status, answer.header("retry-after")), (StatusCode::SERVICE_UNAVAILABLE, "2"), "{answer:?}");
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    assert_eq!(browser.get("/settings").await.status, StatusCode::OK);
}
