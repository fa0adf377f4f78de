//! A filter as conditions, an order as a keyset: the same for board, list, export and API.

use crate::core::ctx::Ctx;
use crate::search::store::{bears, column};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use entity::customer::OwnerFilter;
use entity::opportunity::row::{Column, Entity};
use entity::opportunity::{Next, OpportunityFilter, OpportunitySort, Stage};
use entity::search::{Place, pieces};
use entity::shared::dates;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Func};
use sea_orm::{ColumnTrait, Order, QueryFilter, QueryOrder, Select};

/// Words of a question that are looked at.
const WORDS: usize = 6;

/// Rows in scope that the filter lets through. `stages` are all of the pipeline's.
pub fn narrow(ctx: &Ctx, filter: &OpportunityFilter, stages: &[Stage]) -> Select<Entity> {
    let OpportunityFilter {
        q,
        owner,
        division,
        kind,
        customer,
        stage,
        outcome,
        from,
        to,
        min,
        max,
        next,
        sort: _,
        per: _,
        after: _,
        limit: _,
        ignored: _,
    } = filter;
    let mut all = Condition::all()
        .add_option(division.map(|id| Column::DivisionId.eq(id)))
        .add_option(kind.map(|kind| Column::Kind.eq(kind)))
        .add_option(customer.map(|id| Column::CustomerId.eq(id)))
        .add_option(outcome.map(|phase| Column::Phase.eq(phase)))
        .add_option(min.map(|money| Column::Amount.gte(money)))
        .add_option(max.map(|money| Column::Amount.lte(money)))
        .add_option(from.map(|date| day().gte(date)))
        .add_option(to.map(|date| day().lte(date)));
    if let Some(owner) = owner {
        all = all.add(Column::OwnerId.eq(match owner {
            OwnerFilter::Me => ctx.actor.id,
            OwnerFilter::User(id) => *id,
        }));
    }
    if !stage.is_empty() {
        all = all.add(Column::Stage.is_in(stage.iter().map(|key| key.0.clone())));
    }
    let words = pieces(q);
    if words.is_empty() && !q.trim().is_empty() {
        // Nothing but marks was typed; nothing begins with them.
        all = all.add(Expr::val(1).eq(0));
    }
    for word in words.iter().take(WORDS) {
        all = all.add(names(word));
    }
    let today = ctx.today();
    all = match next {
        Some(Next::Idle) => all.add(idle(ctx, stages)),
        Some(Next::Past) => all.add(past(today)),
        Some(Next::Attention) => all.add(Condition::any().add(idle(ctx, stages)).add(past(today))),
        None => all,
    };
    Entity::visible_to(&ctx.actor).filter(all)
}

/// The day a row counts for: closed on, else expected close.
fn day() -> Expr {
    Func::coalesce([Expr::col((Entity, Column::ClosedOn)), Expr::col((Entity, Column::ExpectedClose))]).into()
}

/// Something of the opportunity, or the name of its customer, begins with the word.
fn names(word: &str) -> Condition {
    let own = bears(&[column((Entity, Column::Id))], None, word);
    let its_customers = bears(&[column((Entity, Column::CustomerId))], Some(Place::Name), word);
    Condition::any().add(own).add(its_customers)
}

/// Open and without a stage change for longer than the stage's days; the same law as `transition::idle_days`.
pub fn idle(ctx: &Ctx, stages: &[Stage]) -> Condition {
    let watched = stages.iter().filter(|stage| stage.phase.is_open() && stage.stale_days > 0);
    let mut any = Condition::any().add(Expr::val(1).eq(0));
    for stage in watched {
        let since = ctx.today() - Days::new(u64::from(stage.stale_days.unsigned_abs()));
        any = any.add(Column::Stage.eq(stage.key.clone()).and(Column::StageSince.lt(start_of(ctx, since))));
    }
    Condition::all().add(Column::ClosedOn.is_null()).add(any)
}

