//! Cards coming and going: with their share of the numbers, or without when the server's numbers follow.

use super::{BoardState, CardRef, ColumnState, Taken};
use crate::pipeline::focus;
use entity::opportunity::board::Card;
use entity::opportunity::{OpportunitySort, Place, StageKey, rank};
use entity::shared::ids::OpportunityId;
use leptos::prelude::*;
use std::collections::HashSet;
use std::sync::Arc;

impl BoardState {
    /// Takes a card out and its share out of every number.
    pub fn take(self, id: OpportunityId) -> Option<Taken> {
        self.come_back(id);
        let card = self.card(id)?;
        let column = self.column(&card.stage)?;
        let place = column.leave(&card)?;
        self.uncount(column, &card);
        Some(Taken { card, place })
    }

    /// Puts a card where the order of its column wants it, and its share into every number.
    pub fn put(self, card: CardRef) {
        let Some(column) = self.column(&card.stage) else { return };
        self.count(column, &card);
        self.enter(column, card);
    }

    /// Puts a card back exactly where it was taken.
    pub fn put_back(self, taken: Taken) {
        let Some(column) = self.column(&taken.card.stage) else { return };
        self.count(column, &taken.card);
        column.enter_at(taken.place, taken.card);
    }

    /// Replaces a card by what it is now, wherever it stood, without touching the numbers.
    pub fn replace(self, card: &Card) {
        self.remove(card.id);
        if let Some(column) = self.column(&card.stage) {
            self.enter(column, Arc::new(card.clone()));
        }
    }

    /// Takes a card off the board without touching the numbers.
    pub fn remove(self, id: OpportunityId) {
        self.come_back(id);
        self.mark(id, |mark| mark.selected = false);
        if let Some(card) = self.card(id)
            && let Some(column) = self.column(&card.stage)
        {
            column.leave(&card);
        }
    }

    /// Takes in cards that were loaded later.
    pub fn append(self, key: &StageKey, more: Vec<Card>) {
        let Some(column) = self.column(key) else { return };
        column.beyond.update_value(|beyond| beyond.retain(|id| more.iter().all(|card| card.id != *id)));
        column.cards.update(|cards| {
            let known: HashSet<OpportunityId> = cards.iter().map(|card| card.id).collect();
            for card in more.into_iter().filter(|card| !known.contains(&card.id)) {
                // What was touched last stands first; the server's order goes on at the end.
                let recent = self.sort == OpportunitySort::Recent;
                let place = if recent { cards.len() } else { self.order(cards, &card) };
                cards.insert(place, Arc::new(card));
            }
        });
    }

    /// The rank a card would have at a place of a column, as the server will give it.
    pub fn rank_at(self, key: &StageKey, place: Place, id: OpportunityId) -> Option<String> {
        let others: Vec<CardRef> = self
            .column(key)?
            .cards
            .with_untracked(|cards| cards.iter().filter(|other| other.id != id).cloned().collect());
        let of = |card: Option<&CardRef>| card.map(|card| card.rank.clone());
        Some(match place {
            Place::Ordered => rank::after(of(others.last()).as_deref()),
            Place::First => rank::between(None, of(others.first()).as_deref()),
            Place::Behind(before) => {
                let at = others.iter().position(|other| other.id == before)?;
                rank::between(of(others.get(at)).as_deref(), of(others.get(at + 1)).as_deref())
            }
        })
    }

    /// The place of a card in its column, for going back there.
    pub fn place_of(self, card: &Card) -> Place {
        if self.sort != OpportunitySort::Manual {
            return Place::Ordered;
        }
        let before = self.column(&card.stage).and_then(|column| {
            column.cards.with_untracked(|cards| {
                let at = cards.iter().position(|other| other.id == card.id)?;
                Some(at.checked_sub(1).map(|before| cards[before].id))
            })
        });
        match before {
            Some(Some(id)) => Place::Behind(id),
            Some(None) => Place::First,
            None => Place::Ordered,
        }
    }

    pub(super) fn enter(self, column: ColumnState, card: CardRef) {
        let place = column.cards.with_untracked(|cards| self.order(cards, &card));
        column.enter_at(place, card);
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
}

impl ColumnState {
    /// The card after which more are loaded; `None` before the first.
    pub fn loaded_to(self) -> Option<OpportunityId> {
        self.beyond.with_value(|beyond| {
            self.cards.with_untracked(|cards| cards.iter().rev().map(|card| card.id).find(|id| !beyond.contains(id)))
        })
    }

    /// How many of its cards are not loaded.
    pub fn unloaded(self) -> i64 {
        self.totals.with(|totals| totals.count) - self.cards.with(|cards| cards.len() as i64) - self.away.get_value()
    }

    pub(super) fn leave(self, card: &Card) -> Option<usize> {
        focus::hold(card);
        self.beyond.update_value(|beyond| {
            beyond.remove(&card.id);
        });
        let place = self.cards.with_untracked(|cards| cards.iter().position(|other| other.id == card.id))?;
        self.cards.update(|cards| {
            cards.remove(place);
        });
        Some(place)
    }

    pub(super) fn enter_at(self, place: usize, card: CardRef) {
        let id = card.id;
        self.cards.update(|cards| cards.insert(place.min(cards.len()), card));
        let last = self.beyond.with_value(|beyond| {
            self.cards.with_untracked(|cards| cards.iter().skip(place + 1).all(|after| beyond.contains(&after.id)))
        });
        if last && untrack(|| self.unloaded()) > 0 {
            self.beyond.update_value(|beyond| {
                beyond.insert(id);
            });
        }
    }
}
