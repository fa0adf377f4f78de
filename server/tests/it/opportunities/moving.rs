//! Moving, closing, reopening, reordering: the laws at the store.

use super::hands::{RIVAL, at, deal, line_of, to};
use crate::customers::world::{Who, worlds};
use app::core::AppError;
use app::pipeline::store::{drop_card, drop_cards};
use chrono::TimeDelta;
use entity::Money;
use entity::opportunity::{MoveForm, OpportunityFilter, OpportunityForm, Phase};
use entity::shared::ids::OpportunityId;
use sea_orm::{EntityTrait, QueryOrder};
use std::collections::BTreeSet;

#[tokio::test]
async fn every_closing_needs_its_facts_and_says_so_at_the_field() {
    for world in worlds().await {
        world.stock().await;
        let id = world.deal(Who::Rep, "Roller", "1000").await;
        let reason = |reason: &str, stage: &str| MoveForm { reason: reason.to_owned(), ..to(id, 1, stage) };
        let cases: Vec<(MoveForm, &[&str])> = vec![
            (to(id, 1, "won"), &["reason", "actual"]),
            (reason("price", "won"), &["actual"]),
            (MoveForm { actual: "0".into(), ..reason("price", "won") }, &["actual"]),
            (to(id, 1, "lost"), &["reason", "competitor"]),
            (reason("price", "lost"), &["competitor"]),
            (
                MoveForm { competitor: OpportunityId(uuid::Uuid::from_u128(9)).to_string(), ..reason("price", "lost") },
                &["competitor"],
            ),
            (to(id, 1, "no_deal"), &["reason"]),
            (reason("weather", "no_deal"), &["reason"]),
            (MoveForm { on: "2026-11-24".into(), ..reason("budget", "no_deal") }, &["on"]),
        ];
        for (form, fields) in cases {
            let refused = world.move_deal(Who::Rep, form.clone()).await.unwrap_err();
            for field in fields {
                assert!(!at(&refused, field).is_empty(), "{} {form:?}", world.engine.name);
            }
        }
        let row = world.deal_row(id).await;
        assert_eq!((row.version, row.phase), (1, Phase::Qualification), "{}", world.engine.name);
        assert!(world.closures(id).await.is_empty());
    }
}

#[tokio::test]
async fn a_deal_is_won_lost_or_nobodys_and_comes_back() {
    for world in worlds().await {
        world.stock().await;
        let id = world.deal(Who::Rep, "Roller", "1000").await;
        let won = MoveForm { reason: "price".into(), actual: "900".into(), ..to(id, 1, "won") };
        assert_eq!(world.move_deal(Who::Rep, won).await.unwrap().phase, Phase::Won);
        let row = world.deal_row(id).await;
        assert_eq!((row.amount, row.closed_on.is_some()), (Money::whole(900), true), "{}", world.engine.name);
        let again = world.move_deal(Who::Rep, to(id, 2, "development")).await.unwrap_err();
        assert_eq!(at(&again, "reopen_reason"), "Say why it is opened again.");
        let reopen = MoveForm { reopen_reason: "They want two".into(), ..to(id, 2, "development") };
        world.move_deal(Who::Rep, reopen).await.unwrap();
        let row = world.deal_row(id).await;
        assert_eq!((row.phase, row.closed_on), (Phase::Development, None), "{}", world.engine.name);
        assert!(world.closures(id).await[0].reopened_at.is_some());
        let lost = MoveForm {
            reason: "delivery".into(),
            competitor: RIVAL.to_string(),
            make: "Bomag".into(),
            price: "880".into(),
            ..to(id, 3, "lost")
        };
        world.move_deal(Who::Rep, lost).await.unwrap();
        let reopen = MoveForm { reopen_reason: "They came back".into(), ..to(id, 4, "qualification") };
        world.move_deal(Who::Rep, reopen).await.unwrap();
        let none = MoveForm { reason: "budget".into(), ..to(id, 5, "no_deal") };
        world.move_deal(Who::Rep, none).await.unwrap();
        let closures = world.closures(id).await;
        let speaking: Vec<_> = closures.iter().filter(|row| row.reopened_at.is_none()).collect();
        assert_eq!((closures.len(), speaking.len()), (3, 1), "{}", world.engine.name);
        assert_eq!(closures[1].competitor_id, Some(RIVAL));
        assert_eq!(speaking[0].outcome, Phase::NoDeal);
        assert_eq!(world.history_is_whole(id).await, 6, "{}: I2", world.engine.name);
    }
}

