//! The list: rows by keyset, totals of the whole filter.

use super::choices::filter_choices;
use super::filter::{cursor_of, keyset, narrow};
use super::record::{Record, place};
use crate::core::AppError;
use crate::core::ctx::Ctx;
use crate::customers::types::{CustomerList, CustomerRow, OpenWork};
use crate::opportunities::store::{rows_of, sum_of};
use entity::Money;
use entity::customer::CustomerFilter;
use entity::customer::row as customer;
use entity::opportunity::row::{Column, Entity};
use entity::shared::ids::CustomerId;
use entity::shared::page::{Page, Seek};
use sea_orm::sea_query::{Expr, Func, Query, SubQueryStatement};
use sea_orm::{
    ColumnTrait, DbErr, FromQueryResult, PaginatorTrait, QueryFilter, QuerySelect, QueryTrait, Select, sea_query,
};
use std::collections::HashMap;

/// A page of the list with its totals and what one may filter by.
///
/// # Errors
/// The database's.
pub async fn list(ctx: &Ctx, filter: &CustomerFilter) -> Result<CustomerList, AppError> {
    let ctx = &ctx.snapshot().await?;
    let page = records(ctx, filter, u64::from(filter.per)).await?;
    let work = work_at(ctx, page.rows.iter().map(|record| record.row.id)).await?;
    let (count, total) = totals(ctx, filter).await?;
    let choices = filter_choices(ctx).await?;
    let ahead = ahead(ctx, filter, &page).await?;
    let page = page.map(|record| list_row(ctx, record, &work));
    Ok(CustomerList { page, ahead, count, work: total, choices, today: ctx.today() })
}

/// Customers of a filter, `size` at a time.
///
/// # Errors
/// The database's.
pub async fn records(ctx: &Ctx, filter: &CustomerFilter, size: u64) -> Result<Page<Record>, AppError> {
    let select = keyset(filter.sort).ordered(narrow(ctx, filter), &filter.seek).limit(size + 1);
    let found = Record::of(select).all(&ctx.db.read).await?;
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    Ok(Page::of(found, size, &filter.seek, |record| cursor_of(filter.sort, &record.row)))
}

/// How many customers stand before a page.
async fn ahead<T>(ctx: &Ctx, filter: &CustomerFilter, page: &Page<T>) -> Result<u64, DbErr> {
    let Some(before @ Seek::Before(_)) = &page.previous else { return Ok(0) };
    keyset(filter.sort).beyond(narrow(ctx, filter), before).count(&ctx.db.read).await
}

fn list_row(ctx: &Ctx, record: Record, work: &HashMap<CustomerId, OpenWork>) -> CustomerRow {
    let Record { row, machine_rep, support_rep, division: _, branch: _ } = record;
    CustomerRow {
        id: row.id,
        kind: row.kind,
        place: place(&row),
        number: row.number,
        name: row.name,
        status: row.status,
        customer_type: row.customer_type,
        machine_rep,
        support_rep,
        work: work.get(&row.id).copied().unwrap_or_default(),
        updated: ctx.local(row.updated_at),
    }
}

/// Open opportunities in scope.
fn open(ctx: &Ctx) -> Select<Entity> {
    Entity::visible_to(&ctx.actor).filter(Column::ClosedOn.is_null())
}

#[derive(FromQueryResult)]
struct Sum {
    customer_id: CustomerId,
    count: i64,
    amount: Option<i64>,
}

/// Open work at some customers, one statement for all of them.
///
/// # Errors
/// The database's.
pub async fn work_at(
    ctx: &Ctx,
    customers: impl Iterator<Item = CustomerId>,
) -> Result<HashMap<CustomerId, OpenWork>, DbErr> {
    let sums = open(ctx)
        .filter(Column::CustomerId.is_in(customers))
        .select_only()
        .column(Column::CustomerId)
        .expr_as(rows_of(), "count")
        .expr_as(sum_of(Expr::col(Column::Amount)), "amount")
        .group_by(Column::CustomerId)
        .into_model::<Sum>()
        .all(&ctx.db.read)
        .await?;
    let work = |sum: Sum| (sum.customer_id, OpenWork { count: sum.count, amount: Money(sum.amount.unwrap_or(0)) });
    Ok(sums.into_iter().map(work).collect())
}

#[derive(FromQueryResult)]
struct Totals {
    customers: i64,
    count: i64,
    amount: Option<i64>,
}

/// Customers under the filter and their open work, in one statement.
async fn totals(ctx: &Ctx, filter: &CustomerFilter) -> Result<(i64, OpenWork), AppError> {
    let ids = || narrow(ctx, filter).select_only().column(customer::Column::Id);
    let counted = Query::select()
        .expr(Func::count(Expr::col(sea_query::Asterisk)))
        .from_subquery(ids().into_query(), "narrowed")
        .to_owned();
    let found = open(ctx)
        .filter(Column::CustomerId.in_subquery(ids().into_query()))
        .select_only()
        .expr_as(Expr::SubQuery(None, Box::new(SubQueryStatement::SelectStatement(counted))), "customers")
        .expr_as(rows_of(), "count")
        .expr_as(sum_of(Expr::col(Column::Amount)), "amount")
        .into_model::<Totals>()
        .one(&ctx.db.read)
        .await?;
    let Some(Totals { customers, count, amount }) = found else { return Ok((0, OpenWork::default())) };
    Ok((customers, OpenWork { count, amount: Money(amount.unwrap_or(0)) }))
}
