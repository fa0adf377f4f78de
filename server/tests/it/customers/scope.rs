//! Who reaches what: every read channel and every write, for every role.

use super::world::{AUSTIN, GULF, HOUSTON, Who, World, named, person, worlds};
use app::core::AppError;
use app::customers::store;
use app::customers::types::Tab;
use entity::customer::{CustomerFilter, CustomerForm};
use entity::opportunity::OpportunityForm;
use entity::shared::ids::{ContactId, CustomerId};
use std::collections::BTreeSet;

/// A customer, its contact, and who may know of it.
struct Kept {
    id: CustomerId,
    contact: ContactId,
    seen_by: Vec<Who>,
}

/// Customers in different hands.
async fn book(world: &World) -> Vec<Kept> {
    use Who::{Admin, Colleague, Executive, Manager, Manager2, Rep, Rep2, Support};
    let mine = world.customer(Rep, "Mine Paving").await;
    let theirs = world.customer(Colleague, "Colleague Quarry").await;
    let served = world.customer(Support, "Served Ranch").await;
    let gulf = world.customer(Rep2, "Gulf Marine").await;
    let nobodys = world.customer(Admin, "Nobody Holding").await;
    // A deal at another's customer shares it: with the seller, and with his region's manager.
    let shared = world.customer(Rep2, "Shared Drilling").await;
    world.opportunity(Admin, shared, "Cross-border deal", "1000").await;
    let given = shared_with(world, shared, Rep).await;
    assert!(given, "the deal is the rep's now");
    let all = [
        (mine, vec![Rep, Manager, Executive, Admin]),
        (theirs, vec![Colleague, Manager, Executive, Admin]),
        (served, vec![Support, Manager, Executive, Admin]),
        (gulf, vec![Rep2, Manager2, Executive, Admin]),
        (nobodys, vec![Executive, Admin]),
        (shared, vec![Rep, Manager, Rep2, Manager2, Executive, Admin]),
    ];
    let mut kept = Vec::new();
    for (id, seen_by) in all {
        let contact = world.save_contact(Admin, id, None, 0, person("Carla Nguyen")).await.unwrap();
        kept.push(Kept { id, contact, seen_by });
    }
    kept
}

/// Gives the deals at a customer to somebody, as an admin would.
async fn shared_with(world: &World, customer: CustomerId, who: Who) -> bool {
    use entity::opportunity::row::{Column, Entity};
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
    let region = who.row_region();
    let done = Entity::update_many()
        .col_expr(Column::OwnerId, Expr::val(who.id()))
        .col_expr(Column::RegionId, Expr::val(region))
        .filter(Column::CustomerId.eq(customer))
        .exec(&world.engine.db.write)
        .await
        .unwrap();
    done.rows_affected == 1
}

fn names(list: &app::customers::types::CustomerList) -> BTreeSet<CustomerId> {
    list.page.rows.iter().map(|row| row.id).collect()
}

#[tokio::test]
async fn s03_each_role_lists_shows_edits_and_finds_its_own_and_nothing_else() {
    for world in worlds().await {
        let book = book(&world).await;
        for who in Who::ALL {
            let engine = world.engine.name;
            let ctx = world.ctx(who);
            let expected: BTreeSet<_> = book.iter().filter(|k| k.seen_by.contains(&who)).map(|k| k.id).collect();
            let list = store::list(&ctx, &CustomerFilter::default()).await.unwrap();
            assert_eq!(names(&list), expected, "{engine} {who:?}");
            assert_eq!(list.count, i64::try_from(expected.len()).unwrap(), "{engine} {who:?}");
            for kept in &book {
                let seen = kept.seen_by.contains(&who);
                for tab in [Tab::Overview, Tab::Timeline, Tab::Contacts, Tab::Opportunities] {
                    let page = store::show(&ctx, kept.id, tab, None).await;
                    assert_eq!(page.is_ok(), seen, "{engine} {who:?} {tab:?}");
                    assert!(seen || page.unwrap_err() == AppError::NotFound);
                }
                let writes = seen && who != Who::Executive;
                let form = store::form_page(&ctx, Some(kept.id)).await;
                assert_eq!(form.is_ok(), writes, "{engine} {who:?}");
                let form = store::contact_form_page(&ctx, kept.id, Some(kept.contact)).await;
                assert_eq!(form.is_ok(), writes, "{engine} {who:?}");
            }
        }
    }
}

#[tokio::test]
async fn s04_a_denied_write_changes_nothing_and_looks_like_nothing_there() {
    for world in worlds().await {
        let book = book(&world).await;
        let before = world.state().await;
        for who in Who::ALL {
            for kept in book.iter().filter(|kept| !kept.seen_by.contains(&who)) {
                let version = world.row(kept.id).await.version;
                let errors = [
                    world.save(who, Some(kept.id), version, named("Stolen")).await.unwrap_err(),
                    world.save_contact(who, kept.id, None, 0, person("Spy")).await.unwrap_err(),
                    world.save_contact(who, kept.id, Some(kept.contact), 1, person("Spy")).await.unwrap_err(),
                ];
                for error in errors {
                    assert_eq!(error, AppError::NotFound, "{} {who:?}", world.engine.name);
                }
            }
        }
        assert_eq!(world.state().await, before, "{}", world.engine.name);
    }
}

