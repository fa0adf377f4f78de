//! Imports: the file, what was chosen for it, and the report by row.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        m.create_table(
            Table::create()
                .table("import")
                .col(uuid("id").primary_key())
                .col(uuid("user_id"))
                .col(string_len("noun", 24))
                .col(text("file_name"))
                .col(text("file_hash"))
                .col(big_integer("file_size"))
                .col(string_len("status", 24))
                .col(text("plan"))
                .col(text("profile"))
                .col(text("counts"))
                .col(boolean("good_only"))
                .col(big_integer("rows_total"))
                .col(big_integer("rows_done"))
                .col(text("failure"))
                .col(boolean("cancel"))
                .col(integer("attempts"))
                .col(uuid_null("leased_by"))
                .col(timestamp_with_time_zone_null("leased_until"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("updated_at"))
                .col(timestamp_with_time_zone_null("started_at"))
                .col(timestamp_with_time_zone_null("finished_at"))
                .col(big_integer("version"))
                .to_owned(),
        )
        .await?;
        // In pieces, so that a file of any size comes and goes in little memory.
        m.create_table(
            Table::create()
                .table("import_chunk")
                .col(uuid("import_id"))
                .col(integer("position"))
                .col(blob("bytes"))
                .primary_key(Index::create().col("import_id").col("position"))
                .foreign_key(ForeignKey::create().from("import_chunk", "import_id").to("import", "id"))
                .to_owned(),
        )
        .await?;
        m.create_table(
            Table::create()
                .table("import_row")
                .col(uuid("import_id"))
                .col(big_integer("row"))
                .col(integer("weight"))
                .col(string_len("outcome", 24))
                .col(text("number"))
                .col(text("record"))
                .col(text("sentence"))
                .col(text("detail"))
                .col(text("changes"))
                .col(text("column_name"))
                .col(text("field"))
                .col(text("excerpt"))
                .col(text("suggestion"))
                .col(uuid_null("record_id"))
                .primary_key(Index::create().col("import_id").col("row"))
                .foreign_key(ForeignKey::create().from("import_row", "import_id").to("import", "id"))
                .to_owned(),
        )
        .await?;
        for sql in [
            "CREATE INDEX ix_import_row_weight ON import_row (import_id, weight, row)",
            "CREATE INDEX ix_import_status ON import (status, created_at)",
            "CREATE INDEX ix_import_user ON import (user_id, created_at)",
        ] {
            m.get_connection().execute_unprepared(sql).await?;
        }
        Ok(())
    }
}
