//! Search: found by beginnings of words, in scope, and never out of date.

use super::world::{Who, World, named, person, worlds};
use app::search::store::{Entry, find};
use entity::contact::ContactForm;
use entity::customer::CustomerForm;
use entity::event::Noun;
use entity::{contact, customer, opportunity, search};
use sea_orm::EntityTrait;
use std::collections::BTreeSet;

async fn titles(world: &World, who: Who, q: &str) -> Vec<(Noun, String)> {
    let found = find(&world.ctx(who), q, 20).await.unwrap();
    found.groups.into_iter().flat_map(|group| group.hits).map(|hit| (hit.noun, hit.title)).collect()
}

async fn book(world: &World) {
    let form = CustomerForm {
        number: "C-20418".into(),
        phone: "512-555-0100".into(),
        city: "Lockhart".into(),
        state: "TX".into(),
        machine_rep: Who::Rep.id().to_string(),
        ..named("Brazos Paving")
    };
    let brazos = world.save(Who::Manager, None, 0, form).await.unwrap();
    let carla = ContactForm { phone: "512-555-0143".into(), role: "Owner".into(), ..person("Carla Nguyen") };
    world.save_contact(Who::Rep, brazos, None, 0, carla).await.unwrap();
    world.opportunity(Who::Rep, brazos, "Compactors for SH 130", "214500").await;
    let marine = world.customer(Who::Rep2, "Brazosport Marine").await;
    world.opportunity(Who::Rep2, marine, "Brazen crane", "1000").await;
    world.save_contact(Who::Rep2, marine, None, 0, person("Carlos Brazil")).await.unwrap();
}

