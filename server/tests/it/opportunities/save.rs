//! Creating and changing: what is kept, what is refused, what is told.

use super::hands::{ROLLER, at, deal, line_of, to};
use crate::customers::world::{PAVING, Who, World, worlds};
use app::core::AppError;
use app::opportunities::store;
use entity::event::row::{Column as EventColumn, Entity as Event};
use entity::opportunity::{LineForm, MoveForm, OpportunityForm};
use entity::shared::ids::CustomerId;
use entity::user::row as user;
use entity::{Money, Percent};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

async fn disable(world: &World, who: Who) {
    let update = user::Entity::update_many().col_expr(user::Column::Active, Expr::value(false));
    update.filter(user::Column::Id.eq(who.id())).exec(&world.engine.db.write).await.unwrap();
}

/// Customers before and behind one of that name: more than a plain choice lists.
async fn crowd(world: &World) {
    use entity::customer::row::Entity;
    let id = world.customer(Who::Rep, "Aaa Pattern").await;
    let pattern = Entity::find_by_id(id).one(&world.engine.db.read).await.unwrap().unwrap();
    let rows: Vec<_> = (0..520u128)
        .map(|n| {
            let mut row = pattern.clone();
            row.id = CustomerId(Uuid::from_u128(10_000 + n));
            row.name = format!("Aab {n:04}");
            row.name_key = format!("aab{n:04}");
            row.into_active_model().reset_all()
        })
        .collect();
    for part in rows.chunks(100) {
        Entity::insert_many(part.to_vec()).exec_without_returning(&world.engine.db.write).await.unwrap();
    }
}

#[tokio::test]
async fn what_was_typed_is_stored_and_comes_back() {
    for world in worlds().await {
        world.stock().await;
        let customer = world.customer(Who::Rep, "Brazos Paving").await;
        let form = OpportunityForm {
            customer: customer.to_string(),
            owner: Who::Rep.id().to_string(),
            division: PAVING.to_string(),
            kind: "used_machine".into(),
            margin: "31400".into(),
            probability: "55".into(),
            expected_close: "2026-12-24".into(),
            source: "Trade show".into(),
            trade_in: "Hamm 3410, 2009".into(),
            notes: "Freight is included.\nSigns on Tuesday.".into(),
            lines: vec![
                LineForm { product: ROLLER.to_string(), ..line_of("", "2", "119500") },
                line_of("Trade-in Hamm 3410", "1", "-41000"),
            ],
            ..deal("Compactors for SH 130", "")
        };
        let id = world.save_deal(Who::Rep, None, 0, form.clone()).await.unwrap();
        let row = world.deal_row(id).await;
        assert_eq!((row.amount, row.probability), (Money::whole(198_000), Percent(55)), "{}", world.engine.name);
        assert_eq!((row.summary.as_str(), row.version), ("Rollers \u{b7} 2 units", 1));
        assert_eq!(world.form(Who::Rep, id).await, form, "{}", world.engine.name);
        assert_eq!(world.history_is_whole(id).await, 1);
    }
}

#[tokio::test]
async fn an_amount_follows_its_lines_until_another_is_typed() {
    for world in worlds().await {
        let lines = |price: &str| vec![line_of("Roller", "2", price)];
        let id = world.save_deal(Who::Rep, None, 0, OpportunityForm { lines: lines("500"), ..deal("A", "") }).await;
        let id = id.unwrap();
        let form = OpportunityForm { lines: lines("600"), ..world.form(Who::Rep, id).await };
        world.save_deal(Who::Rep, Some(id), 1, form).await.unwrap();
        assert_eq!(world.deal_row(id).await.amount, Money::whole(1_200), "{}", world.engine.name);
        let form = OpportunityForm { amount: "1100".into(), ..world.form(Who::Rep, id).await };
        world.save_deal(Who::Rep, Some(id), 2, form).await.unwrap();
        let form = OpportunityForm { lines: lines("700"), ..world.form(Who::Rep, id).await };
        assert_eq!(form.amount, "1100", "{}", world.engine.name);
        world.save_deal(Who::Rep, Some(id), 3, form).await.unwrap();
        assert_eq!(world.deal_row(id).await.amount, Money::whole(1_100), "{}", world.engine.name);
    }
}

