//! The board as the browser holds it: columns of cards, numbers, and what is going on with single cards.
//!
//! Numbers change in the frame of the drop by the same law the server sums with; its answer then replaces them.

mod cards;
mod marks;
mod numbers;
mod waiting;

pub use marks::Mark;

use super::types::Board;
use entity::opportunity::board::{Card, Closed, Strip, Totals};
use entity::opportunity::transition::{Standing, idle_days, missing};
use entity::opportunity::{Ask, OpportunitySort, Phase, Required, Stage, StageKey};
use entity::shared::ids::OpportunityId;
use leptos::prelude::*;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use uuid::Uuid;

/// A card in a column, shared between list and row.
pub type CardRef = Arc<Card>;

/// One column.
#[derive(Debug, Clone, Copy)]
pub struct ColumnState {
    pub stage: StoredValue<Stage>,
    pub totals: RwSignal<Totals>,
    pub cards: RwSignal<Vec<CardRef>>,
    /// How many more of its cards wait elsewhere than cards of others wait here.
    away: StoredValue<i64>,
    /// Cards that came here past the end of what is loaded. Between them and the others some are missing, so that no more
    /// can be loaded after them.
    beyond: StoredValue<HashSet<OpportunityId>>,
}

/// The whole board. `Copy`, so that every part can hold it.
#[derive(Debug, Clone, Copy)]
pub struct BoardState {
    pub columns: StoredValue<Vec<ColumnState>>,
    pub closed: RwSignal<Vec<(Stage, Closed)>>,
    pub strip: RwSignal<Strip>,
    pub marks: RwSignal<HashMap<OpportunityId, Mark>>,
    /// Cards that wait in another column until it is known whether they go there: where they come from.
    waiting: StoredValue<HashMap<OpportunityId, Taken>>,
    pub sort: OpportunitySort,
    pub today: chrono::NaiveDate,
    pub may_work: bool,
    pub may_reassign: bool,
    /// Keys of moves sent from here: their echo on the live stream is no news.
    pub mine: StoredValue<HashSet<Uuid>>,
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
            away: StoredValue::new(0),
            beyond: StoredValue::new(HashSet::new()),
        });
        Self {
            columns: StoredValue::new(columns.collect()),
            closed: RwSignal::new(board.closed.clone()),
            strip: RwSignal::new(board.strip),
            marks: RwSignal::new(HashMap::new()),
            waiting: StoredValue::new(HashMap::new()),
            sort,
            today: board.today,
            may_work: board.may_work,
            may_reassign: board.may_reassign,
            mine: StoredValue::new(HashSet::new()),
        }
    }

    /// Whether the board is still shown. What answers later (a request, a timer, a message) asks first.
    pub fn is_shown(self) -> bool {
        !self.marks.is_disposed()
    }

    /// The open stage of a column, or a closed one that is a target.
    pub fn stage(self, key: &StageKey) -> Option<Stage> {
        self.column(key).map(|column| column.stage.get_value()).or_else(|| {
            self.closed
                .with_untracked(|closed| closed.iter().map(|(stage, _)| stage).find(|stage| stage.key == *key).cloned())
        })
    }

    /// What a stage is called.
    pub fn stage_name(self, key: &StageKey) -> String {
        self.stage(key).map_or_else(|| key.0.clone(), |stage| stage.name)
    }

    /// Open stages, then outcomes: everywhere a card can go.
    pub fn stages(self) -> Vec<Stage> {
        let open = self.all().into_iter().map(|column| column.stage.get_value());
        open.chain(self.closed.get_untracked().into_iter().map(|(stage, _)| stage)).collect()
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

    /// Its place in its column, counted from 1, and how many stand there, loaded or not.
    pub fn place(self, card: &Card) -> Option<(usize, i64)> {
        let column = self.column(&card.stage)?;
        let place = column.cards.with_untracked(|cards| cards.iter().position(|c| c.id == card.id))?;
        Some((place + 1, column.totals.get_untracked().count))
    }

    /// What a stage would still ask for before it takes this card.
    pub fn missing(self, card: &Card, to: &Stage) -> Vec<Required> {
        missing(&self.standing(card), to, &Ask::default())
    }

    /// Whether a stage cannot take this card, whatever a sheet would ask.
    pub fn refuses(self, card: &Card, to: &Stage) -> bool {
        card.stage != to.key && self.missing(card, to).contains(&Required::Customer)
    }

    /// What the laws of the pipeline look at, as far as a card knows it.
    pub fn standing(self, card: &Card) -> Standing {
        Standing {
            stage: card.stage.clone(),
            phase: self.stage(&card.stage).map_or(Phase::Qualification, |stage| stage.phase),
            has_customer: card.has_customer(),
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
}

/// A card as it will be in another stage.
pub fn moved(card: &Card, to: &Stage, today: chrono::NaiveDate) -> Card {
    if card.stage == to.key {
        return card.clone();
    }
    Card { stage: to.key.clone(), probability: card.probability_in(to), stage_since: today, ..card.clone() }
}

#[cfg(test)]
mod tests;
