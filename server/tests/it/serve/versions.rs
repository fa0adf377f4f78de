//! A database of another version than the program: a newer one is left alone, an older one is brought up to date (T13).

use crate::support::dealer::TestDealer;
use crate::support::engine::engines;
use crate::support::process::{complained, database, ironbook, said};
use entity::opportunity::row::stage;
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait};
use server::cli::serve::make_ready;
use server::config::{Config, DataArgs, ServeArgs};
use server::migrate::assert_current;
use server::serve::outdated::superseded;
use server::serve::{Pace, Places, listen, serve_on};
use server::state::Web;
use std::time::Duration;

/// What a version of the next century leaves.
const LATER: &str = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29991231_000001_later', 0)";
const SOONER: &str = "DELETE FROM seaql_migrations WHERE version = 'm29991231_000001_later'";
const REFUSAL: &str = "the database was migrated by a newer Ironbook (m29991231_000001_later); start that one";

#[tokio::test]
async fn t13_a_database_of_a_newer_version_is_not_served() {
    for engine in engines().await {
        let dealer = TestDealer::empty(engine, Web::default());
        let args = ServeArgs::default();
        let config = Config::new(&DataArgs::default(), &args).unwrap();
        dealer.db.write.execute_unprepared(LATER).await.unwrap();
        let refused = make_ready(&dealer.db, &dealer.source, &config, &args).await.unwrap_err();
        assert_eq!(refused.to_string(), REFUSAL, "{}", dealer.name);
        assert_eq!(assert_current(&dealer.db).await.unwrap_err().to_string(), REFUSAL, "{}", dealer.name);
        let stages = stage::Entity::find().count(&dealer.db.read).await.unwrap();
        assert_eq!(stages, 0, "{}: nothing was prepared", dealer.name);
        // Who was refused holds no lock: the next one gets his turn.
        dealer.db.write.execute_unprepared(SOONER).await.unwrap();
        make_ready(&dealer.db, &dealer.source, &config, &args).await.unwrap();
        assert_current(&dealer.db).await.unwrap();
    }
}

#[tokio::test]
async fn t13_no_command_touches_a_database_of_a_newer_version() {
    let data = tempfile::tempdir().unwrap();
    assert!(ironbook(data.path(), &["migrate"]).status.success());
    database(data.path()).await.write.execute_unprepared(LATER).await.unwrap();
    for args in [&["serve", "--addr", "127.0.0.1:0"][..], &["migrate"], &["seed"], &["user", "list"], &["check"]] {
        let output = ironbook(data.path(), args);
        assert_eq!(output.status.code(), Some(1), "{args:?}: {output:?}");
        assert!(complained(&output).contains(REFUSAL) && said(&output).is_empty(), "{args:?}: {output:?}");
    }
}

#[tokio::test]
async fn r14_a_node_notices_that_a_newer_one_migrated() {
    for engine in engines().await {
        let dealer = TestDealer::empty(engine, Web::default());
        let mut browser = dealer.browser();
        assert_eq!(browser.get("/readyz").await.status, 200, "{}", dealer.name);
        let round = Duration::from_millis(20);
        let watch = superseded(&dealer.db, round);
        tokio::pin!(watch);
        assert!(tokio::time::timeout(round * 5, &mut watch).await.is_err(), "{}: nothing to say yet", dealer.name);
        dealer.db.write.execute_unprepared(LATER).await.unwrap();
        assert_eq!(watch.await, REFUSAL, "{}", dealer.name);
        assert_eq!(browser.get("/readyz").await.status, 503, "{}", dealer.name);
    }
}

#[tokio::test]
async fn r14_a_server_stops_when_a_newer_one_migrated_and_says_so() {
    for engine in engines().await {
        let dealer = TestDealer::empty(engine, Web::default());
        let listener = listen("127.0.0.1:0".parse().unwrap()).await.unwrap();
        let pace = Pace { look: Duration::from_millis(20), ..Pace::default() };
        let places = Places::new(8, 8, Vec::new());
        let served = serve_on(dealer.state.clone(), listener, places, pace, std::future::pending());
        let migrated = dealer.db.write.execute_unprepared(LATER);
        let (stopped, migrated) = tokio::join!(served, migrated);
        migrated.unwrap();
        assert_eq!(stopped.unwrap_err().to_string(), REFUSAL, "{}", dealer.name);
    }
}

#[tokio::test]
async fn t13_a_database_nobody_migrated_yet_is_of_an_older_version() {
    let data = tempfile::tempdir().unwrap();
    let behind = assert_current(&database(data.path()).await).await.unwrap_err();
    assert_eq!(behind.to_string(), "the database is of an older version; run `ironbook migrate`");
}

#[tokio::test]
async fn t13_a_database_of_an_older_version_is_told_and_brought_up_to_date() {
    let data = tempfile::tempdir().unwrap();
    let db = database(data.path()).await;
    let all = u32::try_from(Migrator::migrations().len()).unwrap();
    Migrator::up(&db.write, Some(all - 1)).await.unwrap();
    let behind = assert_current(&db).await.unwrap_err();
    assert_eq!(behind.to_string(), "the database is of an older version; run `ironbook migrate`");
    let output = ironbook(data.path(), &["migrate"]);
    assert_eq!(
        (output.status.code(), said(&output).as_str()),
        (Some(0), "The database is up to date.\n"),
        "{output:?}"
    );
    assert_current(&db).await.unwrap();
}
