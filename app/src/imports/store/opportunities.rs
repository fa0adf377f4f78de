//! Storing opportunities of a file: the row, its line, its history, its closing, its event.

use super::acts::changed_meanwhile;
use super::insert::insert;
use crate::core::changed::changed;
use crate::core::ctx::Ctx;
use crate::core::write::{Fail, NewEvent, Tx};
use crate::opportunities::store::{correct_actual, end_of_ranks, event};
use crate::search::store as search;
use entity::dealer::setting;
use entity::event::{Deed, Detail, FieldChange};
use entity::import::{ChangeOpportunity, Known, Move, NewOpportunity};
use entity::opportunity::history::Step;
use entity::opportunity::row::{self, closure, line, stage_change};
use entity::opportunity::{Close, LineDraft, OpportunityDraft, Phase, StageKey, rank};
use entity::shared::dates;
use entity::shared::ids::{ClosureId, LineId, OpportunityId, StageChangeId};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, Order, QueryFilter};
use std::collections::HashMap;

/// Writes opportunities.
pub struct Writer {
    /// The last rank of each stage; new ones stand behind it.
    ranks: HashMap<StageKey, String>,
    /// Highest number of our own kind (`O-10482`) that the file brought.
    highest: Option<u64>,
}

/// Rows to be inserted together.
#[derive(Default)]
struct Rows {
    opportunities: Vec<row::Model>,
    lines: Vec<line::Model>,
    steps: Vec<stage_change::Model>,
    closures: Vec<closure::Model>,
    events: Vec<NewEvent>,
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
            self.highest = self.highest.max(ours(&new.number));
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
        if let Some((product, text)) = line {
            let description = if product.is_some() { String::new() } else { text.clone() };
            let draft = LineDraft { product, description, quantity: 1, price: after.amount };
            insert(tx.db, vec![line_row(tx.ctx, after.id, draft)]).await?;
            after.summary = format!("{text} \u{b7} 1 unit");
        }
        if let Some(moved) = moved {
            deed = if moved.close.is_some() { Deed::Closed } else { Deed::Moved };
            self.moved(tx, &before, &mut after, moved).await?;
        } else if after.phase == Phase::Won && after.amount != before.amount {
            correct_actual(tx, after.id, after.amount).await?;
        }
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
        const COUNTER: &str = "opportunity_number";
        let Some(highest) = self.highest else { return Ok(()) };
        let counter = setting::Entity::find_by_id(COUNTER).one(tx.db).await?;
        match counter.map(|row| row.value.parse::<u64>().unwrap_or(0)) {
            Some(now) if now >= highest => Ok(()),
            Some(_) => {
                let set = setting::Entity::update_many()
                    .col_expr(setting::Column::Value, Expr::value(highest.to_string()))
                    .filter(setting::Column::Name.eq(COUNTER));
                set.exec(tx.db).await.map(|_| ())
            }
            None => {
                let row = setting::Model { name: COUNTER.to_owned(), value: highest.max(10_000).to_string() };
                insert(tx.db, vec![row]).await
            }
        }
    }
}

/// A number that two files read at the same time hardly share.
fn by_chance(ctx: &Ctx) -> u32 {
    let [.., a, b, c] = *ctx.id().as_bytes();
    u32::from_be_bytes([0, a, b, c])
}

/// The number behind `O-`, when it is one that our own counter could have given. A longer one is somebody's own way of
/// numbering, and would leave the counter nowhere to go.
fn ours(number: &str) -> Option<u64> {
    const DIGITS_MAX: usize = 9;
    let digits = number.strip_prefix("O-").filter(|digits| digits.len() <= DIGITS_MAX)?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

impl Rows {
    fn add(&mut self, ctx: &Ctx, new: NewOpportunity, rank: String, note: String) {
        let NewOpportunity { id, number, draft, summary, owner, region, stage, phase, probability, steps, close } = new;
        let OpportunityDraft {
            name,
            customer,
            owner: _,
            division,
            kind,
            amount,
            margin,
            probability: probability_override,
            expected_close,
            source,
            trade_in,
            notes,
            lines,
        } = draft;
        let first = steps.first().map_or(ctx.now, |step| step.at);
        let last = steps.last().map_or(ctx.now, |step| step.at);
        self.lines.extend(lines.into_iter().map(|line| line_row(ctx, id, line)));
        self.steps.extend(steps.into_iter().map(|step| step_row(ctx, id, step)));
        let row = row::Model {
            id,
            number,
            name,
            customer_id: customer,
            owner_id: owner,
            region_id: region,
            division_id: division,
            kind,
            stage,
            phase,
            amount,
            margin,
            probability,
            probability_override,
            expected_close,
            sort_close: expected_close.unwrap_or(dates::FAR_FUTURE),
            rank,
            summary,
            source,
            trade_in,
            notes,
            stage_since: last,
            closed_on: close.as_ref().map(Close::on),
            created_at: first,
            updated_at: ctx.now,
            version: 1,
        };
        self.closures.extend(close.map(|close| closure::Model::of(&close, ClosureId(ctx.id()), id, None, last)));
        let detail = Detail { name: row.name.clone(), note, ..Detail::default() };
        self.events.push(event(&row, Deed::Imported, detail));
        self.opportunities.push(row);
    }
}

fn with_change(ctx: &Ctx, before: row::Model, change: ChangeOpportunity) -> row::Model {
    let ChangeOpportunity {
        id: _,
        version: _,
        name,
        customer,
        owner,
        division,
        kind,
        amount,
        expected_close,
        probability,
        source,
        notes,
        line: _,
        moved: _,
    } = change;
    let (owner_id, region_id) = owner.unwrap_or((before.owner_id, before.region_id));
    let expected_close = expected_close.or(before.expected_close);
    row::Model {
        name: name.unwrap_or(before.name),
        customer_id: customer.or(before.customer_id),
        owner_id,
        region_id,
        division_id: division.or(before.division_id),
        kind: kind.unwrap_or(before.kind),
        amount: amount.unwrap_or(before.amount),
        expected_close,
        sort_close: expected_close.unwrap_or(dates::FAR_FUTURE),
        probability: probability.filter(|_| before.phase.is_open()).unwrap_or(before.probability),
        probability_override: probability.or(before.probability_override),
        source: source.or(before.source),
        notes: notes.or(before.notes),
        updated_at: ctx.now,
        version: before.version + 1,
        ..before
    }
}

fn step_row(ctx: &Ctx, id: OpportunityId, step: Step) -> stage_change::Model {
    let Step { from, to, at } = step;
    stage_change::Model {
        id: StageChangeId(ctx.id_at(at)),
        opportunity_id: id,
        from_stage: from,
        to_stage: to,
        at,
        user_id: None,
        reason: None,
    }
}

fn line_row(ctx: &Ctx, id: OpportunityId, line: LineDraft) -> line::Model {
    let LineDraft { product, description, quantity, price } = line;
    line::Model {
        id: LineId(ctx.id()),
        opportunity_id: id,
        position: 0,
        product_id: product,
        description,
        quantity,
        price,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_our_counter_could_give_move_it() {
        for (number, expected) in [
            ("O-10482", Some(10_482)),
            ("O-999999999", Some(999_999_999)),
            ("O-9223372036854775806", None),
            ("O-1000000000", None),
            ("O-+5", None),
            ("O-", None),
            ("X-5", None),
        ] {
            assert_eq!(ours(number), expected, "{number}");
        }
    }
}
