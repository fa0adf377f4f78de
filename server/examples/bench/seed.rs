//! Data for both sides: the large dealer in a fresh SQLite file.

use anyhow::{Result, ensure};
use app::core::db::{Bell, Db};
use app::core::source::Source;
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectOptions, Database};
use server::seed::{PASSWORD, Volume, volume};
use std::path::Path;

/// Writes a file that must not be there yet.
pub async fn write(file: &str, opportunities: usize, open_percent: i64) -> Result<()> {
    ensure!(!Path::new(file).exists(), "{file} is there already");
    let mut options = ConnectOptions::new(format!("sqlite://{file}?mode=rwc"));
    options.max_connections(1).sqlx_logging(false).map_sqlx_sqlite_opts(|sqlite| {
        use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
        sqlite.journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Normal)
    });
    let pool = Database::connect(options).await?;
    Migrator::up(&pool, None).await?;
    let db = Db { read: pool.clone().into(), write: pool.clone(), bell: Bell::default(), sealed: false };
    let size = Volume { opportunities, open_percent, ..Volume::default() };
    let seeded = volume(&db, &Source::system(), PASSWORD, size).await?;
    eprintln!("{file}: {} opportunities, {} customers, {} users", seeded.opportunities, seeded.customers, seeded.users);
    pool.close().await?;
    Ok(())
}
