//! Taking the last move back from the page of an opportunity (B-27).

use super::hands::{RIVAL, deal, to};
use crate::customers::browser::Browser;
use crate::customers::world::{Who, World, worlds};
use app::core::AppError;
use app::opportunities::store::show;
use app::opportunities::types::{MoveDone, Revert};
use entity::Money;
use entity::opportunity::{Close, MoveForm, OpportunityForm, Phase};
use entity::shared::ids::OpportunityId;

impl World {
    /// The way back that a page offers to somebody.
    async fn revert(&self, who: Who, id: OpportunityId) -> Option<Revert> {
        show(&self.ctx(who), id, None).await.unwrap().revert
    }

    /// Goes the way back that the page offers.
    async fn go_back(&self, who: Who, id: OpportunityId) -> Result<MoveDone, AppError> {
        let way = self.revert(who, id).await.expect("a way back");
        self.move_deal(who, way.form).await
    }
}

#[tokio::test]
async fn b27_a_closing_is_taken_back_and_so_is_that() {
    for world in worlds().await {
        world.stock().await;
        let id = world.deal(Who::Rep, "Roller", "1000").await;
        assert_eq!(world.revert(Who::Rep, id).await, None, "nothing was moved yet");
        let lost = MoveForm {
            reason: "delivery".into(),
            competitor: RIVAL.to_string(),
            make: "Bomag".into(),
            price: "880".into(),
            on: "2026-11-02".into(),
            learned: "Six weeks earlier".into(),
            ..to(id, 1, "lost")
        };
        world.move_deal(Who::Rep, lost).await.unwrap();
        let closed = show(&world.ctx(Who::Rep), id, None).await.unwrap();
        assert!(matches!(&closed.close, Some(Close::Lost { .. })));

        assert_eq!(world.go_back(Who::Manager, id).await.unwrap().phase, Phase::Qualification);
        let open = show(&world.ctx(Who::Rep), id, None).await.unwrap();
        assert_eq!((open.close, open.card.amount), (None, Money::whole(1000)), "{}", world.engine.name);
        assert_eq!(open.timeline[0].note, "Reverted");

        // Back again: the closing speaks as it did, word for word and of the same day.
        world.go_back(Who::Rep, id).await.unwrap();
        let again = show(&world.ctx(Who::Rep), id, None).await.unwrap();
        assert_eq!(
            (again.close, again.competitor_name),
            (closed.close, closed.competitor_name),
            "{}",
            world.engine.name
        );
        assert_eq!(world.closures(id).await.iter().filter(|row| row.reopened_at.is_none()).count(), 1);
        assert_eq!(world.history_is_whole(id).await, 4, "{}: I2", world.engine.name);
    }
}

#[tokio::test]
async fn b27_what_was_agreed_gives_way_to_what_was_hoped() {
    for world in worlds().await {
        let id = world.deal(Who::Rep, "Roller", "1000").await;
        let won = MoveForm { reason: "price".into(), actual: "900".into(), ..to(id, 1, "won") };
        world.move_deal(Who::Rep, won).await.unwrap();
        world.go_back(Who::Rep, id).await.unwrap();
        let row = world.deal_row(id).await;
        assert_eq!((row.amount, row.closed_on), (Money::whole(1000), None), "{}", world.engine.name);
        let with = MoveForm {
            amount: "1500".into(),
            expected_close: "2026-12-24".into(),
            line: "Roller".into(),
            ..to(id, 3, "proposal")
        };
        world.move_deal(Who::Rep, with).await.unwrap();
        world.go_back(Who::Rep, id).await.unwrap();
        assert_eq!(world.deal_row(id).await.amount, Money::whole(1000), "{}", world.engine.name);
        assert_eq!(world.told().await, ["Stage: Proposal > Qualification", "Amount: $1,500 > $1,000"]);
    }
}

#[tokio::test]
async fn b27_whoever_changed_it_since_is_not_overruled() {
    for world in worlds().await {
        let id = world.deal(Who::Rep, "Roller", "1000").await;
        world.move_deal(Who::Rep, to(id, 1, "development")).await.unwrap();
        let seen = world.revert(Who::Rep, id).await.unwrap();
        assert_eq!((seen.to.as_str(), seen.form.to.as_str()), ("Qualification", "qualification"));
        let form = OpportunityForm { source: "Fair".into(), ..world.form(Who::Manager, id).await };
        world.save_deal(Who::Manager, Some(id), 2, form).await.unwrap();
        match world.move_deal(Who::Rep, seen.form).await {
            Err(AppError::Conflict(conflict)) => assert_eq!(conflict.who, "Manager Person", "{}", world.engine.name),
            other => panic!("{}: {other:?}", world.engine.name),
        }
        assert_eq!(world.revert(Who::Rep, id).await, None, "the last thing that happened is no move");
        assert_eq!(world.deal_row(id).await.stage.0, "development");
        let other = world.save_deal(Who::Rep, None, 0, deal("Other", "1")).await.unwrap();
        world.move_deal(Who::Rep, to(other, 1, "development")).await.unwrap();
        assert_eq!(world.revert(Who::Executive, other).await, None, "who may only read is offered nothing");
    }
}

/// The way back stands beside the newest entry alone: on a page of older ones there is none.
#[tokio::test]
async fn the_timeline_of_an_opportunity_walks_back_to_the_beginning() {
    for world in worlds().await {
        let id = world.deal(Who::Rep, "Roller", "1000").await;
        for version in 1..=45 {
            let stage = if version % 2 == 1 { "development" } else { "qualification" };
            world.move_deal(Who::Rep, to(id, version, stage)).await.unwrap();
        }
        let newest = show(&world.ctx(Who::Rep), id, None).await.unwrap();
        let older = show(&world.ctx(Who::Rep), id, newest.older).await.unwrap();
        assert!(newest.revert.is_some() && older.revert.is_none(), "{}", world.engine.name);
        assert_eq!((newest.timeline.len(), older.timeline.len(), older.older), (40, 6, None), "{}", world.engine.name);
        let seen: Vec<i64> = newest.timeline.iter().chain(&older.timeline).map(|entry| entry.seq).collect();
        assert!(seen.windows(2).all(|pair| pair[0] > pair[1]), "newest first, none twice");

        let browser = Browser::of(&world, Who::Rep).await;
        let path = format!("/opportunities/{id}");
        let link = format!("href=\"{path}?before={}\"", newest.older.unwrap());
        browser.get(&path).await.shows(&link);
        let page = browser.get(&format!("{path}?before={}", newest.older.unwrap())).await;
        page.shows(">Newest</a>");
        page.hides(">Older</a>");
    }
}
