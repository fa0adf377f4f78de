//! Stages, opportunities with their lines, stage history and closures.

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
                .table("stage")
                .col(string_len("key", 24).primary_key())
                .col(text("name"))
                .col(string_len("phase", 24))
                .col(integer("position"))
                .col(integer("probability"))
                .col(integer("stale_days"))
                .col(integer_null("wip_limit"))
                .col(text("requires"))
                .to_owned(),
        )
        .await?;
        m.create_table(opportunity(m)).await?;
        for sql in INDEXES {
            m.get_connection().execute_unprepared(sql).await?;
        }
        m.create_table(
            Table::create()
                .table("opportunity_line")
                .col(uuid("id").primary_key())
                .col(uuid("opportunity_id"))
                .col(integer("position"))
                .col(uuid_null("product_id"))
                .col(text("description"))
                .col(integer("quantity"))
                .col(big_integer("price"))
                .foreign_key(ForeignKey::create().from("opportunity_line", "opportunity_id").to("opportunity", "id"))
                .foreign_key(ForeignKey::create().from("opportunity_line", "product_id").to("product", "id"))
                .to_owned(),
        )
        .await?;
        m.create_table(
            Table::create()
                .table("stage_change")
                .col(uuid("id").primary_key())
                .col(uuid("opportunity_id"))
                .col(string_len_null("from_stage", 24))
                .col(string_len("to_stage", 24))
                .col(timestamp_with_time_zone("at"))
                .col(uuid_null("user_id"))
                .col(text_null("reason"))
                .foreign_key(ForeignKey::create().from("stage_change", "opportunity_id").to("opportunity", "id"))
                .to_owned(),
        )
        .await?;
        m.create_table(
            Table::create()
                .table("closure")
                .col(uuid("id").primary_key())
                .col(uuid("opportunity_id"))
                .col(string_len("outcome", 24))
                .col(text("reason"))
                .col(date("closed_on"))
                .col(big_integer_null("actual"))
                .col(uuid_null("competitor_id"))
                .col(text_null("make"))
                .col(text_null("model"))
                .col(big_integer_null("price"))
                .col(text_null("learned"))
                .col(uuid_null("user_id"))
                .col(timestamp_with_time_zone("at"))
                .col(timestamp_with_time_zone_null("reopened_at"))
                .foreign_key(ForeignKey::create().from("closure", "opportunity_id").to("opportunity", "id"))
                .foreign_key(ForeignKey::create().from("closure", "competitor_id").to("competitor", "id"))
                .to_owned(),
        )
        .await?;
        for sql in HANGING {
            m.get_connection().execute_unprepared(sql).await?;
        }
        Ok(())
    }
}

fn opportunity(m: &SchemaManager<'_>) -> TableCreateStatement {
    Table::create()
        .table("opportunity")
        .col(uuid("id").primary_key())
        .col(text("number").unique_key())
        .col(text("name"))
        .col(uuid_null("customer_id"))
        .col(uuid("owner_id"))
        .col(uuid_null("region_id"))
        .col(uuid_null("division_id"))
        .col(string_len("kind", 24))
        .col(string_len("stage", 24))
        .col(string_len("phase", 24))
        .col(big_integer("amount"))
        .col(big_integer_null("margin"))
        .col(integer("probability"))
        .col(integer_null("probability_override"))
        .col(date_null("expected_close"))
        .col(date("sort_close"))
        .col(super::bytewise(m, &mut text("rank")))
        .col(text("summary"))
        .col(text_null("source"))
        .col(text_null("trade_in"))
        .col(text_null("notes"))
        .col(timestamp_with_time_zone("stage_since"))
        .col(date_null("closed_on"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .col(big_integer("version"))
        .foreign_key(ForeignKey::create().from("opportunity", "customer_id").to("customer", "id"))
        .foreign_key(ForeignKey::create().from("opportunity", "owner_id").to("user", "id"))
        .foreign_key(ForeignKey::create().from("opportunity", "stage").to("stage", "key"))
        .to_owned()
}

/// Boards read open rows only; history must not make them slower, so their indexes leave it out.
const INDEXES: &[&str] = &[
    "CREATE UNIQUE INDEX ix_opportunity_rank ON opportunity (stage, rank)",
    "CREATE INDEX ix_opportunity_open ON opportunity (stage, sort_close, id) WHERE closed_on IS NULL",
    "CREATE INDEX ix_opportunity_open_owner ON opportunity (owner_id, stage, sort_close, id) WHERE closed_on IS NULL",
    "CREATE INDEX ix_opportunity_open_region ON opportunity (region_id, stage, sort_close, id) WHERE closed_on IS NULL",
    "CREATE INDEX ix_opportunity_totals ON opportunity \
     (stage, amount, probability, sort_close, stage_since, region_id, owner_id) WHERE closed_on IS NULL",
    "CREATE INDEX ix_opportunity_closed ON opportunity (closed_on, phase, region_id, owner_id, amount)",
    "CREATE INDEX ix_opportunity_customer ON opportunity (customer_id, owner_id)",
    "CREATE INDEX ix_opportunity_owner_customer ON opportunity (owner_id, customer_id)",
    "CREATE INDEX ix_opportunity_region_customer ON opportunity (region_id, customer_id)",
    "CREATE INDEX ix_opportunity_close ON opportunity (sort_close, id)",
    "CREATE INDEX ix_opportunity_amount ON opportunity (amount, id)",
    "CREATE INDEX ix_opportunity_updated ON opportunity (updated_at, id)",
];

const HANGING: &[&str] = &[
    "CREATE INDEX ix_line_opportunity ON opportunity_line (opportunity_id, position)",
    "CREATE INDEX ix_stage_change_opportunity ON stage_change (opportunity_id, id)",
    "CREATE INDEX ix_closure_opportunity ON closure (opportunity_id, id)",
];
