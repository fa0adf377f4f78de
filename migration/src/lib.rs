//! The history of the schema. Names are literal: entities change, history must not.
//!
//! Every migration runs in a transaction on both engines, under a lock that `server` takes around them.

pub use sea_orm_migration::prelude::*;
pub use sea_orm_migration::seaql_migrations;

mod m20261123_000001_people;
mod m20261123_000002_customers;
mod m20261123_000003_pipeline;
mod m20261123_000004_events;
mod m20261123_000005_imports;
mod m20261123_000006_search;
mod m20261125_000001_names;
mod m20261126_000001_made;
mod m20261126_000002_sums;
mod m20261127_000001_other_region;
mod m20261127_000002_viewing;
mod m20261127_000003_closed_days;

/// All migrations in order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261123_000001_people::Migration),
            Box::new(m20261123_000002_customers::Migration),
            Box::new(m20261123_000003_pipeline::Migration),
            Box::new(m20261123_000004_events::Migration),
            Box::new(m20261123_000005_imports::Migration),
            Box::new(m20261123_000006_search::Migration),
            Box::new(m20261125_000001_names::Migration),
            Box::new(m20261126_000001_made::Migration),
            Box::new(m20261126_000002_sums::Migration),
            Box::new(m20261127_000001_other_region::Migration),
            Box::new(m20261127_000002_viewing::Migration),
            Box::new(m20261127_000003_closed_days::Migration),
        ]
    }
}

/// Text compared byte by byte on both engines: PostgreSQL would otherwise follow the language of the machine.
pub(crate) fn bytewise(manager: &SchemaManager<'_>, column: &mut ColumnDef) -> ColumnDef {
    if manager.get_database_backend() == sea_orm_migration::sea_orm::DbBackend::Postgres {
        column.extra("COLLATE \"C\"");
    }
    column.take()
}
