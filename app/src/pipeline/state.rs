//! The board as the browser holds it: columns of cards, numbers, and what is going on with single cards.
//!
//! Numbers change in the frame of the drop by the same law the server sums with; its answer then replaces them.

use super::types::{Board, Numbers};
use entity::opportunity::board::{Card, Closed, Strip, Totals};
use entity::opportunity::transition::{Standing, idle_days, missing};
use entity::opportunity::{Ask, OpportunitySort, Phase, Required, Stage, StageKey};
use entity::shared::dates::month_of;
use entity::shared::ids::OpportunityId;
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use uuid::Uuid;

/// A card in a column, shared between list and row.
pub type CardRef = Arc<Card>;

/// What is going on with a card besides where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mark {
    /// In the air.
    pub dragging: bool,
    /// Its move is on the way to the server.
    pub saving: bool,
    /// It waits for an answer in a sheet.
    pub pending: bool,
    /// It just landed.
    pub flash: bool,
    /// Chosen for a move of many.
    pub selected: bool,
    /// Somebody else moved it: who and when.
    pub moved_by: Option<String>,
}

/// One column.
#[derive(Debug, Clone, Copy)]
pub struct ColumnState {
    pub stage: StoredValue<Stage>,
    pub totals: RwSignal<Totals>,
    pub cards: RwSignal<Vec<CardRef>>,
}

/// The whole board. `Copy`, so that every part can hold it.
#[derive(Debug, Clone, Copy)]
pub struct BoardState {
    pub columns: StoredValue<Vec<ColumnState>>,
    pub closed: RwSignal<Vec<(Stage, Closed)>>,
    pub strip: RwSignal<Strip>,
    pub marks: RwSignal<BTreeMap<OpportunityId, Mark>>,
    pub sort: OpportunitySort,
    pub today: chrono::NaiveDate,
    pub may_work: bool,
    /// Keys of moves sent from here: their echo on the live stream is no news.
    pub mine: StoredValue<BTreeSet<Uuid>>,
}

/// Where a card was taken from, so that a refused move can be undone exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub card: CardRef,
    pub place: usize,
}

impl BoardState {
    /// The state of a board as the server sent it.
    pub fn new(board: &Board, sort: OpportunitySort) -> Self {
        let columns = board.columns.iter().map(|column| ColumnState {
            stage: StoredValue::new(column.stage.clone()),
            totals: RwSignal::new(column.totals),
            cards: RwSignal::new(column.cards.iter().cloned().map(Arc::new).collect()),
        });
        Self {
            columns: StoredValue::new(columns.collect()),
            closed: RwSignal::new(board.closed.clone()),
            strip: RwSignal::new(board.strip),
            marks: RwSignal::new(BTreeMap::new()),
            sort,
            today: board.today,
            may_work: board.may_work,
            mine: StoredValue::new(BTreeSet::new()),
        }
    }

    /// The open stage of a column, or a closed one that is a target.
    pub fn stage(self, key: &StageKey) -> Option<Stage> {
        self.column(key).map(|column| column.stage.get_value()).or_else(|| {
            self.closed
                .with_untracked(|closed| closed.iter().map(|(stage, _)| stage).find(|stage| stage.key == *key).cloned())
        })
    }

    /// A column.
    pub fn column(self, key: &StageKey) -> Option<ColumnState> {
        self.columns
            .with_value(|columns| columns.iter().copied().find(|column| column.stage.with_value(|s| s.key == *key)))
    }

    /// All columns, in order.
    pub fn all(self) -> Vec<ColumnState> {
        self.columns.get_value()
    }

    /// A loaded card.
    pub fn card(self, id: OpportunityId) -> Option<CardRef> {
        self.all()
            .into_iter()
            .find_map(|column| column.cards.with_untracked(|cards| cards.iter().find(|c| c.id == id).cloned()))
    }

    /// Its place in its column, counted from 1, and how many are loaded there.
    pub fn place(self, card: &Card) -> Option<(usize, usize)> {
        self.column(&card.stage)?
            .cards
            .with_untracked(|cards| Some((cards.iter().position(|c| c.id == card.id)? + 1, cards.len())))
    }

    /// What a stage would still ask for before it takes this card.
    pub fn missing(self, card: &Card, to: &Stage) -> Vec<Required> {
        missing(&self.standing(card), to, &Ask::default())
    }

    /// What the laws of the pipeline look at, as far as a card knows it.
    pub fn standing(self, card: &Card) -> Standing {
        Standing {
            stage: card.stage.clone(),
            phase: self.stage(&card.stage).map_or(Phase::Qualification, |stage| stage.phase),
            has_customer: card.customer.is_some(),
            amount: card.amount,
            expected_close: card.expected_close,
            lines: usize::from(!card.summary.is_empty()),
            probability_override: card.by_hand.then_some(card.probability),
            entered_on: card.stage_since,
        }
    }

    /// Days a card lies idle, when longer than its stage allows.
    pub fn idle(self, card: &Card) -> Option<i64> {
        self.stage(&card.stage).and_then(|stage| idle_days(card.stage_since, self.today, &stage))
    }

    /// Takes a card out and its share out of every number.
    pub fn take(self, id: OpportunityId) -> Option<Taken> {
        let card = self.card(id)?;
        let column = self.column(&card.stage)?;
        let place = column.cards.with_untracked(|cards| cards.iter().position(|c| c.id == id))?;
        column.cards.update(|cards| {
            cards.remove(place);
        });
        column.totals.update(|totals| *totals = totals.minus(card.amount, card.probability));
        self.strip.update(|strip| *strip = self.strip_without(*strip, &card));
        Some(Taken { card, place })
    }

