//! Opening the database: SQLite with one writing connection and a reading pool, or a PostgreSQL pool.

use anyhow::{Context, Result, bail};
use app::core::db::{Bell, Db};
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement};
use std::time::Duration;

/// Versions before this one may lose commits when the write-ahead log is reset.
const SQLITE_LEAST: [u32; 3] = [3, 51, 3];
/// Readers of a SQLite file at once.
const READERS: u32 = 8;
/// Connections to PostgreSQL.
const POOL: u32 = 20;
/// A page waits at most this long for a connection, then it says that the server is busy.
const PATIENCE: Duration = Duration::from_secs(3);
/// A writer may wait longer: writes of a SQLite file stand in one queue.
const WRITE_PATIENCE: Duration = Duration::from_secs(10);

/// Opens what `url` names; a missing SQLite file is created.
///
/// # Errors
/// With a sentence for the terminal.
pub async fn open(url: &str) -> Result<Db> {
    if url.starts_with("sqlite:") {
        return open_sqlite(url).await;
    }
    if url.starts_with("postgres:") || url.starts_with("postgresql:") {
        let mut options = ConnectOptions::new(url);
        options.max_connections(POOL).acquire_timeout(PATIENCE).sqlx_logging(false);
        let pool = Database::connect(options).await.context("cannot reach the PostgreSQL database")?;
        return Ok(Db::shared(pool));
    }
    bail!("DATABASE_URL must begin with sqlite: or postgres:")
}

async fn open_sqlite(url: &str) -> Result<Db> {
    if let Some(parent) =
        std::path::Path::new(url.trim_start_matches("sqlite://").trim_start_matches("sqlite:")).parent()
    {
        std::fs::create_dir_all(parent).with_context(|| format!("cannot create the directory {}", parent.display()))?;
    }
    let write = sqlite(url, 1, WRITE_PATIENCE).await?;
    assert_version(&write).await?;
    let read = sqlite(url, READERS, PATIENCE).await?;
    Ok(Db { read, write, bell: Bell::default() })
}

async fn sqlite(url: &str, connections: u32, patience: Duration) -> Result<DatabaseConnection> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(connections).acquire_timeout(patience).sqlx_logging(false);
    options.map_sqlx_sqlite_opts(|options| {
        options
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            // NORMAL would lose acknowledged writes with the power.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5))
            .statement_cache_capacity(200)
    });
    Database::connect(options).await.context("cannot open the SQLite database")
}

async fn assert_version(db: &DatabaseConnection) -> Result<()> {
    let statement = Statement::from_string(db.get_database_backend(), "SELECT sqlite_version()");
    let row = db.query_one_raw(statement).await?.context("SQLite does not tell its version")?;
    let version: String = row.try_get_by_index(0)?;
    let parts: Vec<u32> = version.split('.').filter_map(|part| part.parse().ok()).collect();
    if parts.as_slice() < SQLITE_LEAST.as_slice() {
        bail!("this build carries SQLite {version}; at least 3.51.3 is needed, older ones may lose data");
    }
    Ok(())
}
