//! A stream that comes again: it gets on, however much happened, and says when everything is to be looked at anew.

use super::live::{Ear, Heard, happen};
use crate::support::dealer::{MANAGER, REP, REP2, TestDealer};
use app::core::write::{NewEvent, write};
use axum::http::StatusCode;
use entity::event::{Deed, Detail, Noun, row as event};
use entity::shared::ids::UserId;
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder};
use std::time::Duration;

async fn newest(dealer: &TestDealer) -> i64 {
    event::Entity::find().order_by_desc(event::Column::Seq).one(&dealer.db.read).await.unwrap().unwrap().seq
}

/// Many events at once about things of `owner`.
async fn happen_often(dealer: &TestDealer, owner: UserId, times: usize, noun: Noun, deed: Deed) {
    let ctx = dealer.ctx(MANAGER).await;
    let one = NewEvent {
        noun,
        record: ctx.id(),
        deed,
        version: 2,
        detail: Detail::default(),
        customer: None,
        owner: Some(owner),
        other_owner: None,
        region: None,
        other_region: None,
    };
    for _ in 0..times.div_ceil(500) {
        let events = vec![one.clone(); times.min(500)];
        write(&ctx, None, events, |tx, events| {
            Box::pin(async move {
                tx.events(events).await?;
                Ok(())
            })
        })
        .await
        .unwrap();
    }
}

#[tokio::test]
async fn r16_a_stream_gets_past_hundreds_of_events_of_others() {
    for dealer in TestDealer::all().await {
        let (rep, after) = (dealer.user(REP).await.id, newest(&dealer).await);
        happen_often(&dealer, dealer.user(REP2).await.id, 1_000, Noun::Opportunity, Deed::Changed).await;
        let mine = happen(&dealer, MANAGER, rep).await;
        let mut ear = Ear::open(&mut dealer.browser_of(REP).await, &format!("?after={after}")).await;
        let heard = ear.hear().await;
        assert!(matches!(&heard, Heard::Event(event) if event.id == mine), "{}: {heard:?}", dealer.name);
        assert_eq!(ear.hear().await, Heard::Nothing, "{}: it stays open", dealer.name);
    }
}

#[tokio::test]
async fn r16_a_stream_that_is_far_behind_is_told_to_look_anew_and_goes_on() {
    for dealer in TestDealer::all().await {
        let (rep, after) = (dealer.user(REP).await.id, newest(&dealer).await);
        happen_often(&dealer, dealer.user(REP2).await.id, 2_500, Noun::Opportunity, Deed::Changed).await;
        let mut ear = Ear::open(&mut dealer.browser_of(REP).await, &format!("?after={after}")).await;
        assert_eq!(ear.hear().await, Heard::Reset(newest(&dealer).await), "{}", dealer.name);
        let mine = happen(&dealer, MANAGER, rep).await;
        assert!(matches!(ear.hear().await, Heard::Event(event) if event.id == mine), "{}", dealer.name);
    }
}

#[tokio::test]
async fn an_imported_file_has_everybody_look_anew_once() {
    for dealer in TestDealer::all().await {
        let (rep, rep2) = (dealer.user(REP).await.id, dealer.user(REP2).await.id);
        let mut ear = Ear::open(&mut dealer.browser_of(REP).await, "").await;
        happen_often(&dealer, rep2, 1_500, Noun::Customer, Deed::Imported).await;
        assert_eq!(ear.hear().await, Heard::Nothing, "{}: rows are not told one by one", dealer.name);
        happen_often(&dealer, rep2, 1, Noun::Import, Deed::Imported).await;
        assert_eq!(ear.hear().await, Heard::Reset(newest(&dealer).await), "{}", dealer.name);
        let mine = happen(&dealer, MANAGER, rep).await;
        assert!(matches!(ear.hear().await, Heard::Event(event) if event.id == mine), "{}", dealer.name);
    }
}

#[tokio::test]
async fn a_board_says_the_newest_number_of_all() {
    let dealer = TestDealer::one().await;
    happen(&dealer, MANAGER, dealer.user(REP2).await.id).await;
    let answer = dealer.browser_of(REP).await.call("/api/pipeline/board", &[("query", "")]).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    let board: app::pipeline::types::Board = answer.json();
    assert_eq!(board.seq, newest(&dealer).await);
}

#[tokio::test]
async fn a_reading_that_failed_is_tried_again_within_two_seconds() {
    for dealer in TestDealer::all().await {
        let rep = dealer.user(REP).await.id;
        let mut ear = Ear::open(&mut dealer.browser_of(REP).await, "").await;
        let away = async |from: &str, to: &str| {
            let rename = format!("ALTER TABLE {from} RENAME TO {to}");
            dealer.db.write.execute_unprepared(&rename).await.unwrap();
        };
        let ctx = dealer.ctx(MANAGER).await;
        let record = happen(&dealer, MANAGER, rep).await;
        assert!(matches!(ear.hear().await, Heard::Event(event) if event.id == record));
        let missed = happen_quietly(&dealer, &ctx, rep).await;
        away("event", "event_away").await;
        dealer.db.bell.ring(app::core::db::Ring::Events);
        tokio::time::sleep(Duration::from_millis(200)).await;
        away("event_away", "event").await;
        let heard = ear.hear_within(Duration::from_secs(2)).await;
        assert!(matches!(&heard, Heard::Event(event) if event.id == missed), "{}: {heard:?}", dealer.name);
    }
}

/// Something happens that rings no bell here.
async fn happen_quietly(dealer: &TestDealer, ctx: &app::core::ctx::Ctx, owner: UserId) -> uuid::Uuid {
    use sea_orm::{ActiveModelTrait, IntoActiveModel, NotSet, Set};
    let last = event::Entity::find().order_by_desc(event::Column::Seq).one(&dealer.db.read).await.unwrap().unwrap();
    let record = ctx.id();
    let row = event::ActiveModel {
        seq: NotSet,
        record_id: Set(entity::shared::ids::RecordId(record)),
        owner_id: Set(Some(owner)),
        ..last.into_active_model().reset_all()
    };
    event::Entity::insert(row).exec_without_returning(&dealer.db.write).await.unwrap();
    record
}
