//! People, places, sessions, and the memory of forms.

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
        let t = |name: &'static str| Table::create().table(name).to_owned();
        m.create_table(t("setting").col(text("name").primary_key()).col(text("value")).to_owned()).await?;
        m.create_table(t("region").col(uuid("id").primary_key()).col(text("name").unique_key()).to_owned()).await?;
        m.create_table(
            t("division")
                .col(uuid("id").primary_key())
                .col(text("name").unique_key())
                .col(integer("position"))
                .to_owned(),
        )
        .await?;
        m.create_table(t("branch").col(uuid("id").primary_key()).col(uuid("region_id")).col(text("name")).to_owned())
            .await?;
        m.create_table(t("competitor").col(uuid("id").primary_key()).col(text("name").unique_key()).to_owned()).await?;
        m.create_table(
            t("user")
                .col(uuid("id").primary_key())
                .col(text("email").unique_key())
                .col(text("name"))
                .col(string_len("role", 24))
                .col(uuid_null("region_id"))
                .col(uuid_null("branch_id"))
                .col(text("password_hash"))
                .col(boolean("active"))
                .col(big_integer("epoch"))
                .col(text("time_zone"))
                .col(text("theme"))
                .col(timestamp_with_time_zone("created_at"))
                .col(big_integer("version"))
                .to_owned(),
        )
        .await?;
        m.create_table(
            t("session")
                .col(text("id").primary_key())
                .col(uuid("user_id"))
                .col(big_integer("epoch"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("last_seen_at"))
                .col(timestamp_with_time_zone("expires_at"))
                .col(boolean("kept"))
                .col(text("user_agent"))
                .col(text("ip"))
                .to_owned(),
        )
        .await?;
        m.create_index(Index::create().name("ix_session_user").table("session").col("user_id").to_owned()).await?;
        m.create_table(
            t("throttle")
                .col(text("id").primary_key())
                .col(big_integer("count"))
                .col(timestamp_with_time_zone("window_start"))
                .col(timestamp_with_time_zone("last_at"))
                .to_owned(),
        )
        .await?;
        m.create_table(
            t("flash")
                .col(uuid("id").primary_key())
                .col(text("owner"))
                .col(text("content"))
                .col(timestamp_with_time_zone("expires_at"))
                .to_owned(),
        )
        .await?;
        m.create_table(
            t("idempotency")
                .col(uuid("id").primary_key())
                .col(uuid("user_id"))
                .col(text("fingerprint"))
                .col(text("answer"))
                .col(timestamp_with_time_zone("created_at"))
                .to_owned(),
        )
        .await
    }
}
