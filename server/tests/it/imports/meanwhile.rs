//! What others write while a file is brought in.

use super::again::bring;
use crate::support::dealer::{ADMIN, MANAGER, TestDealer};
use crate::support::engine;
use app::core::write::begin;
use app::opportunities::store::{move_to, save};
use entity::customer::row as customer;
use entity::dealer::setting;
use entity::opportunity::row as opportunity;
use entity::opportunity::{MoveForm, OpportunityForm, StageKey};
use entity::shared::ids::OpportunityId;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, Statement,
};
use server::import::cli::Noun;
use std::time::Duration;

/// Holds what `held` has locked until somebody waits for it, or for as long as SQLite's only writer takes to be asked for.
async fn waited_for(dealer: &TestDealer, held: &DatabaseTransaction) {
    if held.get_database_backend() == DbBackend::Sqlite {
        return tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let ask = |sql: &str| Statement::from_string(DbBackend::Postgres, sql);
    let own = held.query_one_raw(ask("SELECT pg_backend_pid() AS pid")).await.unwrap().unwrap();
    let own: i32 = own.try_get("", "pid").unwrap();
    let waiting = format!("SELECT count(*) AS count FROM pg_stat_activity WHERE {own} = ANY(pg_blocking_pids(pid))");
    for _ in 0..400 {
        let row = dealer.db.write.query_one_raw(ask(&waiting)).await.unwrap().unwrap();
        if row.try_get::<i64>("", "count").unwrap() > 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("nobody waits");
}

#[tokio::test]
async fn r21_a_customer_changed_while_a_file_changes_it_keeps_the_change() {
    for dealer in TestDealer::all().await {
        let held = begin(&dealer.db).await.unwrap();
        customer::Entity::update_many()
            .col_expr(customer::Column::City, Expr::value("Lockhart"))
            .col_expr(customer::Column::Version, Expr::col(customer::Column::Version).add(1))
            .filter(customer::Column::Name.eq("Brazos Paving"))
            .exec(&held)
            .await
            .unwrap();
        let (brought, ()) =
            tokio::join!(bring(&dealer, Noun::Accounts, b"account,phone\nBrazos Paving,555\n"), async {
                waited_for(&dealer, &held).await;
                held.commit().await.unwrap();
            });
        if dealer.db.backend() == DbBackend::Postgres {
            let why = brought.unwrap_err();
            assert!(why.contains("Brazos Paving was changed meanwhile. Check the file again."), "{why}");
        }
        let found = customer::Entity::find().filter(customer::Column::Name.eq("Brazos Paving"));
        let row = found.one(&dealer.db.read).await.unwrap().unwrap();
        assert_eq!(row.city.as_deref(), Some("Lockhart"), "{}", dealer.name);
    }
}

#[tokio::test]
async fn r21_an_opportunity_changed_while_a_file_changes_it_keeps_the_change() {
    for dealer in TestDealer::all().await {
        let row = opportunity::Entity::find().filter(opportunity::Column::Stage.eq(StageKey("proposal".into())));
        let row = row.one(&dealer.db.read).await.unwrap().unwrap();
        let owner = dealer.ctx(MANAGER).await;
        let owner = entity::user::row::Entity::find_by_id(row.owner_id).one(&owner.db.read).await.unwrap().unwrap();
        let held = begin(&dealer.db).await.unwrap();
        opportunity::Entity::update_many()
            .col_expr(opportunity::Column::Notes, Expr::value("They called."))
            .col_expr(opportunity::Column::Version, Expr::col(opportunity::Column::Version).add(1))
            .filter(opportunity::Column::Id.eq(row.id))
            .exec(&held)
            .await
            .unwrap();
        let file = format!("number,owner,stage,amount\n{},{},Proposal,4321\n", row.number, owner.name);
        let (brought, ()) = tokio::join!(bring(&dealer, Noun::Opportunities, file.as_bytes()), async {
            waited_for(&dealer, &held).await;
            held.commit().await.unwrap();
        });
        if dealer.db.backend() == DbBackend::Postgres {
            let why = brought.unwrap_err();
            assert!(why.contains("was changed meanwhile. Check the file again."), "{why}");
        }
        let row = opportunity::Entity::find_by_id(row.id).one(&dealer.db.read).await.unwrap().unwrap();
        assert_eq!(row.notes.as_deref(), Some("They called."), "{}", dealer.name);
    }
}

/// SQLite lets one write at a time: there the card waits for the file, which takes seconds.
#[tokio::test]
async fn r21_a_card_is_put_at_the_end_of_a_column_while_a_file_fills_it() {
    let Some((engine, _)) = engine::postgres_and_schema().await else { return };
    let dealer = TestDealer::on(engine).await;
    let card = opportunity::Entity::find().filter(opportunity::Column::Stage.eq(StageKey("qualification".into())));
    let card = card.order_by_asc(opportunity::Column::Number).one(&dealer.db.read).await.unwrap().unwrap();
    // The file waits at its very end for the counter of numbers, with all of its rows written.
    let held = begin(&dealer.db).await.unwrap();
    let counter = setting::Model { name: "opportunity_number".to_owned(), value: "1".to_owned() };
    setting::Entity::insert(counter.into_active_model()).exec_without_returning(&held).await.unwrap();
    let row = |n: u32| format!("O-{n},Maria Reyes,Development,Brazos Paving\n");
    let rows: String = (900_000..900_020).map(row).collect();
    let file = format!("number,owner,stage,account\n{rows}");
    let (brought, ()) = tokio::join!(bring(&dealer, Noun::Opportunities, file.as_bytes()), async {
        waited_for(&dealer, &held).await;
        let form = MoveForm {
            key: dealer.source.id().to_string(),
            id: card.id.to_string(),
            version: card.version.to_string(),
            to: "development".to_owned(),
            ..MoveForm::default()
        };
        let moved = tokio::time::timeout(Duration::from_secs(3), move_to(&dealer.ctx(ADMIN).await, form)).await;
        assert_eq!(moved.expect("the card waits for the file").unwrap().card.id, card.id);
        held.rollback().await.unwrap();
    });
    assert_eq!(brought.unwrap().new_rows(), 20);
}

/// SQLite lets one write at a time: there the new one waits for the file.
#[tokio::test]
async fn a_new_opportunity_gets_a_number_that_no_file_brings_meanwhile() {
    let Some((engine, _)) = engine::postgres_and_schema().await else { return };
    let dealer = TestDealer::on(engine).await;
    let known = opportunity::Entity::find().one(&dealer.db.read).await.unwrap().unwrap();
    let (held, ctx) = (begin(&dealer.db).await.unwrap(), dealer.ctx(ADMIN).await);
    let number = "O-10001".to_owned();
    let brought =
        opportunity::Model { id: OpportunityId(ctx.id()), number, rank: "zzzzzzzz".to_owned(), ..known.clone() };
    opportunity::Entity::insert(brought.into_active_model()).exec_without_returning(&held).await.unwrap();
    let form = OpportunityForm { name: "Added meanwhile".to_owned(), ..OpportunityForm::default() };
    let (saved, ()) = tokio::join!(save(&ctx, None, 0, ctx.id(), StageKey("qualification".into()), form), async {
        waited_for(&dealer, &held).await;
        held.commit().await.unwrap();
    });
    let row = opportunity::Entity::find_by_id(saved.unwrap().id).one(&dealer.db.read).await.unwrap().unwrap();
    assert_eq!(row.number, "O-10002");
}
