//! What happened: timeline, audit and live updates read this one table.

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
                .table("event")
                .col(big_integer("seq").primary_key().auto_increment())
                .col(timestamp_with_time_zone("at"))
                .col(uuid_null("actor_id"))
                .col(string_len("noun", 24))
                .col(uuid("record_id"))
                .col(uuid_null("customer_id"))
                .col(string_len("deed", 24))
                .col(big_integer("version"))
                .col(text("detail"))
                .col(uuid_null("mutation"))
                .col(uuid_null("owner_id"))
                .col(uuid_null("other_owner_id"))
                .col(uuid_null("region_id"))
                .to_owned(),
        )
        .await?;
        for sql in [
            "CREATE INDEX ix_event_record ON event (record_id, seq)",
            "CREATE INDEX ix_event_customer ON event (customer_id, seq)",
        ] {
            m.get_connection().execute_unprepared(sql).await?;
        }
        Ok(())
    }
}
