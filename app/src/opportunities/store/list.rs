//! The list: rows by keyset, totals of the whole filter.

use super::{CardRow, Keyset, all_stages, cards_select, choices, narrow, ordered};
use crate::core::AppError;
use crate::core::ctx::Ctx;
use crate::opportunities::types::{OpportunityList, OpportunityRow};
use entity::Money;
use entity::opportunity::board::Totals;
use entity::opportunity::row::{Column, Entity};
use entity::opportunity::transition::idle_days;
use entity::opportunity::{OpportunityFilter, Stage};
use entity::shared::page::Page;
use entity::shared::percent::Weighted;
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{ColumnTrait, FromQueryResult, QuerySelect, Select};

/// A page of the list with its totals and what one may filter by.
///
/// # Errors
/// The database's.
pub async fn list(ctx: &Ctx, filter: &OpportunityFilter) -> Result<OpportunityList, AppError> {
    let stages = all_stages(&ctx.db.read).await?;
    let page = rows(ctx, filter, &stages, u64::from(filter.per)).await?;
    let totals = totals(ctx, narrow(ctx, filter, &stages)).await?;
    let choices = choices(ctx, filter, stages).await?;
    Ok(OpportunityList { page, totals, choices, today: ctx.today() })
}

/// Rows of a filter, `size` at a time; list and export read through this.
///
/// # Errors
/// The database's.
pub async fn rows(
    ctx: &Ctx,
    filter: &OpportunityFilter,
    stages: &[Stage],
    size: u64,
) -> Result<Page<OpportunityRow>, AppError> {
    let select = ordered(narrow(ctx, filter, stages), filter.sort, &filter.after);
    let found = cards_select(select).limit(size + 1).into_model::<CardRow>().all(&ctx.db.read).await?;
    let page = Page::of(found, usize::try_from(size).unwrap_or(usize::MAX), |row| Keyset::cursor(filter.sort, row));
    let rows = page.rows.into_iter().map(|row| list_row(ctx, row, stages)).collect();
    Ok(Page { rows, next: page.next })
}

pub(super) fn list_row(ctx: &Ctx, row: CardRow, stages: &[Stage]) -> OpportunityRow {
    let stage = stages.iter().find(|stage| stage.key == row.stage);
    let since = ctx.local(row.stage_since).date();
    OpportunityRow {
        id: row.id,
        number: row.number,
        name: row.name,
        customer: row.customer_id,
        customer_name: row.customer_name.unwrap_or_default(),
        owner_name: row.owner_name,
        stage_name: stage.map_or_else(|| row.stage.0.clone(), |stage| stage.name.clone()),
        idle_days: stage.and_then(|stage| idle_days(since, ctx.today(), stage)),
        stage: row.stage,
        phase: row.phase,
        kind: row.kind,
        amount: row.amount,
        probability: row.probability,
        summary: row.summary,
        expected_close: row.expected_close,
        closed_on: row.closed_on,
        stage_since: since,
    }
}

#[derive(FromQueryResult)]
struct Sums {
    count: i64,
    amount: Option<i64>,
    weighted: Option<i64>,
}

/// Count, sum and weighted sum of everything a select finds.
///
/// # Errors
/// The database's.
pub async fn totals(ctx: &Ctx, select: Select<Entity>) -> Result<Totals, AppError> {
    let sums = select
        .select_only()
        .column_as(Column::Id.count(), "count")
        .expr_as(sum_of(Expr::col(Column::Amount)), "amount")
        .expr_as(sum_of(Expr::col(Column::Amount).mul(Expr::col(Column::Probability))), "weighted")
        .into_model::<Sums>()
        .one(&ctx.db.read)
        .await?;
    Ok(sums.map_or(Totals::default(), |sums| Totals {
        count: sums.count,
        amount: Money(sums.amount.unwrap_or(0)),
        weighted: Weighted(sums.weighted.unwrap_or(0)),
    }))
}

/// A sum as BIGINT on both engines; PostgreSQL would answer NUMERIC.
pub fn sum_of(expr: Expr) -> Expr {
    Expr::expr(Func::cast_as(expr.sum(), "BIGINT"))
}
