//! The words by which records are found, and a quick look at recent exports.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;
use sea_orm_migration::sea_orm::DbBackend;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::create()
            .table("search_word")
            .col(uuid("record_id"))
            .col(super::bytewise(m, &mut text("word")))
            .col(string_len("place", 24))
            .col(string_len("noun", 24))
            .primary_key(Index::create().col("record_id").col("word").col("place"))
            .to_owned();
        if m.get_database_backend() == DbBackend::Sqlite {
            // Its key is all it holds, so one tree is enough.
            table.extra("WITHOUT ROWID");
        }
        m.create_table(table).await?;
        for sql in [
            "CREATE INDEX ix_search_word ON search_word (noun, place, word, record_id)",
            // How often somebody took rows out lately.
            "CREATE INDEX ix_event_exported ON event (actor_id, at) WHERE deed = 'exported'",
        ] {
            m.get_connection().execute_unprepared(sql).await?;
        }
        Ok(())
    }
}