#[tokio::test]
async fn words_find_records_through_names_numbers_phones_and_customers() {
    use Noun::{Contact, Customer, Opportunity};
    for world in worlds().await {
        book(&world).await;
        let brazos = (Customer, "Brazos Paving".to_owned());
        let deal = (Opportunity, "Compactors for SH 130".to_owned());
        let carla = (Contact, "Carla Nguyen".to_owned());
        for (q, expected) in [
            ("braz", vec![brazos.clone(), deal.clone(), carla.clone()]),
            ("BRAZ pav", vec![brazos.clone(), deal.clone(), carla.clone()]),
            ("compactors brazos", vec![deal.clone()]),
            ("nguyen paving", vec![carla.clone()]),
            ("c-20418", vec![brazos.clone()]),
            ("20418", vec![brazos.clone()]),
            ("5550143", vec![carla.clone()]),
            ("512 555 0143", vec![carla.clone()]),
            ("lockhart", vec![brazos.clone()]),
            ("owner", vec![carla.clone()]),
            ("sh 130", vec![deal.clone()]),
            ("razos", vec![]),
            ("brazos quarry", vec![]),
            ("%", vec![]),
            ("_", vec![]),
            ("' OR '1'='1", vec![]),
            ("\\", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(titles(&world, Who::Rep, q).await, expected, "{} {q}", world.engine.name);
        }
        let found = find(&world.ctx(Who::Rep), " braz ", 0).await.unwrap();
        assert_eq!(found.q, "braz");
        let details: Vec<_> = found.groups.iter().flat_map(|g| &g.hits).map(|hit| hit.detail.as_str()).collect();
        assert_eq!(
            details,
            [
                "C-20418 · Lockhart, TX · yours",
                "Brazos Paving · Qualification · $214,500",
                "Owner, Brazos Paving · 512-555-0143"
            ]
        );
    }
}

#[tokio::test]
async fn s03_search_finds_only_what_is_in_scope() {
    for world in worlds().await {
        book(&world).await;
        for who in Who::ALL {
            let found = titles(&world, who, "braz").await;
            let has = |title: &str| found.iter().any(|(_, found)| found == title);
            let (central, gulf) = match who {
                Who::Rep | Who::Manager => (true, false),
                Who::Rep2 | Who::Manager2 => (false, true),
                Who::Colleague | Who::Support => (false, false),
                Who::Executive | Who::Admin => (true, true),
            };
            for (title, expected) in [
                ("Brazos Paving", central),
                ("Compactors for SH 130", central),
                ("Carla Nguyen", central),
                ("Brazosport Marine", gulf),
                ("Brazen crane", gulf),
                ("Carlos Brazil", gulf),
            ] {
                assert_eq!(has(title), expected, "{} {who:?} {title}", world.engine.name);
            }
        }
    }
}

#[tokio::test]
async fn the_best_hits_come_first_and_the_rest_is_owned_up_to() {
    for world in worlds().await {
        for n in 0..30 {
            world.customer(Who::Rep, &format!("Other Iron {n:02}")).await;
        }
        world.customer(Who::Rep, "Iron Works").await;
        let found = find(&world.ctx(Who::Rep), "iron w", 5).await.unwrap();
        assert_eq!(found.groups[0].hits.len(), 1);
        let found = find(&world.ctx(Who::Rep), "iron", 5).await.unwrap();
        let group = &found.groups[0];
        assert_eq!((group.hits.len(), group.more, group.count().as_str()), (5, true, "5+"), "{}", world.engine.name);
        let all = find(&world.ctx(Who::Rep), "iron", 50).await.unwrap();
        assert_eq!((all.groups[0].hits.len(), all.groups[0].more), (31, false));
        assert_eq!(all.groups[0].hits[0].title, "Iron Works", "a name that begins with the question");
        assert_eq!(all.summary(), "31 results");
        let long = find(&world.ctx(Who::Rep), &"iron ".repeat(200), u64::MAX).await.unwrap();
        assert!(long.q.chars().count() <= 200 && long.groups[0].hits.len() == 31);
    }
}

#[tokio::test]
async fn a_renamed_record_is_found_by_its_new_name_alone() {
    for world in worlds().await {
        let id = world.customer(Who::Rep, "Brazos Paving").await;
        world.save_contact(Who::Rep, id, None, 0, person("Carla Nguyen")).await.unwrap();
        world.save(Who::Rep, Some(id), 1, named("Pecos Milling")).await.unwrap();
        assert_eq!(titles(&world, Who::Rep, "brazos").await, [], "{}", world.engine.name);
        assert_eq!(titles(&world, Who::Rep, "pecos").await.len(), 2, "the contact comes along");
    }
}

/// What stands in the index is what the rows say, after every kind of write.
#[tokio::test]
async fn the_index_says_what_the_rows_say() {
    for world in worlds().await {
        book(&world).await;
        agree(&world).await;
    }
    let engine = crate::support::engine::sqlite().await;
    let source = app::core::source::Source::seeded(chrono::DateTime::UNIX_EPOCH + chrono::TimeDelta::days(20_000));
    server::seed::demo(&engine.db, &source, "ironbook-demo").await.unwrap();
    agree(&World { engine, source }).await;
}

async fn agree(world: &World) {
    let db = &world.engine.db.read;
    let customers = customer::row::Entity::find().all(db).await.unwrap();
    let contacts = contact::row::Entity::find().all(db).await.unwrap();
    let opportunities = opportunity::row::Entity::find().all(db).await.unwrap();
    let entries = customers.iter().map(Entry::customer);
    let entries = entries.chain(contacts.iter().map(Entry::contact));
    let entries = entries.chain(opportunities.iter().map(Entry::opportunity));
    let text = |row: &search::row::Model| format!("{row:?}");
    let expected: BTreeSet<String> =
        entries.flat_map(|entry| entry.rows().collect::<Vec<_>>()).map(|r| text(&r)).collect();
    let stored = search::row::Entity::find().all(db).await.unwrap();
    let stored: BTreeSet<String> = stored.iter().map(text).collect();
    assert!(!expected.is_empty());
    assert_eq!(stored, expected, "{}", world.engine.name);
}
