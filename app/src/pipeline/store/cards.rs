//! Cards by column: one statement for all columns, each up to its share.

use super::numbers;
use crate::core::AppError;
use crate::core::ctx::Ctx;
use crate::opportunities::store::{CardRow, all_stages, card_of, cards_select, choices, cursor_of, narrow, ordered};
use crate::pipeline::types::{Board, Looked, More};
use entity::event::row as event;
use entity::opportunity::board::{Card, Column as BoardColumn};
use entity::opportunity::row::Column;
use entity::opportunity::{OpportunityFilter, Stage, StageKey};
use entity::shared::actor::Action;
use entity::shared::ids::OpportunityId;
use entity::shared::page::Seek;
use sea_orm::sea_query::{Asterisk, Query, SelectStatement, UnionType};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

/// Cards of a column that are loaded at first (B-30).
pub const FIRST: u64 = 30;
/// Cards that come when one scrolls towards the end of a column.
const MORE: u64 = 100;
/// Cards asked about in one go after live events.
const LOOK_MAX: usize = 200;

/// The board under a filter.
///
/// # Errors
/// The database's.
pub async fn board(ctx: &Ctx, filter: &OpportunityFilter) -> Result<Board, AppError> {
    let ctx = &ctx.snapshot().await?;
    let stages = all_stages(&ctx.db.read).await?;
    // unscoped: a number alone, the newest of all, so that a stream does not begin with what is long known
    let seq = event::Entity::find()
        .select_only()
        .column_as(event::Column::Seq.max(), "seq")
        .into_tuple::<Option<i64>>()
        .one(&ctx.db.read)
        .await?
        .flatten()
        .unwrap_or(0);
    let numbers = numbers(ctx, filter, &stages).await?;
    let shares = shares(ctx, filter, &numbers.columns);
    let mut cards = cards(ctx, filter, &stages, &shares).await?;
    let columns = numbers.columns.into_iter().filter_map(|(key, totals)| {
        let stage = stages.iter().find(|stage| stage.key == key)?.clone();
        let (mine, rest) = std::mem::take(&mut cards).into_iter().partition(|card: &Card| card.stage == key);
        cards = rest;
        Some(BoardColumn { stage, totals, cards: mine })
    });
    let columns = columns.collect();
    let ended = stages.iter().filter(|stage| !stage.phase.is_open()).cloned();
    Ok(Board {
        columns,
        closed: ended.zip(numbers.closed).collect(),
        strip: numbers.strip,
        choices: choices(ctx, filter, stages).await?,
        today: ctx.today(),
        seq,
        may_work: ctx.actor.may(Action::WorkOpportunities),
        may_reassign: ctx.actor.may(Action::Reassign),
    })
}

/// How many cards each column loads: [`FIRST`], or of a limit asked for by those who may, as much as each has.
fn shares(
    ctx: &Ctx,
    filter: &OpportunityFilter,
    columns: &[(StageKey, entity::opportunity::board::Totals)],
) -> Vec<(StageKey, u64)> {
    let counts: Vec<u64> = columns.iter().map(|(_, totals)| totals.count.unsigned_abs()).collect();
    let limits = match filter.limit.filter(|_| ctx.actor.may(Action::LargeBoards)) {
        Some(limit) => share(u64::from(limit), &counts),
        None => vec![FIRST; counts.len()],
    };
    columns.iter().map(|(key, _)| key.clone()).zip(limits).collect()
}

/// Deals `limit` out over columns of `counts` cards, evenly, what one cannot use going to the others.
fn share(limit: u64, counts: &[u64]) -> Vec<u64> {
    let mut shares = vec![0u64; counts.len()];
    let mut left = limit;
    loop {
        let hungry: Vec<usize> = (0..counts.len()).filter(|&i| shares[i] < counts[i]).collect();
        if hungry.is_empty() || left == 0 {
            return shares;
        }
        let each = (left / hungry.len() as u64).max(1);
        for i in hungry {
            let take = each.min(counts[i] - shares[i]).min(left);
            shares[i] += take;
            left -= take;
        }
    }
}

/// The first cards of each column, in one statement.
async fn cards(
    ctx: &Ctx,
    filter: &OpportunityFilter,
    stages: &[Stage],
    shares: &[(StageKey, u64)],
) -> Result<Vec<Card>, AppError> {
    let mut members = shares.iter().filter(|(_, share)| *share > 0).map(|(key, share)| {
        let select =
            narrow(ctx, filter, stages).filter(Column::ClosedOn.is_null()).filter(Column::Stage.eq(key.clone()));
        let column = cards_select(ordered(select, filter.sort, &Seek::First)).limit(*share).into_query();
        // A member of a union may not carry ORDER and LIMIT itself on SQLite, a subquery may.
        Query::select().column(Asterisk).from_subquery(column, "cards").take()
    });
    let Some(mut statement) = members.next() else { return Ok(Vec::new()) };
    for member in members {
        statement.union(UnionType::All, member);
    }
    read(ctx, &statement).await
}

async fn read(ctx: &Ctx, statement: &SelectStatement) -> Result<Vec<Card>, AppError> {
    let rows: Vec<CardRow> = ctx.db.read.find(statement).await?;
    Ok(rows.into_iter().map(|row| card_of(ctx, row)).collect())
}

/// More cards of a column, after the last one loaded. One that has gone out of sight since is no place to go on from: then
/// the column begins anew, and the browser leaves out what it has.
///
/// # Errors
/// The database's.
pub async fn more(
    ctx: &Ctx,
    filter: &OpportunityFilter,
    stage: StageKey,
    last: Option<OpportunityId>,
) -> Result<More, AppError> {
    let ctx = &ctx.snapshot().await?;
    let stages = all_stages(&ctx.db.read).await?;
    let row = match last {
        Some(last) => {
            let card = cards_select(entity::opportunity::row::Entity::visible_one(&ctx.actor, last));
            card.into_model::<CardRow>().one(&ctx.db.read).await?
        }
        None => None,
    };
    let seek = row.map_or(Seek::First, |row| Seek::After(cursor_of(filter.sort, &row)));
    let select =
        narrow(ctx, filter, &stages).filter(Column::ClosedOn.is_null()).filter(Column::Stage.eq(stage.clone()));
    let select = cards_select(ordered(select, filter.sort, &seek)).limit(MORE).into_query();
    Ok(More { stage, cards: read(ctx, &select).await? })
}

/// What some cards are now, and the numbers: asked once after a burst of live events.
///
/// # Errors
/// The database's.
pub async fn look(ctx: &Ctx, filter: &OpportunityFilter, asked: Vec<OpportunityId>) -> Result<Looked, AppError> {
    let ctx = &ctx.snapshot().await?;
    let asked: Vec<_> = asked.into_iter().take(LOOK_MAX).collect();
    let stages = all_stages(&ctx.db.read).await?;
    let select =
        narrow(ctx, filter, &stages).filter(Column::ClosedOn.is_null()).filter(Column::Id.is_in(asked.clone()));
    let cards = read(ctx, &cards_select(select.order_by_asc(Column::Id)).into_query()).await?;
    Ok(Looked { cards, asked, numbers: numbers(ctx, filter, &stages).await? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_dealt_out_to_columns_that_can_use_it() {
        assert_eq!(share(10, &[100, 100]), [5, 5]);
        assert_eq!(share(10, &[2, 100]), [2, 8]);
        assert_eq!(share(10, &[1, 1]), [1, 1]);
        assert_eq!(share(2, &[5, 5, 5]).iter().sum::<u64>(), 2);
        assert_eq!(share(0, &[5]), [0]);
    }
}
