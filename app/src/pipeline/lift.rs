//! The card in the air, whatever lifted it: pointer or keys. Under a selection all of its cards are.

use super::state::{BoardState, CardRef};
use entity::opportunity::StageKey;
use entity::opportunity::board::{Card, Totals};
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
    /// Selected cards that travel with it.
    pub others: Vec<CardRef>,
    pub by: By,
    /// The stage under it; `None` over nothing.
    pub over: Option<StageKey>,
    /// Under manual order: how many cards of that column stand before the gap.
    pub place: Option<usize>,
}

impl Air {
    /// Every card in the air.
    pub fn cards(&self) -> impl Iterator<Item = &CardRef> {
        std::iter::once(&self.card).chain(&self.others)
    }

    /// The stage that at least one of the cards would come to.
    fn target(&self) -> Option<&StageKey> {
        self.over.as_ref().filter(|over| self.cards().any(|card| card.stage != **over))
    }
}

/// Context of the board: the card in the air, if any.
#[derive(Debug, Clone, Copy)]
pub struct Lift(pub RwSignal<Option<Air>>);

impl Lift {
    /// Whether anything is in the air.
    pub fn is_up(self) -> bool {
        self.0.with_untracked(Option::is_some)
    }

    /// Lifts a card; one of a selection takes the others along.
    pub fn take(self, state: BoardState, card: CardRef, by: By) {
        let selected = untrack(|| state.selected());
        let others = match selected.iter().any(|chosen| chosen.id == card.id) {
            true => selected.into_iter().filter(|chosen| chosen.id != card.id).collect(),
            false => Vec::new(),
        };
        let over = (by == By::Keys).then(|| card.stage.clone());
        let air = Air { card, others, by, over, place: None };
        state.mark(air.card.id, |mark| mark.held = by == By::Keys);
        air.cards().for_each(|card| state.mark(card.id, |mark| mark.dragging = true));
        self.0.set(Some(air));
    }

    /// Puts everything down again.
    pub fn land(self, state: BoardState) -> Option<Air> {
        let air = self.0.try_update(Option::take)??;
        air.cards().for_each(|card| state.mark(card.id, |mark| (mark.dragging, mark.held) = (false, false)));
        Some(air)
    }

    /// Whether this card is held by keys.
    pub fn holds(self, id: OpportunityId) -> bool {
        self.0.with_untracked(|air| air.as_ref().is_some_and(|air| air.by == By::Keys && air.card.id == id))
    }

    /// The stage under the card now.
    pub fn over(self) -> Option<StageKey> {
        self.0.with_untracked(|air| air.as_ref().and_then(|air| air.over.clone()))
    }

    /// Whether the card hovers over this stage.
    pub fn is_over(self, key: &StageKey) -> bool {
        self.0.with(|air| air.as_ref().is_some_and(|air| air.over.as_ref() == Some(key)))
    }

    /// What a column would hold, when cards are about to leave or enter it.
    pub fn projected(self, state: BoardState, key: &StageKey, now: Totals) -> Option<Totals> {
        self.0.with(|air| {
            let air = air.as_ref()?;
            let over = air.target()?;
            let to = state.stage(over)?;
            let leaves = |card: &&CardRef| card.stage == *key && over != key;
            let enters = |card: &&CardRef| card.stage != *key && over == key;
            let rest = air.cards().filter(leaves).fold(now, |sum, card| sum.minus(card.amount, card.probability));
            let then =
                air.cards().filter(enters).fold(rest, |sum, card| sum.plus(card.amount, card.probability_in(&to)));
            (then != now).then_some(then)
        })
    }

    /// By how much the weighted sum of the board would change.
    pub fn gain(self, state: BoardState) -> Option<Weighted> {
        self.0.with(|air| {
            let air = air.as_ref()?;
            let to = state.stage(air.target()?)?;
            let change = |card: &Card| {
                let then = if to.phase.is_open() { card.probability_in(&to) } else { entity::Percent(0) };
                Weighted::of(card.amount, then) - Weighted::of(card.amount, card.probability)
            };
            Some(
                air.cards()
                    .filter(|card| card.stage != to.key)
                    .fold(Weighted::default(), |sum, card| sum + change(card)),
            )
        })
    }
}
