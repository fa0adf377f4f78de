//! What a board holds: cards and totals, and how totals change with a move.
//!
//! The server computes totals under the filter; the browser changes them in the frame of the drop with the same law.

use super::{Phase, Stage, StageKey};
use crate::shared::ids::OpportunityId;
use crate::shared::percent::Weighted;
use crate::{Money, Percent};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    pub id: OpportunityId,
    pub version: i64,
    pub number: String,
    pub name: String,
    pub stage: StageKey,
    /// Empty while there is none.
    pub customer_name: String,
    pub owner_name: String,
    pub amount: Money,
    pub probability: Percent,
    /// Probability set by hand stays when the stage changes.
    pub by_hand: bool,
    /// What is sold, in a few words.
    pub summary: String,
    pub expected_close: Option<NaiveDate>,
    /// The day it entered its stage, in the reader's zone.
    pub stage_since: NaiveDate,
    pub rank: String,
}

/// Count, sum and weighted sum of a column under the filter, all of it, not only the cards loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Totals {
    pub count: i64,
    pub amount: Money,
    pub weighted: Weighted,
}

impl Totals {
    /// With one card more.
    pub fn plus(self, amount: Money, probability: Percent) -> Self {
        Self {
            count: self.count + 1,
            amount: self.amount + amount,
            weighted: self.weighted + Weighted::of(amount, probability),
        }
    }

    /// With one card less.
    pub fn minus(self, amount: Money, probability: Percent) -> Self {
        Self {
            count: self.count - 1,
            amount: self.amount - amount,
            weighted: self.weighted - Weighted::of(amount, probability),
        }
    }

    /// Of both.
    pub fn and(self, other: Self) -> Self {
        Self {
            count: self.count + other.count,
            amount: self.amount + other.amount,
            weighted: self.weighted + other.weighted,
        }
    }
}

/// The strip above the board, besides the open totals that the columns add up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Strip {
    /// Open ones expected to close in the month shown.
    pub closing: Totals,
    /// Open ones idle past their stage's days.
    pub idle: i64,
    /// Open ones past their expected close.
    pub past: i64,
    /// Open ones that are either.
    pub attention: i64,
}

/// What stands in a column of the board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    pub stage: Stage,
    pub totals: Totals,
    /// The cards loaded so far, in the order of the board.
    pub cards: Vec<Card>,
}

impl Card {
    /// Whether it belongs to a customer; every customer has a name.
    pub const fn has_customer(&self) -> bool {
        !self.customer_name.is_empty()
    }

    /// The probability it would have in another stage.
    pub fn probability_in(&self, stage: &Stage) -> Percent {
        if self.by_hand && stage.phase.is_open() { self.probability } else { stage.probability }
    }

    /// The order of a column sorted by expected close; the same on the server.
    pub fn close_order(&self) -> (NaiveDate, OpportunityId) {
        (self.expected_close.unwrap_or(crate::shared::dates::FAR_FUTURE), self.id)
    }

    /// Whether its expected close has passed.
    pub fn is_past(&self, today: NaiveDate) -> bool {
        self.expected_close.is_some_and(|date| date < today)
    }
}

/// Totals of the closed phases in the month shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    pub phase: Phase,
    pub count: i64,
    /// What was agreed, or for lost and no deal what had been hoped for.
    pub amount: Money,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Moving a card from one column to another and back restores every total exactly (B-23).
        #[test]
        fn b23_totals_come_back_exactly(amount in 0i64..1_000_000_000_000, p in 0i32..=100, count in 1i64..9, sum in 0i64..1_000_000_000) {
            let before = Totals { count, amount: Money(sum), weighted: Weighted(sum * 40) };
            let (amount, p) = (Money(amount), Percent(p));
            prop_assert_eq!(before.plus(amount, p).minus(amount, p), before);
            prop_assert_eq!(before.and(Totals::default().plus(amount, p)), before.plus(amount, p));
        }
    }
}
