//! Bringing the schema up to date, under a lock, and the rows every dealer needs.

use anyhow::{Context, Result, bail};
use app::core::db::Db;
use entity::opportunity::default_stages;
use entity::opportunity::row::stage;
use migration::{Migrator, MigratorTrait};
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel, PaginatorTrait, Statement,
    TransactionTrait,
};

/// One number for all nodes of one database.
const LOCK: i64 = 0x1209_b00c;

/// Migrates and prepares. Nodes that start together wait for each other (T13).
///
/// # Errors
/// With a sentence for the terminal.
pub async fn migrate(db: &Db) -> Result<()> {
    if db.backend() != DbBackend::Postgres {
        // One connection writes; a second process waits for the file lock of each migration's transaction.
        run(db).await?;
        return prepare(db).await;
    }
    let guard = db.write.begin().await?;
    guard
        .execute_raw(Statement::from_sql_and_values(
            DbBackend::Postgres,
            "SELECT pg_advisory_xact_lock($1)",
            [LOCK.into()],
        ))
        .await?;
    run(db).await?;
    prepare(db).await?;
    guard.commit().await?;
    Ok(())
}

async fn run(db: &Db) -> Result<()> {
    refuse_newer(db).await?;
    Migrator::up(&db.write, None).await.context("a migration failed; nothing of it was kept")
}

/// Whether every migration this version knows has been applied, and none it does not know.
///
/// # Errors
/// With a sentence for the terminal.
pub async fn assert_current(db: &Db) -> Result<()> {
    refuse_newer(db).await?;
    let pending = Migrator::get_pending_migrations(&db.write).await.context("cannot read the schema's version")?;
    if pending.is_empty() { Ok(()) } else { bail!("the database is of an older version; run `ironbook migrate`") }
}

async fn refuse_newer(db: &Db) -> Result<()> {
    Migrator::install(&db.write).await.context("cannot read the schema's version")?;
    let known: Vec<String> = Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect();
    let applied = Migrator::get_migration_models(&db.write).await?;
    match applied.iter().find(|row| !known.contains(&row.version)) {
        Some(row) => bail!("the database was migrated by a newer Ironbook ({}); start that one", row.version),
        None => Ok(()),
    }
}

/// The stages of a fresh pipeline.
async fn prepare(db: &Db) -> Result<()> {
    if stage::Entity::find().count(&db.write).await? > 0 {
        return Ok(());
    }
    let tx = db.write.begin().await?;
    for stage in default_stages() {
        stage::Model::from(stage).into_active_model().reset_all().insert(&tx).await?;
    }
    tx.commit().await?;
    Ok(())
}
