//! One way into the index: through which record's words, and in which place of it.

use super::Question;
use crate::search::store::{bears, begins};
use entity::event::Noun;
use entity::search::{Place, row};
use sea_orm::sea_query::{Alias, Asterisk, ColumnRef, Expr, ExprTrait, Order, Query, SelectStatement, UnionType};
use sea_orm::{EntityTrait, JoinType, QueryFilter, QuerySelect, QueryTrait, RelationDef, Select};

/// A way to records.
pub struct Way {
    /// The noun whose words are looked through: the record's own, or its customer's.
    pub noun: Noun,
    /// In which place of it.
    pub place: Place,
    /// From the record to the words.
    pub to_words: RelationDef,
}

/// Records that `way` leads to, as one part of a union. `records` are those whose words count for the other words.
pub fn branch<E: EntityTrait>(
    select: Select<E>,
    number: i32,
    way: Way,
    records: &[ColumnRef],
    question: &Question,
) -> SelectStatement {
    let mut select = select
        .join(JoinType::InnerJoin, way.to_words)
        .filter(Expr::col((row::Entity, row::Column::Noun)).eq(way.noun))
        .filter(Expr::col((row::Entity, row::Column::Place)).eq(way.place))
        .filter(begins(row::Entity, &question.lead));
    for word in &question.others {
        select = select.filter(bears(records, None, word));
    }
    let mut statement = select.into_query();
    statement
        .expr_as(Expr::val(number), "way")
        .order_by((row::Entity, row::Column::Word), Order::Asc)
        .order_by((row::Entity, row::Column::RecordId), Order::Asc)
        // A record may come by two of its words.
        .limit(2 * question.limit + 2);
    Query::select().column(Asterisk).from_subquery(statement, Alias::new("found")).to_owned()
}

/// All ways in one statement.
pub fn either(branches: Vec<SelectStatement>) -> Option<SelectStatement> {
    let mut branches = branches.into_iter();
    let mut first = branches.next()?;
    for other in branches {
        first.union(UnionType::All, other);
    }
    Some(first)
}
