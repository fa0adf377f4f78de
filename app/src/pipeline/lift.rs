//! The card in the air, whatever lifted it: pointer or keys.

use super::state::{BoardState, CardRef};
use entity::opportunity::StageKey;
use entity::opportunity::board::Totals;
use entity::shared::ids::OpportunityId;
use entity::shared::percent::Weighted;
use leptos::prelude::*;

/// What lifted it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    Pointer,
    Keys,
}

/// A card in the air and the stage it hovers over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Air {
    pub card: CardRef,
    pub by: By,
    /// The stage under it; `None` over nothing.
    pub over: Option<StageKey>,
    /// Under manual order: how many cards of that column stand before the gap.
    pub place: Option<usize>,
}

/// Context of the board: the card in the air, if any.
#[derive(Debug, Clone, Copy)]
pub struct Lift(pub RwSignal<Option<Air>>);

impl Lift {
    /// Whether this card is held by keys.
    pub fn holds(self, id: OpportunityId) -> bool {
        self.0.with(|air| air.as_ref().is_some_and(|air| air.by == By::Keys && air.card.id == id))
    }

    /// The stage under the card now.
    pub fn over(self) -> Option<StageKey> {
        self.0.with_untracked(|air| air.as_ref().and_then(|air| air.over.clone()))
    }

    /// Whether the card hovers over a stage other than its own.
    pub fn is_over(self, key: &StageKey) -> bool {
        self.0.with(|air| air.as_ref().is_some_and(|air| air.over.as_ref() == Some(key)))
    }

    /// What a column would hold, when the card is about to leave or enter it.
    pub fn projected(self, state: BoardState, key: &StageKey, now: Totals) -> Option<Totals> {
        self.0.with(|air| {
            let air = air.as_ref()?;
            let over = air.over.as_ref().filter(|over| **over != air.card.stage)?;
            if air.card.stage == *key {
                return Some(now.minus(air.card.amount, air.card.probability));
            }
            let to = state.stage(over).filter(|_| over == key)?;
            Some(now.plus(air.card.amount, air.card.probability_in(&to)))
        })
    }

    /// By how much the weighted sum of the board would change.
    pub fn gain(self, state: BoardState) -> Option<Weighted> {
        self.0.with(|air| {
            let air = air.as_ref()?;
            let over = air.over.as_ref().filter(|over| **over != air.card.stage)?;
            let to = state.stage(over)?;
            let then = if to.phase.is_open() { air.card.probability_in(&to) } else { entity::Percent(0) };
            Some(Weighted::of(air.card.amount, then) - Weighted::of(air.card.amount, air.card.probability))
        })
    }
}
