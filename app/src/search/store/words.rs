//! Conditions on words.

use entity::search::{Place, row};
use sea_orm::sea_query::{Alias, ColumnRef, Condition, Expr, ExprTrait, IntoColumnRef, IntoIden, Query};

/// `word` of `table` begins with `prefix`: an ordered range, which a plain index answers on both engines.
pub fn begins(table: impl IntoIden, prefix: &str) -> Condition {
    let table = table.into_iden();
    let word = || Expr::col((table.clone(), row::Column::Word));
    // Nothing sorts behind the last character there is.
    Condition::all().add(word().gte(prefix)).add(word().lt(format!("{prefix}\u{10ffff}")))
}

/// One of the `records` has a word that begins with `prefix`; with `place`, only there.
pub fn bears(records: &[ColumnRef], place: Option<Place>, prefix: &str) -> Expr {
    let other = Alias::new("other_word");
    let its = place.map(|place| Expr::col((other.clone(), row::Column::Place)).eq(place));
    let of = Expr::col((other.clone(), row::Column::RecordId)).is_in(records.iter().cloned().map(Expr::col));
    let select = Query::select()
        .expr(Expr::val(1))
        .from_as(row::Entity, other.clone())
        .cond_where(Condition::all().add(of).add(begins(other, prefix)).add_option(its))
        .to_owned();
    Expr::exists(select)
}

/// A column of a table, for [`bears`].
pub fn column(of: impl IntoColumnRef) -> ColumnRef {
    of.into_column_ref()
}
