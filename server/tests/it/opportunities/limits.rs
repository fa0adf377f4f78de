//! How much one may ask for at once: large boards are for those who lead, and nobody gets more hits than there are places.

use crate::customers::browser::Browser;
use crate::customers::world::{Who, World, worlds};
use app::pipeline::store::board;
use app::search::store::find;
use entity::opportunity::OpportunityFilter;
use entity::opportunity::row as opportunity;
use entity::shared::ids::OpportunityId;
use entity::shared::query::encode;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};

/// Cards of a column that are loaded when nobody asks for more.
const FIRST: usize = 30;
/// Cards of the rep, and of his colleague from product support.
const CARDS: [(Who, usize); 2] = [(Who::Rep, 130), (Who::Support, 60)];
const ALL: usize = 190;

/// Many cards in one column.
async fn crowd(world: &World) {
    let id = world.deal(Who::Rep, "Pattern", "1000").await;
    let pattern = world.deal_row(id).await;
    let owners = CARDS.iter().flat_map(|(who, count)| std::iter::repeat_n(who.id(), *count));
    // The pattern is one of them.
    let rows = owners.enumerate().skip(1).map(|(n, owner_id)| {
        let (number, rank) = (format!("Copy {n}"), format!("{}{n:04}1", pattern.rank));
        let id = OpportunityId(world.source.id());
        opportunity::Model { id, number, rank, owner_id, ..pattern.clone() }.into_active_model().reset_all()
    });
    let rows: Vec<opportunity::ActiveModel> = rows.collect();
    opportunity::Entity::insert_many(rows).exec_without_returning(&world.engine.db.write).await.unwrap();
}

/// How many cards the board loads, and how many its columns count.
async fn cards(world: &World, who: Who, query: &str) -> (usize, i64) {
    let board = board(&world.ctx(who), &OpportunityFilter::read(query)).await.unwrap();
    let loaded = board.columns.iter().map(|column| column.cards.len()).sum();
    (loaded, board.columns.iter().map(|column| column.totals.count).sum())
}

#[tokio::test]
async fn a_large_board_is_for_those_who_lead() {
    for world in worlds().await {
        crowd(&world).await;
        let [(rep, of_rep), (support, of_support)] = CARDS;
        for (who, there, leads) in [
            (rep, of_rep, false),
            (support, of_support, false),
            (Who::Executive, ALL, false),
            (Who::Manager, ALL, true),
            (Who::Admin, ALL, true),
        ] {
            for (query, asked) in
                [("", FIRST), ("limit=7", 7), ("limit=120", 120), ("limit=200", 200), ("limit=10000", 10_000)]
            {
                let expected = there.min(if leads { asked } else { FIRST });
                let count = i64::try_from(there).unwrap();
                assert_eq!(cards(&world, who, query).await, (expected, count), "{} {who:?} {query}", world.engine.name);
            }
        }
    }
}

#[tokio::test]
async fn u3_a_limit_that_is_none_is_left_out_and_said() {
    for world in worlds().await {
        crowd(&world).await;
        for text in ["0", "-1", "10001", "99999999999999999999", "1e3", "many", "50; DROP TABLE opportunity"] {
            let query = format!("limit={}", encode(text));
            let filter = OpportunityFilter::read(&query);
            assert_eq!((filter.limit, filter.ignored), (None, vec!["limit".to_owned()]), "{text}");
            assert_eq!(cards(&world, Who::Admin, &query).await.0, FIRST, "{} {text}", world.engine.name);
        }
        let browser = Browser::of(&world, Who::Admin).await;
        // The pages of a list have the sizes that are offered; a list of customers has one.
        for path in
            ["/pipeline?limit=many", "/opportunities?limit=many", "/opportunities?per=10000", "/customers?limit=5"]
        {
            browser.get(path).await.shows("1 filter could not be applied");
        }
        browser.get("/opportunities?limit=200").await.hides("could not be applied");
    }
}

#[tokio::test]
async fn nobody_gets_more_than_fifty_hits_of_a_noun() {
    for world in worlds().await {
        for n in 0..60 {
            world.customer(Who::Rep, &format!("Gravel {n:02}")).await;
        }
        for who in [Who::Rep, Who::Manager, Who::Executive, Who::Admin] {
            for (limit, expected) in [(0, 8), (20, 20), (51, 50), (200, 50), (u64::MAX, 50)] {
                let found = find(&world.ctx(who), "gravel", limit).await.unwrap();
                let [customers] = found.groups.as_slice() else { panic!("{found:?}") };
                let got = (customers.hits.len(), customers.more);
                assert_eq!(got, (expected, true), "{} {who:?} {limit}", world.engine.name);
            }
        }
    }
}