#[tokio::test]
async fn a_proposal_is_entered_with_what_it_needs_or_not_at_all() {
    for world in worlds().await {
        let id = world.deal(Who::Rep, "Roller", "").await;
        let refused = world.move_deal(Who::Rep, to(id, 1, "proposal")).await.unwrap_err();
        assert!(matches!(refused, AppError::Law(_)), "the board asks for what is missing: {refused:?}");
        let with = MoveForm {
            amount: "1000".into(),
            expected_close: "2026-12-24".into(),
            line: "Hamm H 13i".into(),
            ..to(id, 1, "proposal")
        };
        world.move_deal(Who::Rep, with).await.unwrap();
        assert_eq!(world.lines(id).await.len(), 1, "{}", world.engine.name);
        assert_eq!(world.history_is_whole(id).await, 2);
    }
}

#[tokio::test]
async fn another_place_in_the_column_writes_one_row() {
    for world in worlds().await {
        let mut ids = Vec::new();
        for name in ["A", "B", "C"] {
            ids.push(world.deal(Who::Rep, name, "1").await);
        }
        let before = all(&world).await;
        let behind = MoveForm { behind: ids[0].to_string(), ..to(ids[2], 1, "qualification") };
        world.move_deal(Who::Rep, behind).await.unwrap();
        let after = all(&world).await;
        let changed: Vec<_> =
            before.iter().zip(&after).filter(|(old, new)| old != new).map(|(old, _)| old.id).collect();
        assert_eq!(changed, [ids[2]], "{}", world.engine.name);
        let mut order = after;
        order.sort_by(|a, b| a.rank.cmp(&b.rank));
        let order: Vec<_> = order.into_iter().map(|row| row.name).collect();
        assert_eq!(order, ["A", "C", "B"], "{}", world.engine.name);
        assert_eq!(world.history_is_whole(ids[2]).await, 1, "a place is no stage");
        let first = MoveForm { behind: "first".into(), ..to(ids[1], 1, "qualification") };
        world.move_deal(Who::Rep, first).await.unwrap();
        let mut order = all(&world).await;
        order.sort_by(|a, b| a.rank.cmp(&b.rank));
        let order: Vec<_> = order.into_iter().map(|row| row.name).collect();
        assert_eq!(order, ["B", "A", "C"], "{}", world.engine.name);
    }
}

async fn all(world: &crate::customers::world::World) -> Vec<entity::opportunity::row::Model> {
    use entity::opportunity::row::{Column, Entity};
    // unscoped: a test looks at what is stored
    Entity::find().order_by_asc(Column::Id).all(&world.engine.db.read).await.unwrap()
}

#[tokio::test]
async fn a_move_seen_in_an_older_version_is_a_conflict_with_the_card_as_it_is() {
    for world in worlds().await {
        let form = OpportunityForm { lines: vec![line_of("Roller", "1", "5")], ..deal("Roller", "1000") };
        let id = world.save_deal(Who::Rep, None, 0, form).await.unwrap();
        world.move_deal(Who::Manager, to(id, 1, "development")).await.unwrap();
        match world.move_deal(Who::Rep, to(id, 1, "development")).await {
            Err(AppError::Conflict(conflict)) => {
                let card = conflict.card.unwrap();
                assert_eq!((card.version, card.stage.0.as_str()), (2, "development"), "{}", world.engine.name);
            }
            other => panic!("{} {other:?}", world.engine.name),
        }
    }
}

