//! Orders of lists, and pages that start at a row of them.

use chrono::{DateTime, Datelike};
use entity::shared::page::Seek;
use sea_orm::sea_query::{Condition, Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, Order, QueryFilter, QueryOrder, Select};
use std::fmt::Display;
use uuid::Uuid;

/// An order: by a column, and by id where that is equal.
#[derive(Debug, Clone, Copy)]
pub struct Keyset<C> {
    /// The column.
    pub by: C,
    /// The id's.
    pub id: C,
    /// Largest first; the ids too.
    pub down: bool,
    /// Reads what [`cursor`] wrote of the column's value.
    pub value: fn(&str) -> Option<Expr>,
}

/// The place of a row: its id, and its value in the column of the order.
pub fn cursor(id: impl Display, value: impl Display) -> String {
    format!("{id}:{value}")
}

/// Reads an instant, microseconds since 1970. The years are those that both engines can read.
pub fn instant(value: &str) -> Option<Expr> {
    let at = DateTime::from_timestamp_micros(value.parse().ok()?)?;
    (1900..=9999).contains(&at.year()).then(|| Expr::val(at))
}

/// Reads a text.
pub fn text(value: &str) -> Option<Expr> {
    Some(Expr::val(value.to_owned()))
}

impl<C: ColumnTrait> Keyset<C> {
    /// Rows in this order from `seek` on; against it, where the page before a row is asked for. A cursor that cannot be
    /// read leaves nothing out.
    pub fn ordered<E: EntityTrait<Column = C>>(self, select: Select<E>, seek: &Seek) -> Select<E> {
        let order = if self.down == seek.is_backwards() { Order::Asc } else { Order::Desc };
        self.beyond(select, seek).order_by(self.by, order.clone()).order_by(self.id, order)
    }

    /// The same rows in no order: to be counted.
    pub fn beyond<E: EntityTrait<Column = C>>(self, select: Select<E>, seek: &Seek) -> Select<E> {
        match self.beyond_cursor(seek) {
            Some(condition) => select.filter(condition),
            None => select,
        }
    }

    fn beyond_cursor(self, seek: &Seek) -> Option<Condition> {
        let (id, value) = seek.cursor()?.split_once(':')?;
        let (id, value) = (id.parse::<Uuid>().ok()?, (self.value)(value)?);
        let (by, own) = (|| Expr::col(self.by.as_column_ref()), Expr::col(self.id.as_column_ref()));
        Some(if self.down == seek.is_backwards() {
            Condition::any().add(by().gt(value.clone())).add(by().eq(value).and(own.gt(id)))
        } else {
            Condition::any().add(by().lt(value.clone())).add(by().eq(value).and(own.lt(id)))
        })
    }
}