#[tokio::test]
async fn s05_a_contact_of_another_customer_is_not_found_under_this_one() {
    for world in worlds().await {
        let book = book(&world).await;
        let (mine, gulf) = (&book[0], &book[3]);
        let before = world.state().await;
        for (customer, contact) in [(mine.id, gulf.contact), (gulf.id, mine.contact)] {
            let error = world.save_contact(Who::Rep, customer, Some(contact), 1, person("Spy")).await.unwrap_err();
            assert_eq!(error, AppError::NotFound, "{}", world.engine.name);
            let error = store::contact_form_page(&world.ctx(Who::Rep), customer, Some(contact)).await.unwrap_err();
            assert_eq!(error, AppError::NotFound);
        }
        // Both in reach, yet crossed.
        let error = world.save_contact(Who::Admin, mine.id, Some(gulf.contact), 1, person("Spy")).await.unwrap_err();
        assert_eq!(error, AppError::NotFound, "{}", world.engine.name);
        assert_eq!(world.state().await, before);
    }
}

#[tokio::test]
async fn a_timeline_shows_the_customers_past_and_no_deal_of_others() {
    for world in worlds().await {
        let id = world.customer(Who::Rep, "Brazos Paving").await;
        world.opportunity(Who::Rep, id, "Secret paver deal", "90000").await;
        let form = |rep: Who| CustomerForm {
            machine_rep: rep.id().to_string(),
            support_rep: Who::Support.id().to_string(),
            ..named("Brazos Paving")
        };
        world.save(Who::Manager, Some(id), 1, form(Who::Colleague)).await.unwrap();
        let told = async |who: Who| {
            let page = store::show(&world.ctx(who), id, Tab::Overview, None).await.unwrap();
            format!("{:?}", page.timeline)
        };
        let colleague = told(Who::Colleague).await;
        assert!(colleague.contains("Created") && colleague.contains("Machine rep"), "he inherits its history");
        for who in [Who::Colleague, Who::Support] {
            assert!(!told(who).await.contains("Secret"), "{} {who:?}", world.engine.name);
        }
        assert!(told(Who::Manager).await.contains("Secret"), "{}", world.engine.name);
        let page = store::show(&world.ctx(Who::Support), id, Tab::Overview, None).await.unwrap();
        assert_eq!((page.work.count, page.open.len(), page.opportunities_count), (0, 0, 0), "{}", world.engine.name);
        let page = store::show(&world.ctx(Who::Manager), id, Tab::Overview, None).await.unwrap();
        assert_eq!((page.work.count, page.work.amount.to_string().as_str()), (1, "$90,000"));
    }
}

#[tokio::test]
async fn relatives_out_of_scope_are_not_told_of() {
    for world in worlds().await {
        let parent = world.customer(Who::Rep2, "Gulf Holding").await;
        let form = CustomerForm {
            parent: parent.to_string(),
            machine_rep: Who::Rep.id().to_string(),
            ..named("Brazos Paving")
        };
        let id = world.save(Who::Admin, None, 0, form).await.unwrap();
        let page = store::show(&world.ctx(Who::Rep), id, Tab::Overview, None).await.unwrap();
        assert_eq!(page.parent, None, "{}", world.engine.name);
        assert!(!format!("{page:?}").contains("Gulf Holding"));
        let page = store::show(&world.ctx(Who::Rep2), parent, Tab::Overview, None).await.unwrap();
        assert_eq!(page.children, [], "{}", world.engine.name);
        let page = store::show(&world.ctx(Who::Executive), parent, Tab::Overview, None).await.unwrap();
        assert_eq!(page.children.len(), 1);
        // Nor by what is told of a later change.
        let other = world.customer(Who::Rep2, "Coast Holding").await;
        let form = CustomerForm { parent: other.to_string(), ..world.customer_form(id).await };
        world.save(Who::Admin, Some(id), 1, form).await.unwrap();
        let told = async |who| format!("{:?}", store::show(&world.ctx(who), id, Tab::Timeline, None).await.unwrap());
        let rep = told(Who::Rep).await;
        assert!(rep.contains("a customer you may not see"), "{}: {rep}", world.engine.name);
        assert!(!rep.contains("Holding"), "{}: {rep}", world.engine.name);
        assert!(told(Who::Executive).await.contains("Coast Holding"), "{}", world.engine.name);
    }
}

/// Shared for an opportunity there: not a way to take it over.
#[tokio::test]
async fn whoever_works_at_a_customer_of_another_region_does_not_move_it() {
    for world in worlds().await {
        let form = CustomerForm {
            branch: HOUSTON.to_string(),
            machine_rep: Who::Rep2.id().to_string(),
            ..named("Gulf Marine")
        };
        let id = world.save(Who::Admin, None, 0, form).await.unwrap();
        let deal = world.opportunity(Who::Rep2, id, "Dredger", "1").await;
        let given = OpportunityForm { owner: Who::Rep.id().to_string(), ..world.form(Who::Admin, deal).await };
        world.save_deal(Who::Admin, Some(deal), 1, given).await.unwrap();
        let before = world.row(id).await;
        let form = world.customer_form(id).await;
        for (who, field, form) in [
            (Who::Rep, "branch", CustomerForm { branch: AUSTIN.to_string(), ..form.clone() }),
            (Who::Manager, "branch", CustomerForm { branch: String::new(), ..form.clone() }),
            (Who::Manager, "machine_rep", CustomerForm { machine_rep: String::new(), ..form.clone() }),
        ] {
            let refused = world.save(who, Some(id), 1, form).await.unwrap_err();
            assert!(refused.fields().at(field).is_some(), "{} {who:?}: {refused:?}", world.engine.name);
        }
        assert_eq!(world.row(id).await, before, "{}", world.engine.name);
        let form = CustomerForm { phone: "512-555-0123".to_owned(), ..form };
        world.save(Who::Rep, Some(id), 1, form.clone()).await.unwrap();
        let form = CustomerForm { branch: String::new(), ..form };
        world.save(Who::Manager2, Some(id), 2, form).await.unwrap();
        assert_eq!(world.row(id).await.region_id, Some(GULF), "{}", world.engine.name);
    }
}
