//! Rows for a file: what the list shows, and what there is no room for on a screen.

use super::cards::{CardRow, cards_select};
use super::closing::{closing_in, with_closing};
use super::list::list_row;
use super::{narrow, ordered};
use crate::core::AppError;
use crate::core::ctx::Ctx;
use crate::core::export::in_order;
use crate::opportunities::types::OpportunityRow;
use entity::Money;
use entity::dealer::division;
use entity::opportunity::row::{Column, Entity};
use entity::opportunity::{Close, OpportunityFilter, Stage};
use entity::shared::ids::OpportunityId;
use entity::shared::page::Seek;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryResult, QuerySelect,
    QueryTrait, RelationDef,
};

/// A row of a file.
pub struct ExportRow {
    pub row: OpportunityRow,
    pub division: Option<String>,
    pub margin: Option<Money>,
    pub source: Option<String>,
    pub trade_in: Option<String>,
    pub notes: Option<String>,
    /// How it ended, while it is closed.
    pub close: Option<Close>,
    pub competitor: Option<String>,
}

#[derive(FromQueryResult)]
struct More {
    division_name: Option<String>,
    margin: Option<Money>,
    source: Option<String>,
    trade_in: Option<String>,
    notes: Option<String>,
}

/// The opportunities of a filter in its order.
///
/// # Errors
/// The database's.
pub async fn ids(ctx: &Ctx, filter: &OpportunityFilter, stages: &[Stage]) -> Result<Vec<OpportunityId>, AppError> {
    let rows = ordered(narrow(ctx, filter, stages), filter.sort, &Seek::First).select_only().column(Column::Id);
    Ok(rows.into_tuple().all(&ctx.db.read).await?)
}

/// These opportunities as they are now, in this order and in one statement, without those that are out of scope by now.
///
/// # Errors
/// The database's.
pub async fn export_rows(ctx: &Ctx, ids: &[OpportunityId], stages: &[Stage]) -> Result<Vec<ExportRow>, AppError> {
    let to_division: RelationDef =
        Entity::belongs_to(division::Entity).from(Column::DivisionId).to(division::Column::Id).into();
    let these = Entity::visible_to(&ctx.actor).filter(Column::Id.is_in(ids.iter().copied()));
    let select = cards_select(these)
        .join(JoinType::LeftJoin, to_division)
        .columns([Column::Margin, Column::Source, Column::TradeIn, Column::Notes])
        .column_as(division::Column::Name, "division_name");
    let found = ctx.db.read.query_all(&with_closing(select).into_query()).await?;
    let mut found = found.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    in_order(&mut found, ids, |(card, ..)| card.id);
    let row = |(card, more, close, competitor)| {
        let More { division_name: division, margin, source, trade_in, notes } = more;
        let row = list_row(ctx, card, stages);
        ExportRow { row, division, margin, source, trade_in, notes, close, competitor }
    };
    Ok(found.into_iter().map(row).collect())
}

fn read(row: &QueryResult) -> Result<(CardRow, More, Option<Close>, Option<String>), DbErr> {
    let (close, competitor) = closing_in(row)?;
    Ok((CardRow::from_query_result(row, "")?, More::from_query_result(row, "")?, close, competitor))
}
