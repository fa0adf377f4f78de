//! The list: rows by keyset, totals of the whole filter.

use super::order::keyset;
use super::{CardRow, all_stages, cards_select, choices, cursor_of, narrow, ordered};
use crate::core::AppError;
use crate::core::ctx::Ctx;
use crate::opportunities::types::{OpportunityList, OpportunityRow};
use entity::Money;
use entity::opportunity::board::Totals;
use entity::opportunity::row::{Column, Entity};
use entity::opportunity::transition::idle_days;
use entity::opportunity::{OpportunityFilter, Stage};
use entity::shared::page::{Page, Seek};
use entity::shared::percent::Weighted;
use sea_orm::sea_query::{Asterisk, Expr, ExprTrait, Func};
use sea_orm::{DbErr, FromQueryResult, PaginatorTrait, QuerySelect, Select};

/// A page of the list with its totals and what one may filter by.
///
/// # Errors
/// The database's.
pub async fn list(ctx: &Ctx, filter: &OpportunityFilter) -> Result<OpportunityList, AppError> {
    let ctx = &ctx.snapshot().await?;
    let stages = all_stages(&ctx.db.read).await?;
    let page = rows(ctx, filter, &stages, u64::from(filter.per)).await?;
    let totals = totals(ctx, narrow(ctx, filter, &stages)).await?;
    let ahead = ahead(ctx, filter, &stages, &page).await?;
    let choices = choices(ctx, filter, stages).await?;
    Ok(OpportunityList { page, ahead, totals, choices, today: ctx.today() })
}

/// Rows of a filter, `size` at a time.
///
/// # Errors
/// The database's.
pub async fn rows(
    ctx: &Ctx,
    filter: &OpportunityFilter,
    stages: &[Stage],
    size: u64,
) -> Result<Page<OpportunityRow>, AppError> {
    let select = ordered(narrow(ctx, filter, stages), filter.sort, &filter.seek);
    let found = cards_select(select).limit(size + 1).into_model::<CardRow>().all(&ctx.db.read).await?;
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let page = Page::of(found, size, &filter.seek, |row| cursor_of(filter.sort, row));
    Ok(page.map(|row| list_row(ctx, row, stages)))
}

/// How many rows stand before a page.
async fn ahead<T>(ctx: &Ctx, filter: &OpportunityFilter, stages: &[Stage], page: &Page<T>) -> Result<u64, DbErr> {
    let Some(before @ Seek::Before(_)) = &page.previous else { return Ok(0) };
    keyset(filter.sort).beyond(narrow(ctx, filter, stages), before).count(&ctx.db.read).await
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
        .expr_as(rows_of(), "count")
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

/// How many rows there are. Not of their ids: an index need not hold those then.
pub fn rows_of() -> Expr {
    Expr::expr(Func::count(Expr::col(Asterisk)))
}

/// A sum as BIGINT on both engines; PostgreSQL would answer NUMERIC.
pub fn sum_of(expr: Expr) -> Expr {
    Expr::expr(Func::cast_as(expr.sum(), "BIGINT"))
}
