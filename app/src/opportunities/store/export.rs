//! Rows for a file: what the list shows, and what there is no room for on a screen.

use super::cards::{CardRow, cards_select};
use super::closing::{closing_in, with_closing};
use super::list::list_row;
use super::{cursor_of, narrow, ordered};
use crate::core::AppError;
use crate::core::ctx::Ctx;
use crate::opportunities::types::OpportunityRow;
use entity::Money;
use entity::dealer::division;
use entity::opportunity::row::{Column, Entity};
use entity::opportunity::{Close, OpportunityFilter, Stage};
use entity::shared::page::Page;
use sea_orm::{
    ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryResult, QuerySelect, QueryTrait, RelationDef,
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

/// Rows of a filter, `size` at a time, in one statement.
///
/// # Errors
/// The database's.
pub async fn export_rows(
    ctx: &Ctx,
    filter: &OpportunityFilter,
    stages: &[Stage],
    size: u64,
) -> Result<Page<ExportRow>, AppError> {
    let to_division: RelationDef =
        Entity::belongs_to(division::Entity).from(Column::DivisionId).to(division::Column::Id).into();
    let select = cards_select(ordered(narrow(ctx, filter, stages), filter.sort, &filter.seek))
        .join(JoinType::LeftJoin, to_division)
        .columns([Column::Margin, Column::Source, Column::TradeIn, Column::Notes])
        .column_as(division::Column::Name, "division_name");
    let statement = with_closing(select).limit(size + 1).into_query();
    let found = ctx.db.read.query_all(&statement).await?;
    let found = found.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let page = Page::of(found, size, &filter.seek, |(card, ..)| cursor_of(filter.sort, card));
    let row = |(card, more, close, competitor)| {
        let More { division_name: division, margin, source, trade_in, notes } = more;
        let row = list_row(ctx, card, stages);
        ExportRow { row, division, margin, source, trade_in, notes, close, competitor }
    };
    Ok(page.map(row))
}

fn read(row: &QueryResult) -> Result<(CardRow, More, Option<Close>, Option<String>), DbErr> {
    let (close, competitor) = closing_in(row)?;
    Ok((CardRow::from_query_result(row, "")?, More::from_query_result(row, "")?, close, competitor))
}
