//! The list: orders, paging, filters, totals, and that board, list and file say the same.

use super::hands::{RIVAL, deal, to};
use crate::customers::world::{PAVING, Who, World, worlds};
use app::opportunities::store;
use app::pipeline::store::board;
use axum::Extension;
use axum::body::Body;
use axum::http::Request;
use chrono::TimeDelta;
use entity::Money;
use entity::opportunity::board::Totals;
use entity::opportunity::{MoveForm, OpportunityFilter, OpportunityForm, OpportunitySort};
use entity::shared::ids::OpportunityId;
use entity::shared::page::Seek;
use entity::shared::sheet::unguard;
use http_body_util::BodyExt;
use std::collections::BTreeSet;
use tower::ServiceExt;

/// Opportunities whose names, amounts and days collide.
async fn crowd(world: &World) -> usize {
    let days = ["", "2026-12-01", "2026-12-01", "2027-01-15"];
    let names = ["Roller", "roller", "Roller", "\u{c9}lan", "Zeta", "100% off", "\u{2014}", "A:b", "A", "Roller"];
    for (n, name) in names.iter().enumerate() {
        let amount = ["", "1000", "1000", "2500.50"][n % 4];
        let form = OpportunityForm { expected_close: days[n % 4].into(), ..deal(name, amount) };
        world.save_deal(Who::Rep, None, 0, form).await.unwrap();
    }
    names.len()
}

/// The pages from a filter's place to the end, and that they are the same on the way back.
async fn pages(world: &World, who: Who, filter: &OpportunityFilter, size: u64) -> Vec<Vec<OpportunityId>> {
    let ctx = world.ctx(who);
    let stages = store::all_stages(&ctx.db.read).await.unwrap();
    let (mut filter, mut there) = (filter.clone(), Vec::new());
    let read = async |filter: &OpportunityFilter| {
        let page = store::rows(&ctx, filter, &stages, size).await.unwrap();
        (page.rows.iter().map(|row| row.id).collect::<Vec<_>>(), page.previous, page.next)
    };
    let mut last = read(&filter).await;
    while let Some(next) = last.2.take() {
        there.push(last.0);
        filter.seek = next;
        last = read(&filter).await;
    }
    there.push(last.0.clone());
    for before in there.iter().rev().skip(1) {
        filter.seek = last.1.take().expect("there is a page before this one");
        last = read(&filter).await;
        assert_eq!(&last.0, before, "{} {:?} by {size}, back", world.engine.name, filter.sort);
    }
    there
}

async fn walk(world: &World, who: Who, filter: &OpportunityFilter, size: u64) -> Vec<OpportunityId> {
    pages(world, who, filter, size).await.concat()
}

#[tokio::test]
async fn a_page_is_of_one_instant() {
    for world in worlds().await {
        crowd(&world).await;
        let (ctx, all) = (world.ctx(Who::Rep).snapshot().await.unwrap(), OpportunityFilter::default());
        let before = store::list(&ctx, &all).await.unwrap();
        world.save_deal(Who::Rep, None, 0, deal("Late", "1")).await.unwrap();
        let still = store::list(&ctx, &all).await.unwrap();
        assert_eq!(still, before, "{}", world.engine.name);
        let now = store::list(&world.ctx(Who::Rep), &all).await.unwrap();
        assert_eq!(now.totals.count, before.totals.count + 1, "{}", world.engine.name);
    }
}

#[tokio::test]
async fn a_page_says_which_rows_it_shows() {
    for world in worlds().await {
        let count = crowd(&world).await;
        let ctx = world.ctx(Who::Rep);
        let stages = store::all_stages(&ctx.db.read).await.unwrap();
        let mut filter = OpportunityFilter { sort: OpportunitySort::AmountDown, ..OpportunityFilter::default() };
        let page = store::rows(&ctx, &filter, &stages, 3).await.unwrap();
        filter.seek = page.next.unwrap();
        let list = store::list(&ctx, &filter).await.unwrap();
        assert_eq!((list.ahead, list.page.rows.len()), (3, count - 3), "{}", world.engine.name);
        filter.seek = list.page.previous.unwrap();
        let list = store::list(&ctx, &filter).await.unwrap();
        assert_eq!((list.ahead, list.page.rows.len()), (0, 3), "{}", world.engine.name);
        assert_eq!(list.page.span(list.ahead, 10), "1\u{2013}3 of 10");
    }
}