#[tokio::test]
async fn b31_each_of_many_moves_stands_for_itself() {
    for world in worlds().await {
        let ready = OpportunityForm {
            expected_close: "2026-12-24".into(),
            lines: vec![line_of("Roller", "1", "5")],
            ..deal("Ready", "1000")
        };
        let ready = world.save_deal(Who::Rep, None, 0, ready).await.unwrap();
        let bare = world.deal(Who::Rep, "Bare", "").await;
        let theirs = world.deal(Who::Rep2, "Theirs", "1").await;
        let ctx = world.ctx(Who::Rep);
        let forms = [ready, bare, theirs].map(|id| MoveForm { key: ctx.id().to_string(), ..to(id, 1, "proposal") });
        let dropped = drop_cards(&ctx, forms.to_vec(), "").await.unwrap();
        let kinds: Vec<_> = dropped.done.iter().map(|(id, done)| (*id, done.is_ok())).collect();
        assert_eq!(kinds, [(ready, true), (bare, false), (theirs, false)], "{}", world.engine.name);
        assert!(matches!(dropped.done[1].1, Err(AppError::Law(_))));
        assert_eq!(dropped.done[2].1, Err(AppError::NotFound));
        let now = dropped.now.unwrap();
        assert_eq!(now.cards.len(), 2, "what is out of scope is not shown");
        let again = drop_cards(&ctx, forms.to_vec(), "").await.unwrap();
        assert_eq!(again.done[0].1, dropped.done[0].1, "the same keys have one effect");
        assert_eq!(world.history_is_whole(ready).await, 2);
        let denied = drop_cards(&world.ctx(Who::Executive), forms.to_vec(), "").await;
        assert!(matches!(denied, Err(AppError::Denied(_))), "{denied:?}");
        let many = vec![forms[0].clone(); 201];
        assert!(matches!(drop_cards(&ctx, many, "").await, Err(AppError::Refused(_))));
    }
}

#[tokio::test]
async fn a_drop_tells_whether_the_card_is_still_under_the_filter() {
    for world in worlds().await {
        let id = world.deal(Who::Rep, "Roller", "1000").await;
        let ctx = world.ctx(Who::Rep);
        let form = |version, stage| MoveForm { key: ctx.id().to_string(), ..to(id, version, stage) };
        let dropped = drop_card(&ctx, form(1, "development"), "q=roller").await.unwrap();
        assert!(dropped.fits && dropped.numbers.is_some(), "{}", world.engine.name);
        let dropped = drop_card(&ctx, form(2, "qualification"), "stage=development").await.unwrap();
        assert!(!dropped.fits, "{}", world.engine.name);
    }
}

#[tokio::test]
async fn many_at_once_into_one_stage_all_find_a_place() {
    for world in worlds().await {
        let mut deals = Vec::new();
        for n in 0..40 {
            deals.push(world.deal(Who::Rep, &format!("Crowded {n}"), "1000").await);
        }
        let moves = deals.iter().map(|id| world.move_deal(Who::Rep, to(*id, 1, "development")));
        let answers = futures_util::future::join_all(moves).await;
        let refused: Vec<_> = answers.into_iter().filter_map(Result::err).collect();
        assert_eq!(refused, [], "{}", world.engine.name);
        let mut ranks = BTreeSet::new();
        for id in &deals {
            ranks.insert(world.deal_row(*id).await.rank);
        }
        assert_eq!(ranks.len(), deals.len(), "{}", world.engine.name);
    }
}

/// The clock of another server is ahead, or this one's was set back.
#[tokio::test]
async fn i2_a_move_comes_after_the_one_before_it_whatever_the_clock_says() {
    for world in worlds().await {
        let id = world.deal(Who::Rep, "Roller", "1000").await;
        world.move_deal(Who::Rep, to(id, 1, "development")).await.unwrap();
        world.source.advance(TimeDelta::minutes(-5));
        for (version, stage) in [(2, "qualification"), (3, "development"), (4, "qualification")] {
            world.move_deal(Who::Rep, to(id, version, stage)).await.unwrap();
        }
        assert_eq!(world.history_is_whole(id).await, 5, "{}", world.engine.name);
        let broken = server::check::check(&world.engine.db).await.unwrap();
        assert!(broken.iter().all(|finding| finding.broken == 0), "{}: {broken:?}", world.engine.name);
    }
}

#[tokio::test]
async fn what_closed_this_month_stands_beside_the_board_under_any_period() {
    for world in worlds().await {
        let id = world.deal(Who::Rep, "Roller", "1000").await;
        let won = MoveForm { reason: "price".into(), actual: "900".into(), ..to(id, 1, "won") };
        world.move_deal(Who::Rep, won).await.unwrap();
        let numbers = async |query: &str| {
            let filter = OpportunityFilter::read(query);
            app::pipeline::store::read_numbers(&world.ctx(Who::Rep), &filter).await.unwrap().closed
        };
        let all = numbers("").await;
        assert!(all.iter().any(|closed| closed.count == 1), "{}: {all:?}", world.engine.name);
        for query in ["period=next-month", "period=this-month", "from=2020-01-01&to=2020-12-31"] {
            assert_eq!(numbers(query).await, all, "{} {query}", world.engine.name);
        }
    }
}
