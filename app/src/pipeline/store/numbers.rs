//! The numbers of a board: one statement for open columns and strip, and beside it the month's outcomes.

use crate::core::AppError;
use crate::core::ctx::Ctx;
use crate::opportunities::store::{all_stages, idle_if_open, narrow, past_if_open, rows_of, sum_of};
use crate::pipeline::types::Numbers;
use entity::Money;
use entity::opportunity::board::{Closed, Strip, Totals};
use entity::opportunity::row::{Column, Entity};
use entity::opportunity::{OpportunityFilter, Stage, StageKey};
use entity::shared::dates::month_of;
use entity::shared::percent::Weighted;
use sea_orm::sea_query::{CaseStatement, Condition, Expr, ExprTrait, SelectStatement, UnionType};
use sea_orm::{ColumnTrait, FromQueryResult, QueryFilter, QuerySelect, QueryTrait, Select};

#[derive(FromQueryResult)]
struct Row {
    stage: StageKey,
    count: i64,
    amount: Option<i64>,
    weighted: Option<i64>,
    closing: Option<i64>,
    closing_amount: Option<i64>,
    closing_weighted: Option<i64>,
    idle: Option<i64>,
    past: Option<i64>,
    attention: Option<i64>,
}

/// The numbers, for callers that have not read the stages.
///
/// # Errors
/// The database's.
pub async fn read_numbers(ctx: &Ctx, filter: &OpportunityFilter) -> Result<Numbers, AppError> {
    let stages = all_stages(&ctx.db.read).await?;
    numbers(ctx, filter, &stages).await
}

/// Totals per column, the strip, and what closed in the actor's month; all under the filter, in one statement.
///
/// # Errors
/// The database's.
pub async fn numbers(ctx: &Ctx, filter: &OpportunityFilter, stages: &[Stage]) -> Result<Numbers, AppError> {
    let (first, next) = month_of(ctx.today());
    // A period filter chooses open cards by expected close; the closed ones shown are always the month's.
    let ended =
        OpportunityFilter { period: None, from: None, to: None, stage: Vec::new(), next: None, ..filter.clone() };
    let open = narrow(ctx, filter, stages).filter(Column::ClosedOn.is_null());
    let closed = narrow(ctx, &ended, stages).filter(Column::ClosedOn.gte(first)).filter(Column::ClosedOn.lt(next));
    let open_ones = calls(ctx, stages);
    // What is closed calls for nobody, and is worth what was agreed.
    let closed_ones = open_ones.each_ref().map(|(name, _)| (*name, Expr::val(0i64)));
    let mut statement = sums(open, open_ones);
    statement.union(UnionType::All, sums(closed, closed_ones));
    Ok(fold(ctx.db.read.find(&statement).await?, stages))
}

fn amount() -> Expr {
    Expr::col((Entity, Column::Amount))
}

fn weighted() -> Expr {
    amount().mul(Expr::col((Entity, Column::Probability)))
}

/// What an open row counts for beside its amount, in its column and in the strip.
fn calls(ctx: &Ctx, stages: &[Stage]) -> [(&'static str, Expr); 7] {
    let (first, next) = month_of(ctx.today());
    let closing = || Condition::all().add(Column::SortClose.gte(first)).add(Column::SortClose.lt(next));
    let idle = || idle_if_open(ctx, stages);
    let past = || Condition::all().add(past_if_open(ctx.today()));
    let one = || Expr::val(1i64);
    [
        ("weighted", weighted()),
        ("closing", when(closing(), one())),
        ("closing_amount", when(closing(), amount())),
        ("closing_weighted", when(closing(), weighted())),
        ("idle", when(idle(), one())),
        ("past", when(past(), one())),
        ("attention", when(Condition::any().add(idle()).add(past()), one())),
    ]
}

fn sums(select: Select<Entity>, calls: [(&'static str, Expr); 7]) -> SelectStatement {
    let mut select =
        select.select_only().column(Column::Stage).expr_as(rows_of(), "count").expr_as(sum_of(amount()), "amount");
    for (name, call) in calls {
        select = select.expr_as(sum_of(call), name);
    }
    // SQLite wants the members of a union bare of ORDER and LIMIT; these have neither.
    select.group_by(Column::Stage).into_query().take()
}

fn when(condition: Condition, value: Expr) -> Expr {
    let case: CaseStatement = Expr::case(condition, value).finally(Expr::val(0i64));
    case.into()
}

fn fold(rows: Vec<Row>, stages: &[Stage]) -> Numbers {
    let mut strip = Strip::default();
    let mut columns = Vec::new();
    let mut closed = Vec::new();
    for stage in stages {
        let row = rows.iter().find(|row| row.stage == stage.key);
        let totals = row.map_or(Totals::default(), |row| totals(row.count, row.amount, row.weighted));
        if stage.phase.is_open() {
            columns.push((stage.key.clone(), totals));
            if let Some(row) = row {
                let closing = totals_of(row.closing, row.closing_amount, row.closing_weighted);
                strip.closing = strip.closing.and(closing);
                strip.idle += row.idle.unwrap_or(0);
                strip.past += row.past.unwrap_or(0);
                strip.attention += row.attention.unwrap_or(0);
            }
        } else {
            closed.push(Closed { phase: stage.phase, count: totals.count, amount: totals.amount });
        }
    }
    Numbers { columns, closed, strip }
}

fn totals(count: i64, amount: Option<i64>, weighted: Option<i64>) -> Totals {
    Totals { count, amount: Money(amount.unwrap_or(0)), weighted: Weighted(weighted.unwrap_or(0)) }
}

fn totals_of(count: Option<i64>, amount: Option<i64>, weighted: Option<i64>) -> Totals {
    totals(count.unwrap_or(0), amount, weighted)
}
