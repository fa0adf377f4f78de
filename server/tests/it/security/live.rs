//! Live streams: what they tell to whom, and when they end.

use crate::support::browser::Browser;
use crate::support::dealer::{ADMIN, MANAGER, REP, REP2, TestDealer};
use crate::support::engine;
use app::auth::store::sign_out_everywhere;
use app::core::live::LiveEvent;
use app::core::write::{NewEvent, write};
use axum::body::Body;
use axum::http::{Method, StatusCode};
use entity::event::{Deed, Detail, Noun, row as event};
use entity::shared::ids::UserId;
use futures_util::StreamExt;
use sea_orm::{EntityTrait, QueryOrder};
use std::time::Duration;
use uuid::Uuid;

/// An open stream, read event by event.
pub struct Ear {
    body: axum::body::BodyDataStream,
    rest: String,
}

/// What an ear heard.
#[derive(Debug, PartialEq)]
pub enum Heard {
    Event(LiveEvent),
    /// Everything is to be looked at anew.
    Reset(i64),
    Nothing,
    End,
}

impl Ear {
    pub async fn open(browser: &mut Browser, query: &str) -> Self {
        let request = Browser::request(Method::GET, &format!("/live{query}")).header("accept", "text/event-stream");
        let response = browser.open(request.body(Body::empty()).unwrap()).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert!(!response.headers().contains_key("content-encoding"), "compression would hold events back");
        let mut ear = Self { body: response.into_body().into_data_stream(), rest: String::new() };
        ear.rest = String::from_utf8(ear.body.next().await.unwrap().unwrap().to_vec()).unwrap();
        ear
    }

    pub async fn hear(&mut self) -> Heard {
        self.hear_within(Duration::from_secs(1)).await
    }

    pub async fn hear_within(&mut self, time: Duration) -> Heard {
        loop {
            while let Some((block, rest)) = self.rest.clone().split_once("\n\n") {
                self.rest = rest.to_owned();
                if let Some(data) = block.lines().find_map(|line| line.strip_prefix("data: ")) {
                    if block.lines().any(|line| line == "event: reset") {
                        let reset: serde_json::Value = serde_json::from_str(data).unwrap();
                        return Heard::Reset(reset["seq"].as_i64().unwrap());
                    }
                    return Heard::Event(serde_json::from_str(data).unwrap());
                }
            }
            match tokio::time::timeout(time, self.body.next()).await {
                Err(_) => return Heard::Nothing,
                Ok(None) => return Heard::End,
                Ok(Some(bytes)) => self.rest.push_str(std::str::from_utf8(&bytes.unwrap()).unwrap()),
            }
        }
    }
}

/// Something happens to a record of `owner`; answers which record.
pub async fn happen(dealer: &TestDealer, actor: &str, owner: UserId) -> Uuid {
    let ctx = dealer.ctx(actor).await;
    let record = ctx.id();
    write(&ctx, None, (), move |tx, ()| {
        Box::pin(async move {
            let detail = Detail { name: "Two loaders".to_owned(), ..Detail::default() };
            tx.event(NewEvent {
                noun: Noun::Opportunity,
                record,
                deed: Deed::Changed,
                version: 2,
                detail,
                customer: None,
                owner: Some(owner),
                other_owner: None,
                region: None,
                other_region: None,
            })
            .await?;
            Ok(())
        })
    })
    .await
    .unwrap();
    record
}

#[tokio::test]
async fn a_stream_tells_within_a_second_and_only_in_scope() {
    for dealer in TestDealer::all().await {
        let rep = dealer.user(REP).await.id;
        let mut own = Ear::open(&mut dealer.browser_of(REP).await, "").await;
        let mut stranger = Ear::open(&mut dealer.browser_of(REP2).await, "").await;
        let mut admin = Ear::open(&mut dealer.browser_of(ADMIN).await, "").await;
        let record = happen(&dealer, MANAGER, rep).await;
        let Heard::Event(event) = own.hear().await else { panic!("{}: nothing was heard", dealer.name) };
        assert_eq!((event.id, event.version, event.who.as_str()), (record, 2, "Dana Moore"), "{}", dealer.name);
        assert_eq!(event.at, "12:00", "the reader's wall clock");
        assert!(matches!(admin.hear().await, Heard::Event(event) if event.id == record));
        assert_eq!(stranger.hear().await, Heard::Nothing, "{}", dealer.name);
    }
}

#[tokio::test]
async fn a_stream_goes_on_where_the_one_before_ended() {
    for dealer in TestDealer::all().await {
        let rep = dealer.user(REP).await.id;
        let newest =
            event::Entity::find().order_by_desc(event::Column::Seq).one(&dealer.db.read).await.unwrap().unwrap().seq;
        let mut missed = Vec::new();
        for _ in 0..3 {
            missed.push(happen(&dealer, MANAGER, rep).await);
        }
        let mut ear = Ear::open(&mut dealer.browser_of(REP).await, &format!("?after={newest}")).await;
        let mut heard = Vec::new();
        let mut last = 0;
        // On PostgreSQL what happened just before may be told again.
        while let Heard::Event(event) = ear.hear().await {
            assert!(event.seq >= last, "{}", dealer.name);
            last = event.seq;
            heard.push(event.id);
        }
        assert!(heard.ends_with(&missed), "{}: {heard:?} {missed:?}", dealer.name);
        let next = happen(&dealer, MANAGER, rep).await;
        assert!(matches!(ear.hear().await, Heard::Event(event) if event.id == next), "{}", dealer.name);
        let mut browser = dealer.browser_of(REP).await;
        browser.headers.insert("last-event-id", last.to_string().parse().unwrap());
        let mut ear = Ear::open(&mut browser, &format!("?after={newest}")).await;
        let mut heard = Vec::new();
        while let Heard::Event(event) = ear.hear().await {
            heard.push(event.id);
        }
        assert_eq!(heard.last(), Some(&next), "{}", dealer.name);
        assert!(dealer.name == "postgres" || heard.len() == 1, "{}: {heard:?}", dealer.name);
    }
}

