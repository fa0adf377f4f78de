//! Storing opportunities of a file: the row, its line, its history, its closing, its event.

mod rows;

use super::acts::changed_meanwhile;
use super::insert::insert;
use crate::core::changed::changed;
use crate::core::ctx::Ctx;
use crate::core::write::{Fail, Tx};
use crate::opportunities::store::{correct_actual, end_of_ranks, event, own_number, reach_number};
use crate::search::store as search;
use entity::Money;
use entity::event::{Deed, Detail, FieldChange};
use entity::import::{ChangeOpportunity, Known, Move, NewOpportunity};
use entity::opportunity::history::Step;
use entity::opportunity::row::{self, closure};
use entity::opportunity::{Close, LineDraft, Phase, StageKey, rank, summary};
use entity::shared::ids::ClosureId;
use rows::{Rows, line_row, step_row, with_change};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, Order, QueryFilter};
use std::collections::HashMap;

/// Writes opportunities.
pub struct Writer {
    /// The last rank of each stage; new ones stand behind it.
    ranks: HashMap<StageKey, String>,
    /// Highest number of our own kind (`O-10482`) that the file brought.
    highest: Option<u64>,
}

impl Writer {
    /// Reads where each column ends, and begins so far behind it that nobody who puts a card there meanwhile finds a place
    /// that this file takes: the two would wait for each other, for as long as the file takes.
    ///
    /// # Errors
    /// The database's.
    pub async fn new(tx: &Tx<'_>, known: &Known) -> Result<Self, DbErr> {
        let mut ranks = HashMap::new();
        for stage in &known.stages {
            let last = end_of_ranks(tx, &stage.key, Order::Desc).await?;
            ranks.insert(stage.key.clone(), rank::far_behind(last.as_deref(), by_chance(tx.ctx)));
        }
        Ok(Self { ranks, highest: None })
    }

    fn rank(&mut self, stage: &StageKey) -> String {
        let last = self.ranks.entry(stage.clone()).or_default();
        *last = rank::after(Some(last));
        last.clone()
    }

    /// Stores new ones.
    ///
    /// # Errors
    /// The database's.
    pub async fn create(&mut self, tx: &Tx<'_>, new: Vec<(NewOpportunity, String)>) -> Result<(), DbErr> {
        let mut rows = Rows::default();
        for (new, note) in new {
            self.highest = self.highest.max(own_number(&new.number));
            let rank = self.rank(&new.stage);
            rows.add(tx.ctx, new, rank, note);
        }
        let Rows { opportunities, lines, steps, closures, events } = rows;
        search::index_many(tx.db, opportunities.iter().map(search::Entry::opportunity).collect()).await?;
        insert(tx.db, opportunities).await?;
        insert(tx.db, lines).await?;
        insert(tx.db, steps).await?;
        insert(tx.db, closures).await?;
        tx.events(events).await
    }

    /// Stores changes, each under the version the check saw.
    ///
    /// # Errors
    /// [`changed_meanwhile`], and the database's.
    pub async fn change(
        &mut self,
        tx: &Tx<'_>,
        changes: Vec<(ChangeOpportunity, Vec<FieldChange>, String)>,
    ) -> Result<(), Fail> {
        for (change, fields, note) in changes {
            let found = row::Entity::visible_one(&tx.ctx.actor, change.id).one(tx.db).await?;
            let before = found.ok_or_else(|| changed_meanwhile("An opportunity"))?;
            if before.version != change.version {
                return Err(changed_meanwhile(&before.name));
            }
            self.change_one(tx, before, change, fields, note).await?;
        }
        Ok(())
    }

    async fn change_one(
        &mut self,
        tx: &Tx<'_>,
        before: row::Model,
        change: ChangeOpportunity,
        fields: Vec<FieldChange>,
        note: String,
    ) -> Result<(), Fail> {
        let (line, moved) = (change.line.clone(), change.moved.clone());
        let mut after = with_change(tx.ctx, before.clone(), change);
        let mut deed = Deed::Changed;
        if let Some((product, text, quantity)) = line {
            let description = if product.is_some() { String::new() } else { text.clone() };
            // What one of several costs is not said.
            let price = if quantity == 1 { after.amount } else { Money::ZERO };
            insert(tx.db, vec![line_row(tx.ctx, after.id, LineDraft { product, description, quantity, price })])
                .await?;
            after.summary = summary(&text, quantity);
        }
        if let Some(moved) = moved {
            deed = if moved.close.is_some() { Deed::Closed } else { Deed::Moved };
            self.moved(tx, &before, &mut after, moved).await?;
        } else if after.phase == Phase::Won && after.amount != before.amount {
            correct_actual(tx, after.id, after.amount).await?;
        }
        let after = after.sorted();
        let taken = (deed != Deed::Changed).then(|| before.before(None));
        let event = event(&after, deed, Detail { name: after.name.clone(), changes: fields, note, before: taken });
        let event = event.out_of_hands(Some(before.owner_id), before.region_id);
        search::index(tx.db, search::Entry::opportunity(&after)).await?;
        // Somebody may have been faster since it was read.
        let done = row::Entity::update_many()
            .set(changed(&before, after))
            .filter(row::Column::Id.eq(before.id))
            .filter(row::Column::Version.eq(before.version))
            .exec(tx.db)
            .await?;
        if done.rows_affected != 1 {
            return Err(changed_meanwhile(&before.name));
        }
        tx.event(event).await?;
        Ok(())
    }

    async fn moved(
        &mut self,
        tx: &Tx<'_>,
        before: &row::Model,
        after: &mut row::Model,
        moved: Move,
    ) -> Result<(), DbErr> {
        let Move { to, phase, probability, at, close } = moved;
        let step = Step { from: Some(before.stage.clone()), to: to.clone(), at };
        insert(tx.db, vec![step_row(tx.ctx, after.id, step)]).await?;
        after.rank = self.rank(&to);
        (after.stage, after.phase, after.probability, after.stage_since) = (to, phase, probability, at);
        after.closed_on = close.as_ref().map(Close::on);
        if let Some(close) = close {
            if let Close::Won { actual, .. } = close {
                after.amount = actual;
            }
            let id = ClosureId(tx.ctx.id());
            insert(tx.db, vec![closure::Model::of(&close, id, after.id, None, at)]).await?;
        }
        Ok(())
    }

    /// Sets the counter of our own numbers behind those the file brought.
    ///
    /// # Errors
    /// The database's.
    pub async fn finish(self, tx: &Tx<'_>) -> Result<(), DbErr> {
        match self.highest {
            Some(highest) => reach_number(tx, highest).await,
            None => Ok(()),
        }
    }
}

/// A number that two files read at the same time hardly share.
fn by_chance(ctx: &Ctx) -> u32 {
    let [.., a, b, c] = *ctx.id().as_bytes();
    u32::from_be_bytes([0, a, b, c])
}
