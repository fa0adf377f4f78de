//! Creating and changing: who becomes rep, where it belongs, what may be pointed to, what is remembered.

use super::world::{AUSTIN, CENTRAL, GULF, HOUSTON, PAVING, Who, named, worlds};
use app::core::AppError;
use app::customers::store;
use entity::customer::{CustomerForm, Kind, Status};
use entity::event::{Deed, Detail, FieldChange, Noun};
use entity::shared::ids::{CustomerId, UserId};
use std::collections::BTreeSet;
use uuid::Uuid;

fn full() -> CustomerForm {
    CustomerForm {
        kind: "customer".into(),
        number: "C-20418".into(),
        name: "Brazos Paving".into(),
        status: "active".into(),
        customer_type: "Contractor, paving".into(),
        size: "120 people".into(),
        division: PAVING.to_string(),
        branch: AUSTIN.to_string(),
        phone: "512-555-0100".into(),
        website: "www.brazos.example".into(),
        street: "1420 Blackjack St".into(),
        city: "Lockhart".into(),
        county: "Caldwell County".into(),
        state: "TX".into(),
        postal_code: "78644".into(),
        country: "United States".into(),
        parent: String::new(),
        machine_rep: Who::Colleague.id().to_string(),
        support_rep: Who::Support.id().to_string(),
        tags: "vip, paving".into(),
        notes: "Gate code 4711.\nAsk for Jim.".into(),
    }
}

#[tokio::test]
async fn every_field_is_stored_and_comes_back_in_the_form() {
    for world in worlds().await {
        let group = world.customer(Who::Manager, "Brazos Group").await;
        let form = CustomerForm { parent: group.to_string(), ..full() };
        let id = world.save(Who::Manager, None, 0, form.clone()).await.unwrap();
        let page = store::form_page(&world.ctx(Who::Manager), Some(id)).await.unwrap();
        let expected =
            CustomerForm { website: "https://www.brazos.example".into(), tags: "paving, vip".into(), ..form };
        assert_eq!((page.form, page.version), (expected, 1), "{}", world.engine.name);
        let row = world.row(id).await;
        assert_eq!((row.kind, row.status, row.region_id), (Kind::Customer, Status::Active, Some(CENTRAL)));
        assert_eq!((row.name_key.as_str(), row.tags.as_str()), ("brazospaving", ",paving,vip,"));
    }
}

#[tokio::test]
async fn a_rep_becomes_the_rep_of_what_he_creates_by_his_role() {
    for world in worlds().await {
        for (who, machine, support) in [
            (Who::Rep, Some(Who::Rep), None),
            (Who::Support, None, Some(Who::Support)),
            (Who::Rep2, Some(Who::Rep2), None),
            (Who::Manager, None, None),
            (Who::Admin, None, None),
        ] {
            let id = world.customer(who, &format!("Made by {who:?}")).await;
            let row = world.row(id).await;
            let ids = (machine.map(Who::id), support.map(Who::id));
            assert_eq!((row.machine_rep_id, row.support_rep_id), ids, "{} {who:?}", world.engine.name);
            let region = match who {
                Who::Admin => None,
                Who::Rep2 => Some(GULF),
                _ => Some(CENTRAL),
            };
            assert_eq!(row.region_id, region, "{} {who:?}", world.engine.name);
        }
    }
}

#[tokio::test]
async fn s08_reps_are_set_by_those_who_may_reassign_and_ignored_from_others() {
    for world in worlds().await {
        let asked = CustomerForm { branch: String::new(), number: String::new(), ..full() };
        let id = world.save(Who::Rep, None, 0, asked.clone()).await.unwrap();
        assert_eq!(world.row(id).await.machine_rep_id, Some(Who::Rep.id()), "{}", world.engine.name);
        assert_eq!(world.row(id).await.support_rep_id, None);

        let renamed = CustomerForm { name: "Brazos Paving Two".into(), ..asked.clone() };
        world.save(Who::Rep, Some(id), 1, renamed.clone()).await.unwrap();
        assert_eq!(world.row(id).await.machine_rep_id, Some(Who::Rep.id()), "a rep gives nothing away");

        world.save(Who::Manager, Some(id), 2, renamed).await.unwrap();
        let row = world.row(id).await;
        assert_eq!((row.machine_rep_id, row.support_rep_id), (Some(Who::Colleague.id()), Some(Who::Support.id())));
        let answer = store::form_page(&world.ctx(Who::Rep), Some(id)).await.unwrap_err();
        assert_eq!(answer, AppError::NotFound, "it left his book");
    }
}