#[tokio::test]
async fn s09_a_stream_ends_with_the_rights_it_was_opened_with() {
    for dealer in TestDealer::all().await {
        let mut ear = Ear::open(&mut dealer.browser_of(REP).await, "").await;
        let mut other = Ear::open(&mut dealer.browser_of(REP2).await, "").await;
        sign_out_everywhere(&dealer.ctx(REP).await).await.unwrap();
        assert_eq!(ear.hear().await, Heard::End, "{}", dealer.name);
        assert_eq!(other.hear().await, Heard::Nothing, "{}", dealer.name);
    }
}

#[tokio::test]
async fn s09_a_stream_ends_when_another_process_disables_its_user() {
    let dealer = TestDealer::one().await;
    let mut ear = Ear::open(&mut dealer.browser_of(REP).await, "").await;
    tokio::time::sleep(Duration::from_millis(700)).await;
    let path = dealer.path().unwrap();
    let args = server::config::DataArgs {
        database_url: Some(format!("sqlite://{}", path.display())),
        ..server::config::DataArgs::default()
    };
    let disable = server::cli::user::UserCommand::Disable { email: REP.to_owned() };
    server::cli::user::run(&args, &disable).await.unwrap();
    assert_eq!(ear.hear_within(Duration::from_secs(2)).await, Heard::End);
    let last = server::cli::user::UserCommand::Disable { email: ADMIN.to_owned() };
    let refused = server::cli::user::run(&args, &last).await.unwrap_err();
    assert!(refused.to_string().contains("last administrator"), "s10: {refused}");
}

#[tokio::test]
async fn s15_handshakes_of_strangers_and_of_too_many_are_refused() {
    let dealer = TestDealer::one().await;
    let get = |headers: &[(&'static str, &str)]| {
        let mut request = Browser::request(Method::GET, "/live");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(Body::empty()).unwrap()
    };
    let nobody = dealer.browser().send(get(&[])).await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
    let mut browser = dealer.browser_of(REP).await;
    for headers in [
        [("origin", "https://evil.example")],
        [("sec-fetch-site", "cross-site")],
        [("sec-fetch-site", "same-site")],
        [("origin", "null")],
    ] {
        assert_eq!(browser.open(get(&headers)).await.status(), StatusCode::FORBIDDEN, "{headers:?}");
    }
    let bad = Browser::request(Method::GET, "/live?after=x").body(Body::empty()).unwrap();
    assert_eq!(browser.send(bad).await.status, StatusCode::BAD_REQUEST);
    let mut open = Vec::new();
    for _ in 0..server::live::PER_USER {
        open.push(browser.open(get(&[("origin", "http://ironbook.test")])).await);
    }
    assert!(open.iter().all(|response| response.status() == StatusCode::OK));
    assert_eq!(browser.open(get(&[])).await.status(), StatusCode::TOO_MANY_REQUESTS);
    open.pop();
    tokio::task::yield_now().await;
    assert_eq!(browser.open(get(&[])).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_stream_ends_when_the_server_stops() {
    let dealer = TestDealer::one().await;
    let mut ear = Ear::open(&mut dealer.browser_of(REP).await, "").await;
    dealer.state.stop.cancel();
    assert_eq!(ear.hear().await, Heard::End);
}

#[tokio::test]
async fn r16_what_one_node_writes_another_tells_within_a_second() {
    let Some((one, other)) = engine::two_nodes().await else { return };
    let writer = TestDealer::on(one).await;
    let reader = TestDealer::empty(other, server::state::Web::default());
    let rep = writer.user(REP).await.id;
    let mut ear = Ear::open(&mut reader.browser_of(REP).await, "").await;
    // The listening connection is opened beside the stream.
    tokio::time::sleep(Duration::from_millis(500)).await;
    for round in 0..20 {
        let record = happen(&writer, MANAGER, rep).await;
        let heard = ear.hear().await;
        assert!(matches!(&heard, Heard::Event(event) if event.id == record), "round {round}: {heard:?}");
    }
    let writers = (0..20).map(|_| happen(&writer, MANAGER, rep));
    let mut told: Vec<_> = futures_util::future::join_all(writers).await;
    let mut heard = Vec::new();
    while let Heard::Event(event) = ear.hear().await {
        heard.push(event.id);
    }
    told.sort();
    heard.sort();
    assert_eq!(told, heard, "each once, whatever the order of the commits");
    sign_out_everywhere(&writer.ctx(REP).await).await.unwrap();
    assert_eq!(ear.hear().await, Heard::End, "s09 on every node");
}
