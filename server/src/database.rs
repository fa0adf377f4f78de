//! Opening the database: SQLite with one writing connection and a reading pool, or a PostgreSQL pool.

use anyhow::{Context, Result, anyhow, bail};
use app::core::db::{Bell, Db};
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, RuntimeErr, Statement};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Versions before this one may lose commits when the write-ahead log is reset (T16).
const SQLITE_LEAST: [u32; 3] = [3, 51, 3];
/// Readers of a SQLite file at once.
const READERS: u32 = 8;
/// Connections to PostgreSQL.
const POOL: u32 = 20;
/// A page waits at most this long for a connection, then it says that the server is busy (T14).
const PATIENCE: Duration = Duration::from_secs(3);
/// A writer may wait longer: writes of a SQLite file stand in one queue.
const WRITE_PATIENCE: Duration = Duration::from_secs(10);
/// A connection to PostgreSQL that was used within this time is taken to be there; asking costs each statement a way to the
/// server and back.
const RESTED: Duration = Duration::from_secs(1);
/// What PostgreSQL itself gives up on: a statement, a lock, a transaction that nobody ends; and how soon it notices that
/// the other end is gone.
const POSTGRES_LIMITS: [(&str, &str); 6] = [
    ("statement_timeout", "30s"),
    ("lock_timeout", "5s"),
    ("idle_in_transaction_session_timeout", "60s"),
    ("tcp_keepalives_idle", "15"),
    ("tcp_keepalives_interval", "5"),
    ("tcp_keepalives_count", "3"),
];

/// Opens what `url` names; a missing SQLite file is created.
///
/// # Errors
/// With a sentence for the terminal, which never holds the URL: it may carry a password.
pub async fn open(url: &str) -> Result<Db> {
    if url.starts_with("sqlite:") {
        return open_sqlite(url).await;
    }
    if url.starts_with("postgres:") || url.starts_with("postgresql:") {
        return open_postgres(url).await;
    }
    bail!("DATABASE_URL must begin with sqlite: or postgres:")
}

/// The file a SQLite URL names.
pub fn file_of(url: &str) -> Option<PathBuf> {
    let rest = url.strip_prefix("sqlite:")?;
    let path = rest.strip_prefix("//").unwrap_or(rest).split('?').next()?;
    (!path.is_empty() && path != ":memory:").then(|| PathBuf::from(path))
}

async fn open_postgres(url: &str) -> Result<Db> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(POOL).acquire_timeout(PATIENCE).connect_timeout(PATIENCE).sqlx_logging(false);
    options.test_before_acquire_if_idle_for(RESTED);
    options.map_sqlx_postgres_opts(|options| options.options(POSTGRES_LIMITS));
    let pool = Database::connect(options)
        .await
        .map_err(|error| told(error, "cannot reach the PostgreSQL database", PASSWORD_HINT))?;
    for (name, value) in [("fsync", "on"), ("synchronous_commit", "on")] {
        let set = postgres_setting(&pool, name).await?;
        if set != value {
            tracing::warn!("PostgreSQL runs with {name} = {set}: a power cut may lose what was saved");
        }
    }
    Ok(Db::shared(pool))
}

async fn postgres_setting(db: &DatabaseConnection, name: &str) -> Result<String> {
    let statement =
        Statement::from_sql_and_values(DbBackend::Postgres, "SELECT current_setting($1)", [name.to_owned().into()]);
    let row = db.query_one_raw(statement).await?.context("PostgreSQL does not tell its settings")?;
    Ok(row.try_get_by_index(0)?)
}

/// Reading takes a processor, not a disk, so more connections than two a processor only hold more memory.
fn readers() -> u32 {
    let processors = std::thread::available_parallelism().map_or(2, |n| u32::try_from(n.get()).unwrap_or(READERS));
    processors.saturating_mul(2).clamp(4, READERS)
}

async fn open_sqlite(url: &str) -> Result<Db> {
    let file = file_of(url).context("DATABASE_URL names no file; write it such as sqlite:///srv/ironbook.sqlite")?;
    if let Some(parent) = file.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        make_private(parent)?;
    }
    make_file(&file)?;
    let write = sqlite(url, 1, WRITE_PATIENCE, |options| options.create_if_missing(true)).await?;
    assert_version(&write).await?;
    let read = sqlite(url, readers(), PATIENCE, |options| options.pragma("query_only", "ON")).await?;
    Ok(Db { read: read.into(), write, bell: Bell::default(), sealed: false })
}

/// The directory of the data, for its user alone.
fn make_private(dir: &Path) -> Result<()> {
    if dir.exists() {
        return Ok(());
    }
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir).with_context(|| format!("cannot create the directory {}", dir.display()))
}

