//! The list: filter, order, paging, totals, and what it costs.

use super::world::{PAVING, Who, World, named, worlds};
use app::customers::store;
use app::customers::types::Tab;
use entity::customer::{CustomerFilter, CustomerForm, CustomerSort, OwnerFilter};
use entity::shared::ids::CustomerId;
use entity::shared::page::Seek;
use std::collections::BTreeSet;
use std::sync::atomic::Ordering;

/// Customers whose names, and whose last changes, collide.
async fn crowd(world: &World) -> usize {
    let names =
        ["Acme", "ACME", "acme", "Brazos Paving", "brazos paving", "Delta", "Élan", "Zeta", "100% Iron_Works", "—"];
    for name in names {
        world.customer(Who::Rep, name).await;
    }
    names.len()
}

async fn walk(world: &World, who: Who, filter: &CustomerFilter, size: u64) -> Vec<CustomerId> {
    let ctx = world.ctx(who);
    let mut filter = filter.clone();
    let mut walked = Vec::new();
    loop {
        let page = store::records(&ctx, &filter, size).await.unwrap();
        assert!(page.rows.len() <= usize::try_from(size).unwrap());
        walked.extend(page.rows.iter().map(|record| record.row.id));
        match page.next {
            Some(next) => filter.seek = next,
            None => return walked,
        }
    }
}

#[tokio::test]
async fn keyset_paging_walks_every_row_exactly_once_in_every_order() {
    for world in worlds().await {
        let count = crowd(&world).await;
        for sort in CustomerSort::ALL {
            let filter = CustomerFilter { sort: *sort, ..CustomerFilter::default() };
            let whole = walk(&world, Who::Rep, &filter, 100).await;
            assert_eq!(whole.iter().collect::<BTreeSet<_>>().len(), count, "{} {sort:?}", world.engine.name);
            for size in 1..=4 {
                assert_eq!(
                    walk(&world, Who::Rep, &filter, size).await,
                    whole,
                    "{} {sort:?} by {size}",
                    world.engine.name
                );
            }
        }
    }
}

#[tokio::test]
async fn orders_are_what_they_say() {
    for world in worlds().await {
        crowd(&world).await;
        let rows = async |sort: CustomerSort| {
            let filter = CustomerFilter { sort, ..CustomerFilter::default() };
            store::records(&world.ctx(Who::Rep), &filter, 100).await.unwrap().rows
        };
        let keys: Vec<_> = rows(CustomerSort::Name).await.into_iter().map(|record| record.row.name_key).collect();
        assert!(keys.is_sorted(), "{} {keys:?}", world.engine.name);
        let keys: Vec<_> = rows(CustomerSort::NameDown).await.into_iter().map(|record| record.row.name_key).collect();
        assert!(keys.iter().rev().is_sorted(), "{} {keys:?}", world.engine.name);
        let times: Vec<_> = rows(CustomerSort::Oldest).await.into_iter().map(|record| record.row.updated_at).collect();
        assert!(times.is_sorted());
        let times: Vec<_> = rows(CustomerSort::Recent).await.into_iter().map(|record| record.row.updated_at).collect();
        assert!(times.iter().rev().is_sorted());
    }
}

#[tokio::test]
async fn a_cursor_nobody_gave_out_starts_at_the_beginning() {
    for world in worlds().await {
        let count = crowd(&world).await;
        for after in ["x", ":", "1:2", "' OR 1=1 --", "019abcde-0000-7000-8000-000000000001:not a time"] {
            let sort = CustomerSort::Recent;
            let filter = CustomerFilter { seek: Seek::After(after.to_owned()), sort, ..CustomerFilter::default() };
            let page = store::records(&world.ctx(Who::Rep), &filter, 100).await.unwrap();
            assert_eq!(page.rows.len(), count, "{} {after}", world.engine.name);
        }
    }
}