#[tokio::test]
async fn keyset_paging_walks_every_row_exactly_once_in_every_order() {
    for world in worlds().await {
        let count = crowd(&world).await;
        for sort in OpportunitySort::ALL {
            let filter = OpportunityFilter { sort: *sort, ..OpportunityFilter::default() };
            let whole = walk(&world, Who::Rep, &filter, 100).await;
            assert_eq!(whole.iter().collect::<BTreeSet<_>>().len(), count, "{} {sort:?}", world.engine.name);
            for size in 1..=4 {
                let walked = walk(&world, Who::Rep, &filter, size).await;
                assert_eq!(walked, whole, "{} {sort:?} by {size}", world.engine.name);
            }
        }
        let names = OpportunityFilter { sort: OpportunitySort::Name, ..OpportunityFilter::default() };
        let down = OpportunityFilter { sort: OpportunitySort::NameDown, ..OpportunityFilter::default() };
        let mut turned = walk(&world, Who::Rep, &down, 3).await;
        turned.reverse();
        assert_eq!(walk(&world, Who::Rep, &names, 3).await, turned, "{}", world.engine.name);
        for cursor in ["x", ":", "1:2", "' OR 1=1 --"] {
            for seek in [Seek::After(cursor.to_owned()), Seek::Before(cursor.to_owned())] {
                let filter = OpportunityFilter { seek, ..OpportunityFilter::default() };
                let page = pages(&world, Who::Rep, &filter, 100).await.remove(0);
                assert_eq!(page.len(), count, "{} {cursor}", world.engine.name);
            }
        }
    }
}

/// One of each kind: an old one that lies, one that was to close, one that is won, one that is lost.
async fn mixed(world: &World) {
    world.stock().await;
    let brazos = world.customer(Who::Rep, "Brazos Paving").await;
    let old = OpportunityForm { customer: brazos.to_string(), ..deal("Old grader", "100") };
    world.save_deal(Who::Rep, None, 0, old).await.unwrap();
    world.source.advance(TimeDelta::days(30));
    let past = OpportunityForm { expected_close: "2026-12-01".into(), ..deal("Past dozer", "2000.10") };
    world.save_deal(Who::Rep, None, 0, past).await.unwrap();
    let fresh = OpportunityForm {
        division: PAVING.to_string(),
        kind: "rental".into(),
        expected_close: "2027-02-01".into(),
        ..deal("Fresh paver", "33333.33")
    };
    let fresh = world.save_deal(Who::Colleague, None, 0, fresh).await.unwrap();
    world.move_deal(Who::Colleague, to(fresh, 1, "development")).await.unwrap();
    let won = world.deal(Who::Rep, "Won roller", "900").await;
    let facts = MoveForm { reason: "price".into(), actual: "850.05".into(), ..to(won, 1, "won") };
    world.move_deal(Who::Rep, facts).await.unwrap();
    let lost = world.save_deal(
        Who::Rep,
        None,
        0,
        OpportunityForm {
            notes: "=cmd()".into(),
            source: "Trade show".into(),
            division: PAVING.to_string(),
            ..deal("Lost crane", "7")
        },
    );
    let lost = lost.await.unwrap();
    let facts = MoveForm { reason: "delivery".into(), competitor: RIVAL.to_string(), ..to(lost, 1, "lost") };
    world.move_deal(Who::Rep, facts).await.unwrap();
    world.deal(Who::Rep2, "Gulf barge", "999999").await;
}

const ALL: &[&str] = &["Fresh paver", "Lost crane", "Old grader", "Past dozer", "Won roller"];

#[tokio::test]
async fn filters_find_what_they_name_and_their_totals_are_the_sum_of_their_rows() {
    for world in worlds().await {
        mixed(&world).await;
        let colleague = format!("owner={}", Who::Colleague.id());
        let division = format!("division={PAVING}");
        let cases: Vec<(&str, &[&str])> = vec![
            ("", ALL),
            ("q=pav", &["Fresh paver", "Old grader"]),
            ("q=GRADER+braz", &["Old grader"]),
            ("q=aver", &[]),
            ("q=%25", &[]),
            ("q='+OR+1=1--", &[]),
            ("owner=me", &[]),
            (&colleague, &["Fresh paver"]),
            (&division, &["Fresh paver", "Lost crane"]),
            ("type=rental", &["Fresh paver"]),
            ("stage=development,won", &["Fresh paver", "Won roller"]),
            ("stage=qualification", &["Old grader", "Past dozer"]),
            ("outcome=lost", &["Lost crane"]),
            ("from=2027-01-01", &["Fresh paver"]),
            ("to=2026-12-01", &["Past dozer"]),
            ("from=2026-12-23&to=2026-12-23", &["Lost crane", "Won roller"]),
            ("min=850.05", &["Fresh paver", "Past dozer", "Won roller"]),
            ("max=100", &["Lost crane", "Old grader"]),
            ("next=idle", &["Old grader"]),
            ("next=past", &["Past dozer"]),
            ("next=attention", &["Old grader", "Past dozer"]),
            ("colour=red&view=table&v=sv_1", ALL),
        ];
        for (query, expected) in cases {
            let filter = OpportunityFilter { sort: OpportunitySort::Name, ..OpportunityFilter::read(query) };
            let list = store::list(&world.ctx(Who::Manager), &filter).await.unwrap();
            let found: Vec<_> = list.page.rows.iter().map(|row| row.name.as_str()).collect();
            assert_eq!(found, expected, "{} {query}", world.engine.name);
            let sum = list.page.rows.iter().fold(Totals::default(), |sum, row| sum.plus(row.amount, row.probability));
            assert_eq!(list.totals, sum, "{} {query}", world.engine.name);
        }
        let brazos = store::list(&world.ctx(Who::Manager), &OpportunityFilter::read("q=brazos")).await.unwrap();
        let customer = brazos.page.rows[0].customer.unwrap();
        let filter = OpportunityFilter { customer: Some(customer), ..OpportunityFilter::default() };
        let list = store::list(&world.ctx(Who::Manager), &filter).await.unwrap();
        assert_eq!((list.totals.count, list.choices.customer_name.as_deref()), (1, Some("Brazos Paving")));
    }
}

