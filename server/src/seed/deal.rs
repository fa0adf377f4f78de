//! One opportunity with all that hangs on it: lines, stage history, closures, events.

use super::book::Book;
use super::chance::Chance;
use chrono::{DateTime, NaiveDate, Utc};
use entity::event::{Deed, Detail, Noun, STAGE, row as event};
use entity::opportunity::row::{Model, closure, line, stage_change};
use entity::opportunity::{Before, Close, OpportunityType, Phase, StageKey, default_stages, summary};
use entity::shared::ids::{
    ClosureId, CustomerId, DivisionId, LineId, OpportunityId, ProductId, RecordId, RegionId, StageChangeId, UserId,
};
use entity::{Money, Percent};

/// What is to be told of an opportunity; rows follow from it.
pub struct Deal {
    pub name: String,
    pub customer: CustomerId,
    pub owner: UserId,
    pub region: Option<RegionId>,
    pub division: DivisionId,
    pub kind: OpportunityType,
    pub lines: Vec<Item>,
    pub expected_close: NaiveDate,
    /// Estimated gross margin in whole percent of the amount.
    pub margin: i64,
    pub source: &'static str,
    pub trade_in: &'static str,
    pub notes: &'static str,
    /// From creation to now, in the order of time.
    pub steps: Vec<Step>,
}

/// A line.
pub struct Item {
    pub product: Option<ProductId>,
    pub description: String,
    pub quantity: i32,
    /// Of one unit.
    pub price: Money,
}

/// A change of stage.
pub struct Step {
    pub to: Phase,
    pub at: DateTime<Utc>,
    /// Facts, when the stage is a closed one.
    pub close: Option<Close>,
    /// Why, when a closed one was opened again.
    pub reopened: &'static str,
}

impl Step {
    /// A step that neither closes nor reopens.
    pub const fn to(to: Phase, at: DateTime<Utc>) -> Self {
        Self { to, at, close: None, reopened: "" }
    }
}

fn key(phase: Phase) -> StageKey {
    StageKey(phase.word().to_owned())
}

fn given(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// Puts a deal into the book. A deal without steps never happened.
pub fn write(book: &mut Book, chance: &mut Chance, deal: Deal) {
    let (Some(first), Some(last)) = (deal.steps.first(), deal.steps.last()) else { return };
    let amount: Money = deal.lines.iter().map(|item| item.price.times(i64::from(item.quantity))).sum();
    let probability =
        default_stages().iter().find(|stage| stage.phase == last.to).map_or(Percent(0), |s| s.probability);
    let row = Model {
        id: OpportunityId(chance.id(first.at)),
        number: book.next_number(),
        name: deal.name.clone(),
        customer_id: Some(deal.customer),
        owner_id: deal.owner,
        region_id: deal.region,
        division_id: Some(deal.division),
        kind: deal.kind,
        stage: key(last.to),
        phase: last.to,
        amount,
        // Whole dollars, so that no margin pretends to know cents.
        margin: Some(Money::whole(amount.0 / 100 * deal.margin / 100)),
        probability,
        probability_override: None,
        expected_close: Some(deal.expected_close),
        sort_close: deal.expected_close,
        rank: book.next_rank(last.to),
        summary: on_card(book, deal.lines.first()),
        source: given(deal.source),
        trade_in: given(deal.trade_in),
        notes: given(deal.notes),
        stage_since: last.at,
        closed_on: last.close.as_ref().map(Close::on),
        created_at: first.at,
        updated_at: last.at,
        version: i64::try_from(deal.steps.len()).unwrap_or(i64::MAX),
    }
    .sorted();
    for (item, position) in deal.lines.into_iter().zip(0..) {
        let Item { product, description, quantity, price } = item;
        let id = LineId(chance.id(first.at));
        book.lines.push(line::Model {
            id,
            opportunity_id: row.id,
            position,
            product_id: product,
            description,
            quantity,
            price,
        });
    }
    history(book, chance, &row, &deal.steps);
    book.opportunities.push(row);
}

/// What the card says about a line.
fn on_card(book: &Book, first: Option<&Item>) -> String {
    let Some(item) = first else { return String::new() };
    let product = book.products.iter().find(|product| Some(product.id) == item.product);
    summary(product.map_or(&item.description, |product| &product.category), item.quantity)
}

fn history(book: &mut Book, chance: &mut Chance, row: &Model, steps: &[Step]) {
    for (i, step) in steps.iter().enumerate() {
        let last = i.checked_sub(1).and_then(|before| steps.get(before));
        let from = last.map(|last| last.to);
        book.changes.push(stage_change::Model {
            id: StageChangeId(chance.id(step.at)),
            opportunity_id: row.id,
            from_stage: from.map(key),
            to_stage: key(step.to),
            at: step.at,
            user_id: Some(row.owner_id),
            reason: given(step.reopened),
        });
        if let Some(close) = &step.close {
            let reopened_at = steps.get(i + 1).map(|next| next.at);
            let record = closure::Model::of(close, ClosureId(chance.id(step.at)), row.id, Some(row.owner_id), step.at);
            book.closures.push(closure::Model { reopened_at, ..record });
        }
        book.events.push(told(row, step, last, i64::try_from(i).unwrap_or(0) + 1));
    }
}

/// The event of a step, in the words the product itself uses.
fn told(row: &Model, step: &Step, last: Option<&Step>, version: i64) -> event::Model {
    let mut detail = Detail { name: row.name.clone(), ..Detail::default() };
    let deed = match (last, &step.close) {
        (None, _) => Deed::Created,
        (Some(_), Some(close)) => {
            detail.note = close.sentence();
            Deed::Closed
        }
        (Some(_), None) if !step.reopened.is_empty() => {
            detail.note = step.reopened.to_owned();
            Deed::Reopened
        }
        (Some(_), None) => Deed::Moved,
    };
    if let Some(last) = last {
        detail.change(STAGE, last.to.label(), step.to.label());
        detail.before = Some(Before { stage: key(last.to), ..row.before(last.close.clone()) });
    }
    event::Model {
        seq: 0,
        at: step.at,
        actor_id: Some(row.owner_id),
        noun: Noun::Opportunity,
        record_id: RecordId(row.id.0),
        customer_id: row.customer_id,
        deed,
        version,
        detail: serde_json::to_string(&detail).unwrap_or_default(),
        mutation: None,
        owner_id: Some(row.owner_id),
        other_owner_id: None,
        region_id: row.region_id,
        other_region_id: None,
    }
}