    /// Puts a card where the order of its column wants it, and its share into every number.
    pub fn put(self, card: CardRef) {
        let Some(column) = self.column(&card.stage) else { return };
        column.totals.update(|totals| *totals = totals.plus(card.amount, card.probability));
        self.strip.update(|strip| *strip = self.strip_with(*strip, &card));
        column.cards.update(|cards| {
            let place = self.order(cards, &card);
            cards.insert(place, card);
        });
    }

    /// Puts a card back exactly where it was taken.
    pub fn put_back(self, taken: Taken) {
        let Some(column) = self.column(&taken.card.stage) else { return };
        column.totals.update(|totals| *totals = totals.plus(taken.card.amount, taken.card.probability));
        self.strip.update(|strip| *strip = self.strip_with(*strip, &taken.card));
        column.cards.update(|cards| cards.insert(taken.place.min(cards.len()), taken.card));
    }

    /// Replaces a card by what it is now, wherever it stood, without touching the numbers.
    pub fn replace(self, card: &Card) {
        self.remove(card.id);
        let Some(column) = self.column(&card.stage) else { return };
        let card = Arc::new(card.clone());
        column.cards.update(|cards| {
            let place = self.order(cards, &card);
            cards.insert(place, card);
        });
    }

    /// Takes a card off the board without touching the numbers.
    pub fn remove(self, id: OpportunityId) {
        for column in self.all() {
            if column.cards.with_untracked(|cards| cards.iter().any(|card| card.id == id)) {
                column.cards.update(|cards| cards.retain(|card| card.id != id));
            }
        }
    }

    /// Sets every number to the server's, touching only those that differ.
    pub fn reconcile(self, numbers: &Numbers) {
        for (key, totals) in &numbers.columns {
            if let Some(column) = self.column(key)
                && column.totals.get_untracked() != *totals
            {
                column.totals.set(*totals);
            }
        }
        if self.strip.get_untracked() != numbers.strip {
            self.strip.set(numbers.strip);
        }
        self.closed.update(|closed| {
            for ((_, shown), now) in closed.iter_mut().zip(&numbers.closed) {
                *shown = *now;
            }
        });
    }

    /// Appends cards that were loaded later.
    pub fn append(self, key: &StageKey, more: Vec<Card>) {
        let Some(column) = self.column(key) else { return };
        column.cards.update(|cards| {
            let known: BTreeSet<OpportunityId> = cards.iter().map(|card| card.id).collect();
            cards.extend(more.into_iter().filter(|card| !known.contains(&card.id)).map(Arc::new));
        });
    }

    /// Changes the mark of a card.
    pub fn mark(self, id: OpportunityId, change: impl FnOnce(&mut Mark)) {
        self.marks.update(|marks| {
            let mark = marks.entry(id).or_default();
            change(mark);
            if *mark == Mark::default() {
                marks.remove(&id);
            }
        });
    }

    /// The mark of a card.
    pub fn marked(self, id: OpportunityId) -> Mark {
        self.marks.with(|marks| marks.get(&id).cloned().unwrap_or_default())
    }

    fn order(self, cards: &[CardRef], card: &Card) -> usize {
        let before = |other: &CardRef| match self.sort {
            OpportunitySort::Close => other.close_order() < card.close_order(),
            OpportunitySort::CloseDown => other.close_order() > card.close_order(),
            OpportunitySort::Amount => (other.amount, other.id) < (card.amount, card.id),
            OpportunitySort::AmountDown => (other.amount, other.id) > (card.amount, card.id),
            OpportunitySort::Name => (&other.name, other.id) < (&card.name, card.id),
            OpportunitySort::NameDown => (&other.name, other.id) > (&card.name, card.id),
            OpportunitySort::Manual => (&other.rank, other.id) < (&card.rank, card.id),
            // A card that was just touched is the newest.
            OpportunitySort::Recent => false,
        };
        cards.partition_point(before)
    }

    fn strip_with(self, strip: Strip, card: &Card) -> Strip {
        let (closing, idle, past) = self.share(card);
        Strip {
            closing: if closing { strip.closing.plus(card.amount, card.probability) } else { strip.closing },
            idle: strip.idle + i64::from(idle),
            past: strip.past + i64::from(past),
            attention: strip.attention + i64::from(idle || past),
        }
    }

    fn strip_without(self, strip: Strip, card: &Card) -> Strip {
        let (closing, idle, past) = self.share(card);
        Strip {
            closing: if closing { strip.closing.minus(card.amount, card.probability) } else { strip.closing },
            idle: strip.idle - i64::from(idle),
            past: strip.past - i64::from(past),
            attention: strip.attention - i64::from(idle || past),
        }
    }

    /// Whether a card closes this month, is idle, is past.
    fn share(self, card: &Card) -> (bool, bool, bool) {
        let (first, next) = month_of(self.today);
        let closing = card.expected_close.is_some_and(|date| date >= first && date < next);
        (closing, self.idle(card).is_some(), card.is_past(self.today))
    }
}

/// A card as it will be in another stage.
pub fn moved(card: &Card, to: &Stage, today: chrono::NaiveDate) -> Card {
    Card { stage: to.key.clone(), probability: card.probability_in(to), stage_since: today, ..card.clone() }
}

#[cfg(test)]
mod tests;
