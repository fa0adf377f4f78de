//! The numbers of the board: changed with each card, then set to the server's.

use super::{BoardState, ColumnState};
use crate::pipeline::types::{Board, Numbers};
use entity::Money;
use entity::opportunity::StageKey;
use entity::opportunity::board::{Card, Strip, Totals};
use entity::shared::dates::month_of;
use leptos::prelude::*;
use std::collections::HashSet;
use std::sync::Arc;

impl BoardState {
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

    /// Shows everything as the server says it is now.
    pub fn renew(self, board: &Board) {
        self.all_come_back();
        for fresh in &board.columns {
            if let Some(column) = self.column(&fresh.stage.key) {
                column.beyond.set_value(HashSet::new());
                column.totals.set(fresh.totals);
                column.cards.set(fresh.cards.iter().cloned().map(Arc::new).collect());
            }
        }
        self.strip.set(board.strip);
        self.closed.set(board.closed.clone());
    }

    /// Counts `by` closed cards more, and their amount, in an outcome.
    pub fn close_more(self, outcome: &StageKey, by: i64, amount: Money) {
        self.closed.update(|closed| {
            if let Some((_, sum)) = closed.iter_mut().find(|(stage, _)| stage.key == *outcome) {
                sum.count += by;
                sum.amount = sum.amount + amount;
            }
        });
    }

    /// The share of a card comes in.
    pub(super) fn count(self, column: ColumnState, card: &Card) {
        column.totals.update(|totals| *totals = totals.plus(card.amount, card.probability));
        let (closing, idle, past) = self.share(card);
        self.strip.update(|strip| {
            *strip = Strip {
                closing: if closing { strip.closing.plus(card.amount, card.probability) } else { strip.closing },
                idle: strip.idle + i64::from(idle),
                past: strip.past + i64::from(past),
                attention: strip.attention + i64::from(idle || past),
            }
        });
    }

    /// The share of a card goes out.
    pub(super) fn uncount(self, column: ColumnState, card: &Card) {
        column.totals.update(|totals| *totals = totals.minus(card.amount, card.probability));
        let (closing, idle, past) = self.share(card);
        self.strip.update(|strip| {
            *strip = Strip {
                closing: if closing { strip.closing.minus(card.amount, card.probability) } else { strip.closing },
                idle: strip.idle - i64::from(idle),
                past: strip.past - i64::from(past),
                attention: strip.attention - i64::from(idle || past),
            }
        });
    }

    /// Everything open, all columns together.
    pub fn open(self) -> Totals {
        self.all().iter().fold(Totals::default(), |sum, column| sum.and(column.totals.get()))
    }

    /// Whether a card closes this month, is idle, is past.
    fn share(self, card: &Card) -> (bool, bool, bool) {
        let (first, next) = month_of(self.today);
        let closing = card.expected_close.is_some_and(|date| date >= first && date < next);
        (closing, self.idle(card).is_some(), card.is_past(self.today))
    }
}
