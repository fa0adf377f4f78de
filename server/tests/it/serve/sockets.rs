//! Deadlines of connections and the end of the server, over real sockets (S37, R18).

use crate::support::dealer::{REP, TestDealer};
use crate::support::served::{self, Served, read_some, until_closed};
use chrono::TimeDelta;
use entity::session::idempotency;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, PaginatorTrait};
use server::serve::{Pace, Places};
use std::time::{Duration, Instant};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

const HEAD: Duration = Duration::from_millis(300);
const IDLE: Duration = Duration::from_millis(900);

async fn serve(dealer: &TestDealer) -> Served {
    let pace = Pace { head: HEAD, idle: IDLE, ..Pace::default() };
    served::serve(dealer, pace, Places::new(16, 16, Vec::new())).await
}

#[tokio::test]
async fn s37_silent_and_dripping_connections_are_closed_and_idle_ones_kept_a_while() {
    let dealer = TestDealer::one().await;
    let served = serve(&dealer).await;
    let begun = Instant::now();
    let mut silent = TcpStream::connect(served.addr).await.unwrap();
    let closed = until_closed(&mut silent, begun).await;
    assert!(closed >= HEAD && closed < IDLE, "silent: {closed:?}");

    let begun = Instant::now();
    let mut dripping = TcpStream::connect(served.addr).await.unwrap();
    while begun.elapsed() < Duration::from_secs(3) {
        let sent = dripping.write_all(b"G").await;
        tokio::time::sleep(Duration::from_millis(50)).await;
        if sent.is_err() {
            break;
        }
    }
    assert!(begun.elapsed() < IDLE, "dripping: {:?}", begun.elapsed());

    let mut idle = TcpStream::connect(served.addr).await.unwrap();
    for pause in [Duration::ZERO, HEAD + Duration::from_millis(200)] {
        tokio::time::sleep(pause).await;
        idle.write_all(b"GET /livez HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
        assert!(read_some(&mut idle).await.starts_with("HTTP/1.1 200"), "after {pause:?}");
    }
    let closed = until_closed(&mut idle, Instant::now()).await;
    assert!(closed >= HEAD && closed < IDLE * 2, "idle: {closed:?}");
    served.end().await;
}

#[tokio::test]
async fn r18_the_server_stops_at_once_with_a_stream_open_and_the_writer_taken() {
    let dealer = TestDealer::one().await;
    let browser = dealer.browser_of(REP).await;
    // Before anything that runs beside the requests begins: all of it waits for the writer.
    let held = app::core::write::begin(&dealer.db).await.unwrap();
    let served = serve(&dealer).await;
    let cookie: Vec<_> = browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let mut stream = TcpStream::connect(served.addr).await.unwrap();
    let head = format!("GET /live HTTP/1.1\r\nHost: a\r\nCookie: {}\r\n\r\n", cookie.join("; "));
    stream.write_all(head.as_bytes()).await.unwrap();
    assert!(read_some(&mut stream).await.contains("text/event-stream"));
    let begun = Instant::now();
    served.stop.send(()).unwrap();
    until_closed(&mut stream, begun).await;
    served.done.await.unwrap().unwrap();
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    held.rollback().await.unwrap();
}

#[tokio::test]
async fn s41_answers_are_forgotten_after_two_days_and_not_before() {
    let dealer = TestDealer::one().await;
    let user_id = dealer.user(REP).await.id;
    for hours in [47, 49] {
        let row = idempotency::Model {
            id: dealer.source.id(),
            user_id,
            fingerprint: hours.to_string(),
            answer: "1".to_owned(),
            created_at: dealer.source.now() - TimeDelta::hours(hours),
        };
        let row = row.into_active_model().reset_all();
        idempotency::Entity::insert(row).exec_without_returning(&dealer.db.write).await.unwrap();
    }
    let served = serve(&dealer).await;
    for _ in 0..50 {
        if idempotency::Entity::find().count(&dealer.db.read).await.unwrap() == 1 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let left = idempotency::Entity::find().all(&dealer.db.read).await.unwrap();
    assert_eq!(left.iter().map(|row| row.fingerprint.as_str()).collect::<Vec<_>>(), ["47"]);
    served.end().await;
}
