//! The closing that speaks now: read beside its opportunity, and corrected with its amount.

use crate::core::write::Tx;
use entity::Money;
use entity::dealer::competitor;
use entity::opportunity::Close;
use entity::opportunity::row::{Column, Entity, closure};
use entity::shared::ids::OpportunityId;
use sea_orm::sea_query::{Condition, Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, FromQueryResult, IdenStatic, Iterable, JoinType, QueryFilter, QueryResult,
    QuerySelect, RelationDef, Select,
};

/// Before the names of a closing's columns.
const PREFIX: &str = "closing_";

/// Joins the closing that speaks now, and the competitor it names. Reopening silences a closing, so there is at most one.
pub(super) fn with_closing(select: Select<Entity>) -> Select<Entity> {
    let to_closure: RelationDef =
        Entity::belongs_to(closure::Entity).from(Column::Id).to(closure::Column::OpportunityId).into();
    let to_closure = to_closure
        .on_condition(|_, closure| Condition::all().add(Expr::col((closure, closure::Column::ReopenedAt)).is_null()));
    let to_competitor: RelationDef = closure::Entity::belongs_to(competitor::Entity)
        .from(closure::Column::CompetitorId)
        .to(competitor::Column::Id)
        .into();
    let mut select = select.join(JoinType::LeftJoin, to_closure).join(JoinType::LeftJoin, to_competitor);
    for column in closure::Column::iter() {
        select = select.column_as(column, format!("{PREFIX}{}", column.as_str()));
    }
    select.column_as(competitor::Column::Name, "competitor_name")
}

/// The closing in a row of [`with_closing`], and the name of its competitor.
pub(super) fn closing_in(row: &QueryResult) -> Result<(Option<Close>, Option<String>), DbErr> {
    let found = closure::Model::from_query_result_optional(row, PREFIX)?;
    Ok((found.and_then(closure::Model::close), row.try_get("", "competitor_name")?))
}

/// The closing that speaks now, of an opportunity the caller has found in scope.
///
/// # Errors
/// The database's.
pub(super) async fn closing_of(tx: &Tx<'_>, id: OpportunityId) -> Result<Option<Close>, DbErr> {
    let found = closure::Entity::find()
        .filter(closure::Column::OpportunityId.eq(id))
        .filter(closure::Column::ReopenedAt.is_null())
        .one(tx.db)
        .await?;
    Ok(found.and_then(closure::Model::close))
}

/// Corrects what was agreed, in the closing that speaks now: the amount of a won opportunity and this are one number.
///
/// # Errors
/// The database's.
pub async fn correct_actual(tx: &Tx<'_>, id: OpportunityId, actual: Money) -> Result<(), DbErr> {
    closure::Entity::update_many()
        .col_expr(closure::Column::Actual, Expr::value(Some(actual)))
        .filter(closure::Column::OpportunityId.eq(id))
        .filter(closure::Column::ReopenedAt.is_null())
        .exec(tx.db)
        .await
        .map(|_| ())
}
