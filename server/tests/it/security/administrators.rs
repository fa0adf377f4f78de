//! Somebody has to administer: the last one stays, also when two disable each other at once (S10).

use crate::support::dealer::{ADMIN, EXECUTIVE, TestDealer};
use crate::support::engine;
use app::core::write::begin;
use entity::Role;
use entity::user::row as user;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use server::cli::user::{UserCommand, run};
use server::config::DataArgs;
use std::time::Duration;

/// A dealer on each engine, with the address by which the terminal reaches its database.
async fn dealers() -> Vec<(TestDealer, String)> {
    let dealer = TestDealer::one().await;
    let url = format!("sqlite://{}", dealer.path().unwrap().display());
    let mut all = vec![(dealer, url)];
    if let Some((engine, schema)) = engine::postgres_and_schema().await {
        let url = std::env::var("IRONBOOK_TEST_PG").unwrap();
        let joint = if url.contains('?') { '&' } else { '?' };
        all.push((TestDealer::on(engine).await, format!("{url}{joint}options=-c%20search_path%3D{schema}")));
    }
    all
}

async fn disable(url: &str, email: &str) -> Result<(), String> {
    let data = DataArgs { database_url: Some(url.to_owned()), ..DataArgs::default() };
    run(&data, &UserCommand::Disable { email: email.to_owned() }).await.map_err(|error| format!("{error:#}"))
}

async fn active_administrators(dealer: &TestDealer) -> Vec<String> {
    let active = user::Entity::find().filter(user::Column::Role.eq(Role::Admin)).filter(user::Column::Active.eq(true));
    active.all(&dealer.db.read).await.unwrap().into_iter().map(|row| row.email).collect()
}

#[tokio::test]
async fn s10_of_two_administrators_who_disable_each_other_one_stays() {
    for (dealer, url) in dealers().await {
        let second = user::Entity::update_many().col_expr(user::Column::Role, Expr::value(Role::Admin));
        second.filter(user::Column::Email.eq(EXECUTIVE)).exec(&dealer.db.write).await.unwrap();
        // Both stand before the same rows when these are let go.
        let held = begin(&dealer.db).await.unwrap();
        user::Entity::find().lock_exclusive().all(&held).await.unwrap();
        let let_go = async {
            tokio::time::sleep(Duration::from_secs(1)).await;
            held.rollback().await.unwrap();
        };
        let (one, other, ()) = tokio::join!(disable(&url, ADMIN), disable(&url, EXECUTIVE), let_go);
        let (stays, refused) = match (one, other) {
            (Err(refused), Ok(())) => (ADMIN, refused),
            (Ok(()), Err(refused)) => (EXECUTIVE, refused),
            both => panic!("{}: {both:?}", dealer.name),
        };
        assert_eq!(refused, format!("{stays} is the last administrator; add another one first"), "{}", dealer.name);
        assert_eq!(active_administrators(&dealer).await, [stays], "{}", dealer.name);
        assert!(disable(&url, stays).await.is_err(), "{}: nor later", dealer.name);
        assert_eq!(active_administrators(&dealer).await, [stays], "{}", dealer.name);
    }
}