#[tokio::test]
async fn filters_find_what_they_name() {
    for world in worlds().await {
        let form = CustomerForm {
            number: "C-20418".into(),
            customer_type: "Contractor, paving".into(),
            phone: "(512) 555-0143".into(),
            street: "1420 Blackjack St".into(),
            city: "Lockhart".into(),
            postal_code: "78644".into(),
            division: PAVING.to_string(),
            tags: "vip, 100%".into(),
            machine_rep: Who::Rep.id().to_string(),
            support_rep: Who::Support.id().to_string(),
            ..named("Brazos Paving")
        };
        world.save(Who::Manager, None, 0, form).await.unwrap();
        let prospect = CustomerForm {
            kind: "prospect".into(),
            status: "inactive".into(),
            tags: "vip2".into(),
            machine_rep: Who::Colleague.id().to_string(),
            ..named("Delta Earthworks")
        };
        world.save(Who::Manager, None, 0, prospect).await.unwrap();
        for (query, expected) in [
            ("", &["Brazos Paving", "Delta Earthworks"][..]),
            ("q=braz", &["Brazos Paving"]),
            ("q=pav+BRA", &["Brazos Paving"]),
            ("q=brazospaving", &["Brazos Paving"]),
            ("q=razos", &[]),
            ("q=c-204", &["Brazos Paving"]),
            ("q=5550143", &["Brazos Paving"]),
            ("q=555-01", &["Brazos Paving"]),
            ("q=lockhart+78644", &["Brazos Paving"]),
            ("q=blackjack", &["Brazos Paving"]),
            ("q=%25", &[]),
            ("q=_", &[]),
            ("q=b%25", &["Brazos Paving"]),
            ("q='+OR+1=1--", &[]),
            ("kind=prospect", &["Delta Earthworks"]),
            ("status=inactive", &["Delta Earthworks"]),
            ("ctype=Contractor,+paving", &["Brazos Paving"]),
            ("tag=vip", &["Brazos Paving"]),
            ("tag=VIP2", &["Delta Earthworks"]),
            ("tag=v_p", &[]),
            ("tag=100%25", &["Brazos Paving"]),
            ("tag=1%25", &[]),
            ("owner=me", &[]),
            ("kind=alien", &["Brazos Paving", "Delta Earthworks"]),
        ] {
            let filter = CustomerFilter::read(query);
            let list = store::list(&world.ctx(Who::Manager), &filter).await.unwrap();
            let found: Vec<_> = list.page.rows.iter().map(|row| row.name.as_str()).collect();
            assert_eq!(found, expected, "{} {query}", world.engine.name);
            assert_eq!(list.count, i64::try_from(expected.len()).unwrap(), "{} {query}", world.engine.name);
            let counted = store::count(&world.ctx(Who::Manager), &filter).await.unwrap();
            assert_eq!(counted, expected.len() as u64, "{} {query}", world.engine.name);
        }
        for (who, owner, expected) in [
            (Who::Rep, OwnerFilter::Me, 1),
            (Who::Support, OwnerFilter::Me, 1),
            (Who::Manager, OwnerFilter::User(Who::Colleague.id()), 1),
            (Who::Manager, OwnerFilter::User(Who::Support.id()), 1),
            (Who::Colleague, OwnerFilter::User(Who::Rep.id()), 0),
        ] {
            let filter = CustomerFilter { owner: Some(owner), ..CustomerFilter::default() };
            let list = store::list(&world.ctx(who), &filter).await.unwrap();
            assert_eq!(list.count, expected, "{} {who:?} {owner:?}", world.engine.name);
        }
        let filter = CustomerFilter { division: Some(PAVING), ..CustomerFilter::default() };
        assert_eq!(store::list(&world.ctx(Who::Manager), &filter).await.unwrap().count, 1);
    }
}

#[tokio::test]
async fn totals_are_those_of_the_whole_filter_and_the_readers_deals() {
    for world in worlds().await {
        for n in 0..60 {
            let id = world.customer(Who::Rep, &format!("Customer {n:02}")).await;
            if n % 20 == 0 {
                world.opportunity(Who::Rep, id, "Paver", "1000.50").await;
                world.opportunity(Who::Rep, id, "Roller", "2000").await;
            }
        }
        let list = store::list(&world.ctx(Who::Rep), &CustomerFilter::default()).await.unwrap();
        assert_eq!((list.page.rows.len(), list.count), (50, 60), "{}", world.engine.name);
        assert_eq!((list.work.count, list.work.amount.to_string().as_str()), (6, "$9,001.50"));
        let first = &list.page.rows[0];
        assert_eq!((first.work.count, first.work.amount.to_string().as_str()), (2, "$3,000.50"));
        let filter = CustomerFilter { q: "customer 20".into(), ..CustomerFilter::default() };
        let list = store::list(&world.ctx(Who::Rep), &filter).await.unwrap();
        assert_eq!((list.count, list.work.count), (1, 2), "{}", world.engine.name);
    }
}

/// Signing in costs a page two statements more.
#[tokio::test]
async fn pages_ask_at_most_eight_statements() {
    const SIGNED_IN: usize = 2;
    for world in worlds().await {
        let id = world.customer(Who::Rep, "Brazos Paving").await;
        world.opportunity(Who::Rep, id, "Paver", "1000").await;
        world.save_contact(Who::Rep, id, None, 0, super::world::person("Carla")).await.unwrap();
        let (ctx, count) = world.counted(Who::Manager);
        let spent = |what: &str| {
            let spent = count.swap(0, Ordering::Relaxed);
            assert!(spent > 0, "{} {what}: nothing was counted", world.engine.name);
            assert!(spent + SIGNED_IN <= 8, "{} {what}: {spent} statements", world.engine.name);
        };
        store::list(&ctx, &CustomerFilter::read("q=braz&owner=me&kind=customer")).await.unwrap();
        spent("list");
        for tab in [Tab::Overview, Tab::Timeline, Tab::Contacts, Tab::Opportunities] {
            store::show(&ctx, id, tab, None).await.unwrap();
            spent(&format!("{tab:?}"));
        }
        store::form_page(&ctx, Some(id)).await.unwrap();
        spent("form");
        store::contact_form_page(&ctx, id, None).await.unwrap();
        spent("contact form");
        store::similar(&ctx, "Brazos Paving", None).await.unwrap();
        spent("similar");
        app::search::store::find(&ctx, "braz pav", 8).await.unwrap();
        spent("search");
    }
}

#[tokio::test]
async fn the_timeline_walks_back_to_the_beginning() {
    for world in worlds().await {
        let id = world.customer(Who::Rep, "Name 0").await;
        for n in 1..=120 {
            world.save(Who::Rep, Some(id), n, named(&format!("Name {n}"))).await.unwrap();
        }
        let (mut before, mut seen) = (None, Vec::new());
        loop {
            let page = store::show(&world.ctx(Who::Rep), id, Tab::Timeline, before).await.unwrap();
            seen.extend(page.timeline.iter().map(|entry| entry.seq));
            assert_eq!(page.timeline[0].who, "Rep Person");
            match page.older {
                Some(older) => before = Some(older),
                None => break,
            }
        }
        assert_eq!(seen.len(), 121, "{}", world.engine.name);
        assert!(seen.windows(2).all(|pair| pair[0] > pair[1]), "newest first");
    }
}