#[tokio::test]
async fn s05_what_a_form_points_to_must_be_in_reach() {
    for world in worlds().await {
        let foreign = world.customer(Who::Rep2, "Bayport Bulk").await;
        let nobody = UserId(Uuid::from_u128(9999)).to_string();
        let set = |change: fn(&mut CustomerForm, String), value: String| {
            let mut form = named("Brazos Paving");
            change(&mut form, value);
            form
        };
        let cases = [
            (Who::Manager, "machine_rep", set(|f, v| f.machine_rep = v, Who::Rep2.id().to_string())),
            (Who::Manager, "machine_rep", set(|f, v| f.machine_rep = v, Who::Support.id().to_string())),
            (Who::Manager, "machine_rep", set(|f, v| f.machine_rep = v, nobody.clone())),
            (Who::Manager, "support_rep", set(|f, v| f.support_rep = v, Who::Rep.id().to_string())),
            (Who::Manager, "branch", set(|f, v| f.branch = v, HOUSTON.to_string())),
            (Who::Rep, "branch", set(|f, v| f.branch = v, HOUSTON.to_string())),
            (Who::Rep, "parent", set(|f, v| f.parent = v, foreign.to_string())),
            (Who::Manager, "parent", set(|f, v| f.parent = v, nobody.clone())),
            (Who::Admin, "division", set(|f, v| f.division = v, nobody.clone())),
        ];
        let before = world.state().await;
        for (who, field, form) in cases {
            let error = world.save(who, None, 0, form).await.unwrap_err();
            assert!(error.fields().at(field).is_some(), "{} {who:?} {field}: {error:?}", world.engine.name);
        }
        assert_eq!(world.state().await, before, "{}: S04", world.engine.name);
    }
}

#[tokio::test]
async fn what_already_stands_there_may_stay() {
    for world in worlds().await {
        let foreign = world.customer(Who::Admin, "Holding").await;
        let form = CustomerForm {
            branch: HOUSTON.to_string(),
            machine_rep: Who::Rep.id().to_string(),
            parent: foreign.to_string(),
            ..named("Border Case")
        };
        let id = world.save(Who::Admin, None, 0, form).await.unwrap();
        assert_eq!(world.row(id).await.region_id, Some(GULF), "the branch says where it belongs");
        let page = store::form_page(&world.ctx(Who::Rep), Some(id)).await.unwrap();
        assert!(page.branches.iter().any(|(id, _)| *id == HOUSTON), "what is set can be chosen again");
        assert!(page.parent.is_some() && !format!("{page:?}").contains("Holding"), "without telling what it is");
        let again = CustomerForm { phone: "512-555-0199".into(), ..page.form };
        world.save(Who::Rep, Some(id), page.version, again).await.unwrap();
        let row = world.row(id).await;
        assert_eq!((row.branch_id, row.parent_id, row.region_id), (Some(HOUSTON), Some(foreign), Some(GULF)));
    }
}

#[tokio::test]
async fn no_company_is_its_own_ancestor() {
    for world in worlds().await {
        let top = world.customer(Who::Admin, "Top").await;
        let under = |parent: CustomerId, name: &str| CustomerForm { parent: parent.to_string(), ..named(name) };
        let middle = world.save(Who::Admin, None, 0, under(top, "Middle")).await.unwrap();
        let bottom = world.save(Who::Admin, None, 0, under(middle, "Bottom")).await.unwrap();
        for parent in [top, middle, bottom] {
            let error = world.save(Who::Admin, Some(top), 1, under(parent, "Top")).await.unwrap_err();
            assert!(error.fields().at("parent").is_some(), "{}: {error:?}", world.engine.name);
        }
        world.save(Who::Admin, Some(bottom), 1, under(top, "Bottom")).await.unwrap();
    }
}