/// The file of the data, for its user alone even in a folder that others may read. What SQLite puts beside it is like it.
fn make_file(file: &Path) -> Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(file) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
            Err(error).with_context(|| format!("cannot create {}", file.display()))
        }
        _ => Ok(()),
    }
}

async fn sqlite(
    url: &str,
    connections: u32,
    patience: Duration,
    role: fn(SqliteConnectOptions) -> SqliteConnectOptions,
) -> Result<DatabaseConnection> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(connections).acquire_timeout(patience).sqlx_logging(false);
    // A file in the same process does not go away; asking costs each statement two switches of the thread.
    options.test_before_acquire(false);
    options.map_sqlx_sqlite_opts(move |options| {
        let options = options
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            // NORMAL would lose acknowledged writes with the power (T11).
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5))
            .pragma("trusted_schema", "OFF")
            .statement_cache_capacity(200);
        role(options)
    });
    Database::connect(options).await.map_err(|error| told(error, "cannot open the SQLite database", ""))
}

const PASSWORD_HINT: &str = "; in a password write # as %23, / as %2F, ? as %3F and @ as %40";

/// What the operator is told; of an address that cannot be read the library would repeat the whole.
fn told(error: DbErr, what: &'static str, hint: &str) -> anyhow::Error {
    match error {
        DbErr::Conn(RuntimeErr::Internal(_)) => anyhow!("DATABASE_URL cannot be read{hint}"),
        other => anyhow::Error::new(other).context(what),
    }
}

async fn assert_version(db: &DatabaseConnection) -> Result<()> {
    let statement = Statement::from_string(DbBackend::Sqlite, "SELECT sqlite_version()");
    let row = db.query_one_raw(statement).await?.context("SQLite does not tell its version")?;
    let version: String = row.try_get_by_index(0)?;
    if !is_new_enough(&version) {
        bail!("this build carries SQLite {version}; at least 3.51.3 is needed, older ones may lose data");
    }
    Ok(())
}

fn is_new_enough(version: &str) -> bool {
    let parts: Vec<u32> = version.split('.').filter_map(|part| part.parse().ok()).collect();
    parts.as_slice() >= SQLITE_LEAST.as_slice()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t16_old_sqlite_is_refused() {
        for (version, fits) in
            [("3.51.3", true), ("3.52.0", true), ("4.0.0", true), ("3.51.2", false), ("3.46.1", false)]
        {
            assert_eq!(is_new_enough(version), fits, "{version}");
        }
    }

    #[test]
    fn a_sqlite_address_names_its_file() {
        for (url, file) in [
            ("sqlite:///srv/ironbook.sqlite", Some("/srv/ironbook.sqlite")),
            ("sqlite://data/a.sqlite?mode=rwc", Some("data/a.sqlite")),
            ("sqlite:a.sqlite", Some("a.sqlite")),
            ("sqlite::memory:", None),
            ("sqlite://", None),
        ] {
            assert_eq!(file_of(url).as_deref(), file.map(Path::new), "{url}");
        }
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn s45_the_file_is_its_users_alone() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        std::fs::set_permissions(dir.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        let file = dir.path().join("a.sqlite");
        let db = open(&format!("sqlite://{}", file.display())).await.unwrap();
        db.write.execute_unprepared("CREATE TABLE a (b INTEGER)").await.unwrap();
        for name in ["a.sqlite", "a.sqlite-wal"] {
            let mode = std::fs::metadata(dir.path().join(name)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{name}");
        }
    }

    #[tokio::test]
    async fn t11_t12_writers_sync_and_readers_cannot_write() {
        let dir = tempfile::tempdir().unwrap();
        let db = open(&format!("sqlite://{}", dir.path().join("new/a.sqlite").display())).await.unwrap();
        let pragma = async |name: &str| {
            let row = db.write.query_one_raw(Statement::from_string(DbBackend::Sqlite, format!("PRAGMA {name}")));
            row.await.unwrap().unwrap()
        };
        assert_eq!(pragma("journal_mode").await.try_get_by_index::<String>(0).unwrap(), "wal");
        assert_eq!(pragma("synchronous").await.try_get_by_index::<i32>(0).unwrap(), 2);
        assert_eq!(pragma("foreign_keys").await.try_get_by_index::<i32>(0).unwrap(), 1);
        db.write.execute_unprepared("CREATE TABLE a (b INTEGER)").await.unwrap();
        let write = || Statement::from_string(DbBackend::Sqlite, "INSERT INTO a VALUES (1)");
        assert!(db.read.execute_raw(write()).await.is_err());
        assert!(db.write.execute_raw(write()).await.is_ok());
    }
}