#[tokio::test]
async fn a_page_has_as_many_rows_as_were_asked_for() {
    for world in worlds().await {
        for n in 0..60 {
            world.deal(Who::Rep, &format!("Roller {n:02}"), "10.01").await;
        }
        for (query, rows) in [("", 50), ("per=25", 25), ("per=100", 60), ("per=7", 50)] {
            let list = store::list(&world.ctx(Who::Rep), &OpportunityFilter::read(query)).await.unwrap();
            assert_eq!(list.page.rows.len(), rows, "{} {query}", world.engine.name);
            assert_eq!(
                (list.totals.count, list.totals.amount),
                (60, Money(60_060)),
                "{}: all of them",
                world.engine.name
            );
        }
    }
}

/// The file of a query, as rows of name and text.
async fn file(world: &World, who: Who, query: &str) -> Vec<std::collections::HashMap<String, String>> {
    let router = server::export::router::<()>().layer(Extension(world.ctx(who)));
    let request = Request::get(format!("/opportunities.csv?{query}")).body(Body::empty()).unwrap();
    let body = router.oneshot(request).await.unwrap().into_body().collect().await.unwrap().to_bytes();
    let text = String::from_utf8(body.to_vec()).unwrap();
    let mut reader = csv::Reader::from_reader(text.strip_prefix('\u{feff}').unwrap().as_bytes());
    let head = reader.headers().unwrap().clone();
    let row = |row: csv::StringRecord| {
        head.iter().map(str::to_owned).zip(row.iter().map(|cell| unguard(cell).to_owned())).collect()
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

#[tokio::test]
async fn i9_board_list_and_file_say_the_same_for_every_role() {
    for world in worlds().await {
        mixed(&world).await;
        for who in Who::ALL {
            let open = "stage=qualification,development,proposal";
            let list = store::list(&world.ctx(who), &OpportunityFilter::read(open)).await.unwrap();
            let board = board(&world.ctx(who), &OpportunityFilter::default()).await.unwrap();
            let columns = board.columns.iter().fold(Totals::default(), |sum, column| sum.and(column.totals));
            assert_eq!(columns, list.totals, "{} {who:?}", world.engine.name);
            let cards = board.columns.iter().flat_map(|column| &column.cards);
            let cards = cards.fold(Totals::default(), |sum, card| sum.plus(card.amount, card.probability));
            assert_eq!(cards, list.totals, "{} {who:?}", world.engine.name);
            let rows = file(&world, who, open).await;
            let amount: Money = rows.iter().map(|row| Money::parse(&row["Amount"]).unwrap()).sum();
            assert_eq!(
                (rows.len() as i64, amount),
                (list.totals.count, list.totals.amount),
                "{} {who:?}",
                world.engine.name
            );
        }
    }
}

#[tokio::test]
async fn a_file_tells_what_a_screen_has_no_room_for() {
    for world in worlds().await {
        mixed(&world).await;
        let rows = file(&world, Who::Manager, "sort=name").await;
        let names: Vec<_> = rows.iter().map(|row| row["Name"].as_str()).collect();
        assert_eq!(names, ALL, "{}", world.engine.name);
        let lost = &rows[1];
        for (column, text) in [
            ("Division", "Paving"),
            ("Source", "Trade show"),
            ("Notes", "=cmd()"),
            ("Reason", "Delivery time"),
            ("Competitor", "Big Bend Machinery"),
            ("Closed", "2026-12-23"),
        ] {
            assert_eq!(lost[column], text, "{} {column}", world.engine.name);
        }
        assert_eq!((rows[0]["Reason"].as_str(), rows[4]["Reason"].as_str()), ("", "Price"), "{}", world.engine.name);
    }
}