/// The instant a day begins for the actor.
fn start_of(ctx: &Ctx, day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    // Where the clock jumps over midnight the day begins an hour later; nobody's card turns idle by that hour.
    let local = midnight.and_local_timezone(ctx.zone).earliest();
    local.map_or(midnight.and_utc(), |local| local.with_timezone(&Utc))
}

/// Open and past its expected close.
pub fn past(today: NaiveDate) -> Condition {
    Condition::all().add(Column::ClosedOn.is_null()).add(Column::SortClose.lt(today))
}

/// Where a page of an order starts: the value of the order's column and the id of the row before.
pub struct Keyset;

impl Keyset {
    /// The cursor of a row.
    pub fn cursor(sort: OpportunitySort, row: &super::CardRow) -> String {
        let value = match sort {
            OpportunitySort::Close | OpportunitySort::CloseDown => row.sort_close.to_string(),
            OpportunitySort::Amount | OpportunitySort::AmountDown => row.amount.0.to_string(),
            OpportunitySort::Recent => row.updated_at.timestamp_micros().to_string(),
            OpportunitySort::Name | OpportunitySort::NameDown => row.name.clone(),
            OpportunitySort::Manual => row.rank.clone(),
        };
        format!("{}:{value}", row.id)
    }

    /// Rows after a cursor; a cursor that cannot be read starts at the beginning.
    fn after(sort: OpportunitySort, cursor: &str) -> Option<Condition> {
        let (id, value) = cursor.split_once(':')?;
        let id: entity::shared::ids::OpportunityId = id.parse().ok()?;
        let (column, order) = order_of(sort);
        let value: Expr = match sort {
            OpportunitySort::Close | OpportunitySort::CloseDown => Expr::val(dates_or_far(value)?),
            OpportunitySort::Amount | OpportunitySort::AmountDown => Expr::val(value.parse::<i64>().ok()?),
            OpportunitySort::Recent => Expr::val(DateTime::from_timestamp_micros(value.parse().ok()?)?),
            OpportunitySort::Name | OpportunitySort::NameDown | OpportunitySort::Manual => Expr::val(value.to_owned()),
        };
        let column = || Expr::col((Entity, column));
        let id_column = Expr::col((Entity, Column::Id));
        let further = match order {
            Order::Desc => column().lt(value.clone()).or(column().eq(value).and(id_column.lt(id))),
            _ => column().gt(value.clone()).or(column().eq(value).and(id_column.gt(id))),
        };
        Some(Condition::all().add(further))
    }
}

fn dates_or_far(text: &str) -> Option<NaiveDate> {
    if text == dates::FAR_FUTURE.to_string() { Some(dates::FAR_FUTURE) } else { dates::parse(text).ok() }
}

const fn order_of(sort: OpportunitySort) -> (Column, Order) {
    match sort {
        OpportunitySort::Close => (Column::SortClose, Order::Asc),
        OpportunitySort::CloseDown => (Column::SortClose, Order::Desc),
        OpportunitySort::Amount => (Column::Amount, Order::Asc),
        OpportunitySort::AmountDown => (Column::Amount, Order::Desc),
        OpportunitySort::Recent => (Column::UpdatedAt, Order::Desc),
        OpportunitySort::Name => (Column::Name, Order::Asc),
        OpportunitySort::NameDown => (Column::Name, Order::Desc),
        OpportunitySort::Manual => (Column::Rank, Order::Asc),
    }
}

/// Orders rows and starts after a cursor (empty: at the beginning).
pub fn ordered(select: Select<Entity>, sort: OpportunitySort, after: &str) -> Select<Entity> {
    let (by, order) = order_of(sort);
    let mut select = select.order_by(by, order.clone()).order_by(Column::Id, order);
    if let Some(condition) = Keyset::after(sort, after) {
        select = select.filter(condition);
    }
    select
}