#[tokio::test]
async fn a_save_that_changes_nothing_leaves_no_trace() {
    for world in worlds().await {
        world.stock().await;
        let form = OpportunityForm {
            lines: vec![LineForm { product: ROLLER.to_string(), ..line_of("", "1", "5") }],
            ..deal("Roller", "0")
        };
        let id = world.save_deal(Who::Rep, None, 0, form).await.unwrap();
        let events = world.events().await.len();
        let form = world.form(Who::Rep, id).await;
        world.save_deal(Who::Rep, Some(id), 1, form).await.unwrap();
        assert_eq!(world.deal_row(id).await.amount, Money::ZERO, "a typed nought stays one");
        assert_eq!(
            (world.deal_row(id).await.version, world.events().await.len()),
            (1, events),
            "{}",
            world.engine.name
        );
    }
}

#[tokio::test]
async fn the_timeline_tells_every_change() {
    for world in worlds().await {
        world.stock().await;
        let id = world.deal(Who::Rep, "Roller", "1000").await;
        let customer = world.customer(Who::Rep, "Brazos Paving").await;
        let form = OpportunityForm {
            customer: customer.to_string(),
            owner: Who::Colleague.id().to_string(),
            division: PAVING.to_string(),
            probability: "90".into(),
            lines: vec![
                LineForm { product: ROLLER.to_string(), ..line_of("", "2", "500") },
                line_of("Freight", "1", "9"),
            ],
            ..deal("Roller", "1000")
        };
        world.save_deal(Who::Manager, Some(id), 1, form.clone()).await.unwrap();
        let told = world.told().await;
        for expected in [
            "Customer:  > Brazos Paving",
            "Owner: Rep Person > Colleague Person",
            "Division:  > Paving",
            "Probability: from the stage > 90\u{a0}%",
            "Line:  > 2 \u{d7} Hamm H 13i at $500",
            "Line:  > 1 \u{d7} Freight at $9",
        ] {
            let spaced = |text: &str| text.replace('\u{a0}', " ");
            assert!(
                told.iter().any(|line| spaced(line) == spaced(expected)),
                "{} {expected}: {told:?}",
                world.engine.name
            );
        }
        let form = OpportunityForm { lines: vec![line_of("Freight", "1", "9")], ..form };
        world.save_deal(Who::Manager, Some(id), 2, form).await.unwrap();
        assert_eq!(world.told().await, ["Line: 2 \u{d7} Hamm H 13i at $500 > "], "{}", world.engine.name);
    }
}

#[tokio::test]
async fn an_edit_keeps_a_customer_far_down_the_alphabet() {
    for world in worlds().await {
        crowd(&world).await;
        let last = world.customer(Who::Rep, "Zeta Paving").await;
        let id = world.opportunity(Who::Rep, last, "Roller", "1000").await;
        let page = store::form_page(&world.ctx(Who::Rep), Some(id), None).await.unwrap();
        assert_eq!(page.customer.map(|row| row.name).as_deref(), Some("Zeta Paving"), "{}", world.engine.name);
        assert_eq!(page.form.customer, last.to_string());
        let page = store::form_page(&world.ctx(Who::Rep), None, Some(last)).await.unwrap();
        assert_eq!(page.form.customer, last.to_string(), "{}: asked for by the address", world.engine.name);
        assert_eq!(page.customer.map(|row| row.id), Some(last));
        let page = store::form_page(&world.ctx(Who::Rep2), None, Some(last)).await.unwrap();
        assert_eq!((page.customer, page.form.customer.as_str()), (None, ""), "{}: out of scope", world.engine.name);
    }
}

#[tokio::test]
async fn an_edit_keeps_an_owner_who_could_not_be_chosen_today() {
    for world in worlds().await {
        let left = world.deal(Who::Colleague, "Left behind", "1000").await;
        let admins = world.save_deal(Who::Admin, None, 0, deal("House account", "1000")).await.unwrap();
        disable(&world, Who::Colleague).await;
        for (id, owner, editor) in [(left, Who::Colleague, Who::Manager), (admins, Who::Admin, Who::Admin)] {
            let page = store::form_page(&world.ctx(editor), Some(id), None).await.unwrap();
            assert!(page.owners.iter().any(|user| user.id == owner.id()), "{} {owner:?}", world.engine.name);
            let form = OpportunityForm { notes: "Called.".into(), ..page.form };
            world.save_deal(editor, Some(id), 1, form).await.unwrap();
            let row = world.deal_row(id).await;
            assert_eq!((row.owner_id, row.version), (owner.id(), 2), "{}", world.engine.name);
            let form = OpportunityForm { owner: String::new(), name: "Renamed".into(), ..world.form(editor, id).await };
            world.save_deal(editor, Some(id), 2, form).await.unwrap();
            assert_eq!(world.deal_row(id).await.owner_id, owner.id(), "nobody named means nobody else");
        }
        let id = world.deal(Who::Rep, "Mine", "1").await;
        let form = OpportunityForm { owner: Who::Colleague.id().to_string(), ..deal("Mine", "1") };
        let refused = world.save_deal(Who::Manager, Some(id), 1, form).await.unwrap_err();
        assert_eq!(at(&refused, "owner"), "Choose an owner of the list.", "{}: not to one who left", world.engine.name);
    }
}

