//! A filter as conditions: the same for board, list, export and API.

use crate::core::ctx::Ctx;
use crate::search::store::{bears, column};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use entity::customer::OwnerFilter;
use entity::opportunity::row::{Column, Entity};
use entity::opportunity::{Next, OpportunityFilter, Stage};
use entity::search::{Place, pieces};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Func};
use sea_orm::{ColumnTrait, QueryFilter, Select};

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
        period: _,
        from: _,
        to: _,
        min,
        max,
        next,
        sort: _,
        per: _,
        seek: _,
        limit: _,
        ignored: _,
    } = filter;
    let (from, to) = filter.closing(ctx.today());
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

/// Open, and idle.
fn idle(ctx: &Ctx, stages: &[Stage]) -> Condition {
    Condition::all().add(Column::ClosedOn.is_null()).add(idle_if_open(ctx, stages))
}

/// Of those that are open: without a stage change for longer than the stage's days; the same law as
/// `transition::idle_days`.
pub fn idle_if_open(ctx: &Ctx, stages: &[Stage]) -> Condition {
    let watched = stages.iter().filter(|stage| stage.phase.is_open() && stage.stale_days > 0);
    let mut any = Condition::any().add(Expr::val(1).eq(0));
    for stage in watched {
        let since = ctx.today() - Days::new(u64::from(stage.stale_days.unsigned_abs()));
        any = any.add(Column::Stage.eq(stage.key.clone()).and(Column::StageSince.lt(start_of(ctx.zone, since))));
    }
    any
}

/// The instant a day begins in a zone.
fn start_of(zone: Tz, day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    // Where the clock jumps over midnight the day begins an hour later.
    let at = |hours| (midnight + TimeDelta::hours(hours)).and_local_timezone(zone).earliest();
    at(0).or_else(|| at(1)).map_or(midnight.and_utc(), |local| local.with_timezone(&Utc))
}

/// Open, and past its expected close.
fn past(today: NaiveDate) -> Condition {
    Condition::all().add(Column::ClosedOn.is_null()).add(past_if_open(today))
}

/// Of those that are open: past its expected close.
pub fn past_if_open(today: NaiveDate) -> Expr {
    Column::SortClose.lt(today)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::America;

    #[test]
    fn a_day_begins_an_hour_later_where_the_clock_jumps_over_midnight() {
        for (zone, day, expected) in [
            (America::Chicago, "2026-11-23", "2026-11-23T06:00:00Z"),
            (America::Santiago, "2026-09-06", "2026-09-06T04:00:00Z"),
            (America::Santiago, "2026-09-07", "2026-09-07T03:00:00Z"),
        ] {
            let begins = start_of(zone, day.parse().unwrap());
            assert_eq!(begins, expected.parse::<DateTime<Utc>>().unwrap(), "{zone} {day}");
        }
    }
}