#[tokio::test]
async fn a_change_tells_what_changed_in_names() {
    for world in worlds().await {
        let id = world.save(Who::Manager, None, 0, full()).await.unwrap();
        let form = CustomerForm {
            kind: "prospect".into(),
            number: String::new(),
            phone: "512-555-0199".into(),
            division: String::new(),
            machine_rep: Who::Rep.id().to_string(),
            website: "https://www.brazos.example".into(),
            tags: "paving, vip".into(),
            ..full()
        };
        world.save(Who::Manager, Some(id), 1, form).await.unwrap();
        let events = world.events().await;
        let event = events.last().unwrap();
        assert_eq!((event.noun, event.deed, event.version), (Noun::Customer, Deed::Changed, 2));
        assert_eq!(event.actor_id, Some(Who::Manager.id()));
        assert_eq!((event.owner_id, event.other_owner_id), (Some(Who::Rep.id()), Some(Who::Support.id())));
        let detail: Detail = serde_json::from_str(&event.detail).unwrap();
        let change = |field: &str, from: &str, to: &str| FieldChange::new(field, from, to);
        let expected = [
            change("Kind", "Customer", "Prospect"),
            change("Number", "C-20418", ""),
            change("Phone", "512-555-0100", "512-555-0199"),
            change("Division", "Paving", ""),
            change("Machine rep", "Colleague Person", "Rep Person"),
        ];
        assert_eq!(detail.changes, expected, "{}", world.engine.name);
    }
}

/// Two customers may bear one name; one in the place of the other is a change.
#[tokio::test]
async fn another_of_the_same_name_is_saved_and_told() {
    for world in worlds().await {
        let one = world.customer(Who::Admin, "Brazos Holding").await;
        let other = world.customer(Who::Admin, "Brazos Holding").await;
        let under = |parent: CustomerId| CustomerForm { parent: parent.to_string(), ..named("Brazos Paving") };
        let id = world.save(Who::Admin, None, 0, under(one)).await.unwrap();
        world.save(Who::Admin, Some(id), 1, under(other)).await.unwrap();
        let row = world.row(id).await;
        assert_eq!((row.parent_id, row.version), (Some(other), 2), "{}", world.engine.name);
        let detail: Detail = serde_json::from_str(&world.events().await.last().unwrap().detail).unwrap();
        let [change] = detail.changes.as_slice() else { panic!("{}: {detail:?}", world.engine.name) };
        assert_eq!((change.from.as_str(), change.to.as_str()), ("Brazos Holding", "another Brazos Holding"));
        assert_eq!(change.customers, [one, other], "{}", world.engine.name);
    }
}

#[tokio::test]
async fn saving_what_is_there_already_changes_nothing() {
    for world in worlds().await {
        let id = world.save(Who::Manager, None, 0, full()).await.unwrap();
        let before = world.state().await;
        world.save(Who::Manager, Some(id), 1, full()).await.unwrap();
        assert_eq!(world.state().await, before, "{}", world.engine.name);
    }
}

#[tokio::test]
async fn s40_a_stale_save_is_told_who_and_when_and_changes_nothing() {
    for world in worlds().await {
        let id = world.customer(Who::Rep, "Brazos Paving").await;
        let theirs = CustomerForm { phone: "512-555-0111".into(), ..named("Brazos Paving") };
        world
            .save(Who::Manager, Some(id), 1, CustomerForm { machine_rep: Who::Rep.id().to_string(), ..theirs })
            .await
            .unwrap();
        let before = world.state().await;
        let error = world.save(Who::Rep, Some(id), 1, named("Brazos Paving Inc")).await.unwrap_err();
        let AppError::Conflict(conflict) = error else { panic!("{}: {error:?}", world.engine.name) };
        assert_eq!((conflict.who.as_str(), conflict.version), ("Manager Person", 2));
        assert_eq!(conflict.at, "12:00", "the wall clock of the reader");
        assert_eq!(world.state().await, before, "{}", world.engine.name);
    }
}

#[tokio::test]
async fn s40_of_many_writers_with_one_version_exactly_one_wins() {
    for world in worlds().await {
        let id = world.customer(Who::Rep, "Brazos Paving").await;
        let tries = (0..8).map(|n| {
            let ctx = world.ctx(Who::Rep);
            async move { store::save(&ctx, Some(id), 1, ctx.id(), named(&format!("Name {n}"))).await }
        });
        let answers = futures_util::future::join_all(tries).await;
        let won = answers.iter().filter(|answer| answer.is_ok()).count();
        let told = answers.iter().filter(|answer| matches!(answer, Err(AppError::Conflict(_)))).count();
        assert_eq!((won, told), (1, 7), "{}: {answers:?}", world.engine.name);
        assert_eq!(world.row(id).await.version, 2);
    }
}

