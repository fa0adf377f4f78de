//! Rows that leave as a file: who may, how many, how often, and the record of it (S33).

use super::AppError;
use super::ctx::Ctx;
use super::write::{NewEvent, write};
use chrono::TimeDelta;
use entity::event::row::{Column, Entity};
use entity::event::{Deed, Detail, Noun};
use entity::shared::actor::Action;
use entity::shared::money::grouped;
use sea_orm::{ColumnTrait, PaginatorTrait, QueryFilter};
use std::collections::HashMap;
use std::hash::Hash;

/// Most rows of one file.
pub const ROWS_MAX: u64 = 100_000;
/// Most files in an hour for one person.
pub const FILES_MAX: u64 = 60;

/// Puts rows into the order in which their ids were read.
pub fn in_order<T, I: Copy + Eq + Hash>(rows: &mut [T], ids: &[I], id: impl Fn(&T) -> I) {
    let places: HashMap<I, usize> = ids.iter().copied().zip(0..).collect();
    rows.sort_by_key(|row| places.get(&id(row)).copied());
}

/// Goes on only when so many rows fit into a file.
///
/// # Errors
/// [`AppError::Refused`] for more.
pub fn few_enough(count: u64) -> Result<(), AppError> {
    if count <= ROWS_MAX {
        return Ok(());
    }
    let (count, most) = (grouped(count), grouped(ROWS_MAX));
    Err(AppError::Refused(format!(
        "This filter has {count} rows, and a file holds at most {most}. Narrow the filter and export it in parts."
    )))
}

/// Goes on only when the actor may take `count` rows out now, and records that he did: who, when, what, how many.
///
/// # Errors
/// [`AppError::Denied`] by role, [`AppError::Refused`] for too many rows, [`AppError::TooMany`] for too many files.
pub async fn permit(ctx: &Ctx, noun: Noun, filter: &str, count: u64) -> Result<(), AppError> {
    ctx.allow(Action::Export)?;
    few_enough(count)?;
    let lately = Entity::visible_to(&ctx.actor)
        .filter(Column::ActorId.eq(ctx.actor.id))
        .filter(Column::Deed.eq(Deed::Exported))
        .filter(Column::At.gt(ctx.now - TimeDelta::hours(1)))
        .count(&ctx.db.read)
        .await?;
    if lately >= FILES_MAX {
        return Err(AppError::TooMany(600));
    }
    let filter = if filter.is_empty() { "no filter" } else { filter };
    let note = format!("{} rows, {filter}", grouped(count));
    write(ctx, None, note, move |tx, note| {
        Box::pin(async move {
            let event = NewEvent {
                noun,
                record: tx.ctx.id(),
                deed: Deed::Exported,
                version: 1,
                detail: Detail { name: format!("{} export", noun.label()), note, ..Detail::default() },
                customer: None,
                owner: Some(tx.ctx.actor.id),
                other_owner: None,
                region: tx.ctx.actor.region,
                other_region: None,
            };
            tx.event(event).await.map_err(Into::into)
        })
    })
    .await
}