/// Boards that show it have to hear that it left.
#[tokio::test]
async fn a_card_given_to_another_region_is_told_in_both() {
    for world in worlds().await {
        let id = world.deal(Who::Rep, "Roller", "1000").await;
        let form = OpportunityForm { owner: Who::Rep2.id().to_string(), ..world.form(Who::Admin, id).await };
        world.save_deal(Who::Admin, Some(id), 1, form).await.unwrap();
        let told = world.events().await.pop().unwrap();
        for (who, learns) in [
            (Who::Rep, true),
            (Who::Colleague, false),
            (Who::Manager, true),
            (Who::Rep2, true),
            (Who::Manager2, true),
            (Who::Support, false),
        ] {
            let actor = world.ctx(who).actor;
            assert_eq!(told.reaches(&actor), learns, "{} {who:?}", world.engine.name);
            let read = Event::visible_to(&actor).filter(EventColumn::Seq.eq(told.seq));
            assert_eq!(
                read.one(&world.engine.db.read).await.unwrap().is_some(),
                learns,
                "{} {who:?}",
                world.engine.name
            );
        }
    }
}

#[tokio::test]
async fn a_won_amount_and_its_closing_are_one_number() {
    for world in worlds().await {
        let id = world.deal(Who::Rep, "Roller", "1000").await;
        let won = MoveForm { reason: "price".into(), actual: "900".into(), ..to(id, 1, "won") };
        world.move_deal(Who::Rep, won).await.unwrap();
        let form = OpportunityForm { amount: "950.50".into(), ..world.form(Who::Rep, id).await };
        world.save_deal(Who::Rep, Some(id), 2, form.clone()).await.unwrap();
        assert_eq!(world.deal_row(id).await.amount, Money(95_050));
        assert_eq!(world.closures(id).await[0].actual, Some(Money(95_050)), "{}", world.engine.name);
        let nothing = OpportunityForm { amount: "0".into(), ..form };
        let refused = world.save_deal(Who::Rep, Some(id), 3, nothing).await.unwrap_err();
        assert!(at(&refused, "amount").contains("more than zero"), "{}", world.engine.name);
        assert_eq!(world.closures(id).await[0].actual, Some(Money(95_050)));
    }
}

#[tokio::test]
async fn an_edit_cannot_take_from_a_proposal_what_it_needs() {
    for world in worlds().await {
        let form = OpportunityForm {
            expected_close: "2026-12-24".into(),
            lines: vec![line_of("Roller", "1", "1000")],
            ..deal("Roller", "1000")
        };
        let id = world.save_deal(Who::Rep, None, 0, form.clone()).await.unwrap();
        world.move_deal(Who::Rep, to(id, 1, "proposal")).await.unwrap();
        type Edit = fn(&mut OpportunityForm);
        let cases: [(&str, Edit); 3] = [
            ("amount", |form| form.amount = "0".into()),
            ("expected_close", |form| form.expected_close.clear()),
            ("lines.0.description", |form| form.lines.clear()),
        ];
        for (field, edit) in cases {
            let mut form = form.clone();
            edit(&mut form);
            let refused = world.save_deal(Who::Rep, Some(id), 2, form).await.unwrap_err();
            assert!(at(&refused, field).starts_with("Proposal needs"), "{} {field}", world.engine.name);
        }
        assert_eq!(world.deal_row(id).await.version, 2, "{}: a refusal changes nothing", world.engine.name);
    }
}

#[tokio::test]
async fn who_comes_second_is_told_and_loses_nothing() {
    for world in worlds().await {
        let id = world.deal(Who::Rep, "Roller", "1000").await;
        world
            .save_deal(
                Who::Manager,
                Some(id),
                1,
                OpportunityForm { owner: Who::Rep.id().to_string(), ..deal("Roller, two", "1000") },
            )
            .await
            .unwrap();
        match world.save_deal(Who::Rep, Some(id), 1, deal("Roller, mine", "1000")).await {
            Err(AppError::Conflict(conflict)) => {
                assert_eq!((conflict.who.as_str(), conflict.version), ("Manager Person", 2), "{}", world.engine.name);
            }
            other => panic!("{} {other:?}", world.engine.name),
        }
        world.save_deal(Who::Rep, Some(id), 2, deal("Roller, mine", "1000")).await.unwrap();
        assert_eq!(world.deal_row(id).await.name, "Roller, mine");
    }
}
