//! Orders of opportunities: the same for board, list, export and API.

use super::CardRow;
use crate::core::keyset::{Keyset, cursor, instant, text};
use entity::opportunity::OpportunitySort;
use entity::opportunity::row::{Column, Entity};
use entity::shared::dates;
use entity::shared::page::Seek;
use sea_orm::Select;
use sea_orm::sea_query::Expr;

/// The cursor of a row.
pub fn cursor_of(sort: OpportunitySort, row: &CardRow) -> String {
    match sort {
        OpportunitySort::Close | OpportunitySort::CloseDown => cursor(row.id, row.sort_close),
        OpportunitySort::Amount | OpportunitySort::AmountDown => cursor(row.id, row.amount.0),
        OpportunitySort::Recent => cursor(row.id, row.updated_at.timestamp_micros()),
        OpportunitySort::Name | OpportunitySort::NameDown => cursor(row.id, &row.name),
        OpportunitySort::Manual => cursor(row.id, &row.rank),
    }
}

/// The order as a keyset.
pub(super) fn keyset(sort: OpportunitySort) -> Keyset<Column> {
    use OpportunitySort as By;
    let (by, down, value): (_, _, fn(&str) -> Option<Expr>) = match sort {
        By::Close => (Column::SortClose, false, day),
        By::CloseDown => (Column::SortClose, true, day),
        By::Amount => (Column::Amount, false, amount),
        By::AmountDown => (Column::Amount, true, amount),
        By::Recent => (Column::UpdatedAt, true, instant),
        By::Name => (Column::Name, false, text),
        By::NameDown => (Column::Name, true, text),
        By::Manual => (Column::Rank, false, text),
    };
    Keyset { by, id: Column::Id, down, value }
}

fn day(value: &str) -> Option<Expr> {
    let far = value == dates::FAR_FUTURE.to_string();
    if far { Some(Expr::val(dates::FAR_FUTURE)) } else { dates::parse(value).ok().map(Expr::val) }
}

fn amount(value: &str) -> Option<Expr> {
    value.parse::<i64>().ok().map(Expr::val)
}

/// Orders rows and starts at a row.
pub fn ordered(select: Select<Entity>, sort: OpportunitySort, seek: &Seek) -> Select<Entity> {
    keyset(sort).ordered(select, seek)
}
