//! The subcommands' bodies. What people read goes to standard output, everything else to the log.

pub mod check;
pub mod seed;
pub mod serve;
pub mod user;

use crate::config::{Config, DataArgs, ServeArgs};
use crate::{database, migrate};
use anyhow::Result;
use app::core::db::Db;
use std::io::Write;

/// Writes a line for whoever called.
///
/// # Errors
/// When nobody reads any more.
pub fn say(text: impl AsRef<str>) -> Result<()> {
    writeln!(std::io::stdout().lock(), "{}", text.as_ref())?;
    Ok(())
}

/// The database that the arguments name, up to date.
///
/// # Errors
/// With a sentence for the terminal.
pub async fn ready_database(data: &DataArgs) -> Result<Db> {
    let config = Config::new(data, &ServeArgs::default())?;
    let db = database::open(&config.database_url).await?;
    migrate::migrate(&db).await?;
    Ok(db)
}
