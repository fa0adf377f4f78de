//! Bringing the schema up to date, under a lock, and the rows every dealer needs.

use anyhow::{Context, Result, anyhow, bail};
use app::core::db::Db;
use app::core::write::begin;
use entity::dealer::setting;
use entity::opportunity::default_stages;
use entity::opportunity::row::stage;
use migration::{Migrator, MigratorTrait, seaql_migrations};
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, EntityTrait, IntoActiveModel,
    PaginatorTrait, Set, Statement, TransactionTrait,
};
use std::fs::File;
use std::path::PathBuf;

/// One number for all nodes of one database.
const LOCK: i64 = 0x1209_b00c;

/// Migrates and prepares. Nodes that start together wait for each other (T13).
///
/// # Errors
/// With a sentence for the terminal.
pub async fn migrate(db: &Db) -> Result<()> {
    migrate_then(db, async || Ok(())).await
}

/// Migrates and prepares, and does `work` before another node gets its turn.
///
/// # Errors
/// With a sentence for the terminal, and those of the work.
pub async fn migrate_then<T>(db: &Db, work: impl AsyncFnOnce() -> Result<T>) -> Result<T> {
    let guard = Guard::take(db).await?;
    refuse_newer(db).await?;
    Migrator::up(&db.write, None).await.context("a migration failed; nothing of it was kept")?;
    prepare(db).await?;
    let done = work().await?;
    guard.release().await?;
    Ok(done)
}

/// Held while the schema changes.
enum Guard {
    /// A lock of the database, which ends with its transaction.
    Postgres(DatabaseTransaction),
    /// A lock of a file beside the database, which ends when it is closed.
    Sqlite(Option<File>),
}

impl Guard {
    async fn take(db: &Db) -> Result<Self> {
        if db.backend() == DbBackend::Postgres {
            let tx = db.write.begin().await?;
            // Another node may have much to do.
            tx.execute_unprepared("SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0").await?;
            tx.execute_unprepared("SET LOCAL idle_in_transaction_session_timeout = 0").await?;
            let lock = "SELECT pg_advisory_xact_lock($1)";
            tx.execute_raw(Statement::from_sql_and_values(DbBackend::Postgres, lock, [LOCK.into()])).await?;
            return Ok(Self::Postgres(tx));
        }
        let Some(path) = lock_path(db).await? else { return Ok(Self::Sqlite(None)) };
        let file = File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
        let file = tokio::task::spawn_blocking(move || file.lock().map(|()| file)).await?;
        Ok(Self::Sqlite(Some(file.context("cannot lock the database for migrating")?)))
    }

    async fn release(self) -> Result<()> {
        match self {
            Self::Postgres(tx) => tx.commit().await?,
            Self::Sqlite(file) => drop(file),
        }
        Ok(())
    }
}

/// Beside the database's file; nothing for a database in memory.
async fn lock_path(db: &Db) -> Result<Option<PathBuf>> {
    let statement =
        Statement::from_string(DbBackend::Sqlite, "SELECT file FROM pragma_database_list WHERE name = 'main'");
    let Some(row) = db.write.query_one_raw(statement).await? else { return Ok(None) };
    let file: String = row.try_get_by_index(0)?;
    Ok((!file.is_empty()).then(|| PathBuf::from(format!("{file}-migrating"))))
}

/// Whether every migration this version knows has been applied, and none it does not know. Writes nothing.
///
/// # Errors
/// With a sentence for the terminal.
pub async fn assert_current(db: &Db) -> Result<()> {
    match Migrator::get_pending_migrations_read_only(&db.read).await {
        Ok(pending) if pending.is_empty() => Ok(()),
        Ok(_) => bail!("the database is of an older version; run `ironbook migrate`"),
        // It minds what it does not know, in words of its own.
        Err(error) => match newer(&db.read).await {
            Ok(Some(version)) => bail!(refusal(&version)),
            _ => Err(error).context(UNREAD),
        },
    }
}

const UNREAD: &str = "cannot read the schema's version";

/// What is said of a database that holds a migration `version`, unknown here.
pub fn refusal(version: &str) -> String {
    format!("the database was migrated by a newer Ironbook ({version}); start that one")
}

async fn refuse_newer(db: &Db) -> Result<()> {
    Migrator::install(&db.write).await.context(UNREAD)?;
    newer(&db.write).await.context(UNREAD)?.map_or(Ok(()), |version| Err(anyhow!(refusal(&version))))
}

/// A migration that a newer version applied.
///
/// # Errors
/// The database's.
pub async fn newer(db: &impl ConnectionTrait) -> Result<Option<String>, DbErr> {
    let known: Vec<String> = Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect();
    let applied = seaql_migrations::Entity::find().all(db).await?;
    Ok(applied.into_iter().map(|row| row.version).find(|version| !known.contains(version)))
}

/// The stages of a fresh pipeline, and the dealer's time zone: the one of this machine until somebody says otherwise.
async fn prepare(db: &Db) -> Result<()> {
    let tx = begin(db).await?;
    if stage::Entity::find().count(&tx).await? == 0 {
        for stage in default_stages() {
            stage::Model::from(stage).into_active_model().reset_all().insert(&tx).await?;
        }
    }
    if setting::Entity::find_by_id(ZONE).one(&tx).await?.is_none() {
        setting::ActiveModel { name: Set(ZONE.to_owned()), value: Set(machine_zone()) }.insert(&tx).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Setting that holds the dealer's time zone.
const ZONE: &str = "time_zone";

fn machine_zone() -> String {
    let name = iana_time_zone::get_timezone().unwrap_or_default();
    let known = name.parse::<chrono_tz::Tz>().unwrap_or(chrono_tz::Tz::UTC);
    known.name().to_owned()
}
