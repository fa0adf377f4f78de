//! What a row of the file is in our tables.

use crate::core::ctx::Ctx;
use crate::core::write::NewEvent;
use crate::opportunities::store::event;
use entity::event::{Deed, Detail};
use entity::import::{ChangeOpportunity, NewOpportunity};
use entity::opportunity::history::Step;
use entity::opportunity::row::{self, closure, line, stage_change};
use entity::opportunity::{Close, LineDraft, OpportunityDraft};
use entity::shared::dates;
use entity::shared::ids::{ClosureId, LineId, OpportunityId, StageChangeId};

/// Rows to be inserted together.
#[derive(Default)]
pub(super) struct Rows {
    pub opportunities: Vec<row::Model>,
    pub lines: Vec<line::Model>,
    pub steps: Vec<stage_change::Model>,
    pub closures: Vec<closure::Model>,
    pub events: Vec<NewEvent>,
}

impl Rows {
    /// Adds one of the file.
    pub fn add(&mut self, ctx: &Ctx, new: NewOpportunity, rank: String, note: String) {
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
            sort_close: dates::FAR_FUTURE,
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
        }
        .sorted();
        self.closures.extend(close.map(|close| closure::Model::of(&close, ClosureId(ctx.id()), id, None, last)));
        let detail = Detail { name: row.name.clone(), note, ..Detail::default() };
        self.events.push(event(&row, Deed::Imported, detail));
        self.opportunities.push(row);
    }
}

/// The row as the file changes it; a move comes beside it.
pub(super) fn with_change(ctx: &Ctx, before: row::Model, change: ChangeOpportunity) -> row::Model {
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
        probability: probability.filter(|_| before.phase.is_open()).unwrap_or(before.probability),
        probability_override: probability.or(before.probability_override),
        source: source.or(before.source),
        notes: notes.or(before.notes),
        updated_at: ctx.now,
        version: before.version + 1,
        ..before
    }
}

pub(super) fn step_row(ctx: &Ctx, id: OpportunityId, step: Step) -> stage_change::Model {
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

pub(super) fn line_row(ctx: &Ctx, id: OpportunityId, line: LineDraft) -> line::Model {
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
