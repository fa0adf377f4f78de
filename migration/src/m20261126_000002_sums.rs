//! Indexes that hold everything a sum asks for, so that no row of the table is visited for it.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// SQLite takes an index for covering only when it holds the column of its own condition as well.
const TOTALS: &str = "CREATE INDEX ix_opportunity_totals ON opportunity \
     (stage, amount, probability, sort_close, stage_since, region_id, owner_id, closed_on) WHERE closed_on IS NULL";
/// Of closed ones only: else SQLite would look for the open ones in it, four in ten of all rows.
const CLOSED: &str = "CREATE INDEX ix_opportunity_closed ON opportunity (closed_on, stage, region_id, owner_id, amount) \
     WHERE closed_on IS NOT NULL";
/// The probability makes it hold what the whole list adds up to.
const AMOUNT: &str = "CREATE INDEX ix_opportunity_amount ON opportunity (amount, id, probability)";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        for name in ["ix_opportunity_totals", "ix_opportunity_closed", "ix_opportunity_amount"] {
            m.drop_index(Index::drop().name(name).table("opportunity").to_owned()).await?;
        }
        for sql in [TOTALS, CLOSED, AMOUNT] {
            m.get_connection().execute_unprepared(sql).await?;
        }
        Ok(())
    }
}
