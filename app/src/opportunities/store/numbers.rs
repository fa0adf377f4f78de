//! Our own numbers of opportunities, `O-10482`: one counter, moved in the same transaction, so that none is given twice.

use crate::core::write::Tx;
use entity::dealer::setting;
use entity::import::scope;
use sea_orm::sea_query::{Expr, ExprTrait, Func, FunctionCall, OnConflict};
use sea_orm::{DbErr, EntityTrait, Set};

/// Setting that holds the number given last.
const COUNTER: &str = "opportunity_number";
/// The first that is given.
const FIRST: u64 = 10_001;

/// The next number that nothing bears: files bring numbers of our kind, too.
///
/// # Errors
/// The database's.
pub(super) async fn next_number(tx: &Tx<'_>) -> Result<String, DbErr> {
    loop {
        let next = Func::cast_as(Expr::expr(counted()).add(1), "TEXT");
        let anew = OnConflict::column(setting::Column::Name).value(setting::Column::Value, Expr::expr(next)).to_owned();
        let row = setting::Entity::insert(counter(FIRST)).on_conflict(anew).exec_with_returning(tx.db).await?;
        let number = format!("O-{}", row.value);
        let borne = scope::opportunity_numbers_in_use(vec![number.clone()]).into_tuple::<String>().one(tx.db).await?;
        if borne.is_none() {
            return Ok(number);
        }
    }
}

/// Sets the counter behind `highest`, a number that came with a file, unless it is there already.
///
/// # Errors
/// The database's.
pub async fn reach_number(tx: &Tx<'_>, highest: u64) -> Result<(), DbErr> {
    let behind = Expr::expr(counted()).lt(i64::try_from(highest).unwrap_or(i64::MAX));
    let anew = OnConflict::column(setting::Column::Name)
        .update_column(setting::Column::Value)
        .action_and_where(behind)
        .to_owned();
    let row = counter(Ord::max(highest, FIRST - 1));
    setting::Entity::insert(row).on_conflict(anew).exec_without_returning(tx.db).await.map(|_| ())
}

fn counter(number: u64) -> setting::ActiveModel {
    setting::ActiveModel { name: Set(COUNTER.to_owned()), value: Set(number.to_string()) }
}

fn counted() -> FunctionCall {
    Func::cast_as(Expr::col((setting::Entity, setting::Column::Value)), "BIGINT")
}

/// The number behind `O-`, when it is one that our own counter could have given. A longer one is somebody's own way of
/// numbering, and would leave the counter nowhere to go.
pub fn own_number(number: &str) -> Option<u64> {
    const DIGITS_MAX: usize = 9;
    let digits = number.strip_prefix("O-").filter(|digits| digits.len() <= DIGITS_MAX)?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_our_counter_could_give_move_it() {
        for (number, expected) in [
            ("O-10482", Some(10_482)),
            ("O-999999999", Some(999_999_999)),
            ("O-9223372036854775806", None),
            ("O-1000000000", None),
            ("O-+5", None),
            ("O-", None),
            ("X-5", None),
        ] {
            assert_eq!(own_number(number), expected, "{number}");
        }
    }
}