#[tokio::test]
async fn s41_a_key_creates_once_and_refuses_other_content() {
    for world in worlds().await {
        let ctx = world.ctx(Who::Rep);
        let key = ctx.id();
        let mut made = BTreeSet::new();
        for _ in 0..3 {
            made.insert(store::save(&ctx, None, 0, key, named("Brazos Paving")).await.unwrap().id);
        }
        assert_eq!(made.len(), 1, "{}", world.engine.name);
        let events = world.events().await.len();
        let other = store::save(&ctx, None, 0, key, named("Another")).await.unwrap_err();
        assert!(matches!(other, AppError::Refused(_)), "{other:?}");
        let colleague = world.ctx(Who::Colleague);
        let stolen = store::save(&colleague, None, 0, key, named("Brazos Paving")).await.unwrap_err();
        assert!(matches!(stolen, AppError::Refused(_)), "{stolen:?}");
        assert_eq!(world.events().await.len(), events);
    }
}

#[tokio::test]
async fn s41_a_double_click_makes_one_customer() {
    for world in worlds().await {
        let ctx = world.ctx(Who::Rep);
        let key = ctx.id();
        let tries = (0..6).map(|_| store::save(&ctx, None, 0, key, named("Brazos Paving")));
        let answers = futures_util::future::join_all(tries).await;
        let ids: BTreeSet<_> = answers.iter().flatten().map(|saved| saved.id).collect();
        assert_eq!(ids.len(), 1, "{}: {answers:?}", world.engine.name);
        assert_eq!(world.events().await.len(), 1, "{}", world.engine.name);
    }
}

#[tokio::test]
async fn a_number_is_given_once() {
    for world in worlds().await {
        world.save(Who::Manager, None, 0, full()).await.unwrap();
        let before = world.state().await;
        let twin = CustomerForm { name: "Other".into(), number: "C-20418".into(), ..CustomerForm::default() };
        let error = world.save(Who::Rep2, None, 0, twin).await.unwrap_err();
        assert_eq!(error.fields().at("number"), Some("This number is taken."), "{}: {error:?}", world.engine.name);
        assert_eq!(world.state().await, before);
    }
}

#[tokio::test]
async fn wrong_fields_are_named_and_nothing_is_written() {
    for world in worlds().await {
        let before = world.state().await;
        let form = CustomerForm { website: "javascript:alert(1)".into(), ..named(" ") };
        let error = world.save(Who::Rep, None, 0, form).await.unwrap_err();
        assert!(["name", "website"].iter().all(|field| error.fields().at(field).is_some()), "{error:?}");
        assert_eq!(world.state().await, before, "{}", world.engine.name);
    }
}

#[tokio::test]
async fn executives_read_and_do_not_write() {
    for world in worlds().await {
        let id = world.customer(Who::Rep, "Brazos Paving").await;
        let before = world.state().await;
        for (id, version) in [(None, 0), (Some(id), 1)] {
            let error = world.save(Who::Executive, id, version, named("Renamed")).await.unwrap_err();
            assert!(matches!(error, AppError::Denied(_)), "{error:?}");
        }
        let error = store::form_page(&world.ctx(Who::Executive), Some(id)).await.unwrap_err();
        assert!(matches!(error, AppError::Denied(_)), "{error:?}");
        assert_eq!(world.state().await, before, "{}: S04", world.engine.name);
    }
}

#[tokio::test]
async fn only_those_who_may_assign_are_offered_people() {
    for world in worlds().await {
        let page = store::form_page(&world.ctx(Who::Manager), None).await.unwrap();
        let ids = |all: &[(UserId, String)]| all.iter().map(|(id, _)| *id).collect::<BTreeSet<_>>();
        let sellers = [Who::Rep, Who::Colleague, Who::Manager].map(Who::id);
        assert_eq!(ids(&page.machine_reps), BTreeSet::from(sellers), "{}", world.engine.name);
        assert_eq!(ids(&page.support_reps), BTreeSet::from([Who::Support.id()]));
        assert_eq!(page.branches, [(AUSTIN, "Austin".to_owned())]);
        let page = store::form_page(&world.ctx(Who::Rep), None).await.unwrap();
        assert!(!page.may_assign && page.machine_reps.is_empty() && page.support_reps.is_empty());
        let page = store::form_page(&world.ctx(Who::Admin), None).await.unwrap();
        assert_eq!((page.branches.len(), page.machine_reps.len()), (2, 5));
    }
}
