//! Starting with the demo dealer.

use crate::support::dealer::TestDealer;
use crate::support::engine;
use entity::user::row as user;
use sea_orm::sea_query::Expr;
use sea_orm::{EntityTrait, PaginatorTrait};
use server::cli::serve::make_ready;
use server::config::{Config, DataArgs, ServeArgs};
use server::state::Web;

fn demo_on(addr: &str) -> (ServeArgs, Config) {
    let args = ServeArgs { addr: Some(addr.parse().unwrap()), demo: true, ..ServeArgs::default() };
    let config = Config::new(&DataArgs::default(), &args).unwrap();
    (args, config)
}

#[tokio::test]
async fn a_demo_for_other_machines_is_refused_before_anything_is_filled() {
    let dealer = TestDealer::empty(engine::sqlite().await, Web::default());
    let (args, config) = demo_on("0.0.0.0:3000");
    let refused = make_ready(&dealer.db, &dealer.source, &config, &args).await.unwrap_err();
    assert!(refused.to_string().contains("--allow-demo"), "{refused}");
    assert_eq!(user::Entity::find().count(&dealer.db.read).await.unwrap(), 0);
    let (mine, here) = demo_on("127.0.0.1:3000");
    assert!(make_ready(&dealer.db, &dealer.source, &here, &mine).await.unwrap());
    assert!(make_ready(&dealer.db, &dealer.source, &config, &args).await.is_err(), "nor once it is filled");
    let off = user::Entity::update_many().col_expr(user::Column::Active, Expr::value(false));
    off.exec(&dealer.db.write).await.unwrap();
    assert!(!make_ready(&dealer.db, &dealer.source, &config, &args).await.unwrap(), "who is disabled is no way in");
}

#[tokio::test]
async fn a_demo_behind_a_public_address_is_refused_too() {
    let dealer = TestDealer::empty(engine::sqlite().await, Web::default());
    for (url, refused) in [
        ("https://crm.example", true),
        ("http://10.0.0.7:8080", true),
        ("http://localhost:8080", false),
        ("http://[::1]:8080", false),
        ("http://127.0.0.1", false),
    ] {
        let (args, _) = demo_on("127.0.0.1:3000");
        let args = ServeArgs { public_url: Some(url.to_owned()), ..args };
        let config = Config::new(&DataArgs::default(), &args).unwrap();
        assert_eq!(make_ready(&dealer.db, &dealer.source, &config, &args).await.is_err(), refused, "{url}");
    }
}

#[tokio::test]
async fn t13_of_two_nodes_that_start_together_one_fills() {
    let Some((one, other)) = engine::two_nodes().await else { return };
    let (one, other) = (TestDealer::empty(one, Web::default()), TestDealer::empty(other, Web::default()));
    let (args, config) = demo_on("127.0.0.1:3000");
    let (first, second) = tokio::join!(
        make_ready(&one.db, &one.source, &config, &args),
        make_ready(&other.db, &other.source, &config, &args),
    );
    assert!(first.unwrap() && second.unwrap());
    let seeded = TestDealer::one().await;
    let users = user::Entity::find().count(&one.db.read).await.unwrap();
    assert_eq!(users, user::Entity::find().count(&seeded.db.read).await.unwrap());
}
