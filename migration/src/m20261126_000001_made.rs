//! What each import made, so that it can be undone; and who had it undone.

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
                .table("import_made")
                .col(uuid("import_id"))
                .col(uuid("record_id"))
                .col(string_len("made", 24))
                .primary_key(Index::create().col("import_id").col("record_id"))
                .foreign_key(ForeignKey::create().from("import_made", "import_id").to("import", "id"))
                .to_owned(),
        )
        .await?;
        m.alter_table(Table::alter().table("import").add_column(uuid_null("undone_by")).to_owned()).await
    }
}
