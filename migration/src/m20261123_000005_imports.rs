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
                .col(binary("content"))
                .col(string_len("status", 24))
                .col(text("plan"))
                .col(text("counts"))
                .col(big_integer("rows_total"))
                .col(big_integer("rows_done"))
                .col(text_null("failure"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("updated_at"))
                .col(timestamp_with_time_zone_null("finished_at"))
                .col(big_integer("version"))
                .to_owned(),
        )
        .await?;
        m.create_table(
            Table::create()
                .table("import_row")
                .col(uuid("import_id"))
                .col(big_integer("row"))
                .col(string_len("outcome", 24))
                .col(text("number"))
                .col(text("record"))
                .col(text("sentence"))
                .col(text("column_name"))
                .col(text("excerpt"))
                .col(uuid_null("record_id"))
                .primary_key(Index::create().col("import_id").col("row"))
                .foreign_key(ForeignKey::create().from("import_row", "import_id").to("import", "id"))
                .to_owned(),
        )
        .await?;
        m.get_connection()
            .execute_unprepared("CREATE INDEX ix_import_row_outcome ON import_row (import_id, outcome, row)")
            .await
            .map(|_| ())
    }
}
