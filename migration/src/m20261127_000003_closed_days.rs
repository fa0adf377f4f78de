//! What is closed stands in the order of days on the day it was closed.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        m.get_connection()
            .execute_unprepared("UPDATE opportunity SET sort_close = closed_on WHERE closed_on IS NOT NULL")
            .await
            .map(|_| ())
    }
}
