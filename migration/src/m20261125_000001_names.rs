//! Lists of opportunities by name page by keyset; now on an index.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let sql = "CREATE INDEX ix_opportunity_name ON opportunity (name, id)";
        m.get_connection().execute_unprepared(sql).await.map(|_| ())
    }
}
