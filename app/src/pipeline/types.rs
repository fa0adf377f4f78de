//! What crosses the wire about the board.

use crate::core::AppError;
use crate::opportunities::types::{FilterChoices, MoveDone};
use chrono::NaiveDate;
use entity::opportunity::board::{Card, Closed, Column, Strip, Totals};
use entity::opportunity::{Stage, StageKey};
use entity::shared::ids::OpportunityId;
use serde::{Deserialize, Serialize};

/// The board under a filter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Board {
    /// Open stages with totals and their first cards.
    pub columns: Vec<Column>,
    /// Closed stages, as targets, with what ended in the month shown.
    pub closed: Vec<(Stage, Closed)>,
    pub strip: Strip,
    pub choices: FilterChoices,
    pub today: NaiveDate,
    /// Live events after this one are not in it yet.
    pub seq: i64,
    /// False for readers: cards cannot be moved then.
    pub may_work: bool,
    /// Whether cards may be given to somebody else.
    pub may_reassign: bool,
}

/// The numbers of a board, without its cards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbers {
    pub columns: Vec<(StageKey, Totals)>,
    pub closed: Vec<Closed>,
    pub strip: Strip,
}

/// A move, with the numbers it leads to, so that a drop costs one request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dropped {
    pub done: MoveDone,
    /// Whether the card is still under the filter of the board.
    pub fits: bool,
    /// `None` when the move is saved and the numbers could not be read after it.
    pub numbers: Option<Numbers>,
    pub goto: String,
}

/// Moves of many cards: what became of each, and of the board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DroppedMany {
    /// In the order they were asked for.
    pub done: Vec<(OpportunityId, Result<MoveDone, AppError>)>,
    /// `None` when it could not be read after the moves.
    pub now: Option<Looked>,
}

/// What some cards are now, under the board's filter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looked {
    /// Cards that are open and under the filter; those asked for and not here have left the board.
    pub cards: Vec<Card>,
    pub asked: Vec<OpportunityId>,
    pub numbers: Numbers,
}

/// More cards of one column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct More {
    pub stage: StageKey,
    pub cards: Vec<Card>,
}
