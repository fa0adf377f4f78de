//! A fresh, migrated database per test: SQLite always, PostgreSQL when `IRONBOOK_TEST_PG` holds its URL.

use app::core::db::{Bell, Db};
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;

/// A database that lives as long as this does.
pub struct Engine {
    /// `sqlite` or `postgres`, for messages.
    pub name: &'static str,
    /// Connections, as the server has them.
    pub db: Db,
    _dir: Option<TempDir>,
}

impl Engine {
    /// The file of an embedded database.
    pub fn path(&self) -> Option<PathBuf> {
        self._dir.as_ref().map(|dir| dir.path().join(FILE))
    }
}

/// Name of an embedded database's file.
const FILE: &str = "test.db";

/// One database per engine that is there.
pub async fn engines() -> Vec<Engine> {
    let mut all = vec![sqlite().await];
    if let Some(url) = postgres_url() {
        all.push(postgres(&url).await);
    }
    all
}

/// Where PostgreSQL is. A whole run may not go without it: then its absence is a failure, not a reason to skip.
fn postgres_url() -> Option<String> {
    let url = std::env::var("IRONBOOK_TEST_PG").ok();
    let whole = std::env::var_os("IRONBOOK_TEST_ALL").is_some() || std::env::var("CI").is_ok_and(|ci| ci == "true");
    assert!(url.is_some() || !whole, "IRONBOOK_TEST_PG names no PostgreSQL; run: end2end/postgres.sh run cargo test");
    url
}

/// A PostgreSQL with the schema its tables are in, when it is there.
pub async fn postgres_and_schema() -> Option<(Engine, String)> {
    Some(postgres_in_schema(&postgres_url()?).await)
}

/// An embedded database in a directory of its own.
pub async fn sqlite() -> Engine {
    let dir = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", dir.path().join(FILE).display());
    let write = sqlite_pool(&url, 1).await;
    Migrator::up(&write, None).await.unwrap();
    let db = Db { read: sqlite_pool(&url, 4).await.into(), write, bell: Bell::default(), sealed: false };
    Engine { name: "sqlite", db, _dir: Some(dir) }
}

async fn sqlite_pool(url: &str, connections: u32) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options.max_connections(connections).sqlx_logging(false).map_sqlx_sqlite_opts(|sqlite| {
        use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
        // Tests lose nothing that matters when the power fails.
        sqlite.journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Off).foreign_keys(true)
    });
    Database::connect(options).await.unwrap()
}

/// Two nodes on one PostgreSQL, when it is there.
pub async fn two_nodes() -> Option<(Engine, Engine)> {
    let url = postgres_url()?;
    let (one, schema) = postgres_in_schema(&url).await;
    let other = Engine { name: "postgres", db: Db::shared(postgres_pool(&url, &schema).await), _dir: None };
    Some((one, other))
}

/// A schema of its own in the given cluster.
async fn postgres(url: &str) -> Engine {
    postgres_in_schema(url).await.0
}

async fn postgres_in_schema(url: &str) -> (Engine, String) {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let schema = format!("t{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let admin = Database::connect(url).await.unwrap();
    admin.execute_unprepared(&format!("CREATE SCHEMA {schema}")).await.unwrap();
    let pool = postgres_pool(url, &schema).await;
    Migrator::up(&pool, None).await.unwrap();
    (Engine { name: "postgres", db: Db::shared(pool), _dir: None }, schema)
}

/// Connections to a schema.
pub async fn postgres_pool(url: &str, schema: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options.max_connections(4).sqlx_logging(false).set_schema_search_path(schema);
    Database::connect(options).await.unwrap()
}
