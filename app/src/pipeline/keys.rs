//! The board by keyboard: lift with Space, choose a stage with the arrows, drop, cancel; and the shortcuts.

use super::cards;
use super::lift::{By, Lift};
use super::menu::CardMenu;
use super::moves::Mover;
use super::state::{BoardState, CardRef};
use crate::ui::{announce, focus_on, letters_on};
use entity::opportunity::{OpportunitySort, Place, StageKey};
use entity::shared::ids::OpportunityId;
use leptos::prelude::*;

/// What a key does on the board.
#[derive(Debug, Clone, Copy)]
pub struct Keys {
    pub state: BoardState,
    pub lift: Lift,
    pub mover: Mover,
    pub menu: CardMenu,
}

/// Where on a card something happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    /// Its handle.
    Handle(OpportunityId),
    /// Another part of it.
    Card(OpportunityId),
}

impl On {
    /// The card.
    pub const fn id(self) -> OpportunityId {
        let (Self::Handle(id) | Self::Card(id)) = self;
        id
    }
}

impl Keys {
    /// Whether the key was ours; the browser then does nothing with it.
    pub fn press(self, on: On, key: &str, shift: bool) -> bool {
        let Some(card) = self.state.card(on.id()) else { return false };
        if !self.state.may_work {
            return false;
        }
        if self.lift.holds(on.id()) {
            return self.while_lifted(key, shift);
        }
        match (on, key, shift) {
            (On::Handle(_), " " | "Enter", _) => self.take_up(card),
            (_, "ArrowLeft", true) => self.neighbour(&card, -1),
            (_, "ArrowRight", true) => self.neighbour(&card, 1),
            (_, "m", false) if letters_on() => self.menu.open(card),
            (_, "x", false) if letters_on() => self.state.choose(card.id),
            (_, "Escape", _) if self.state.is_choosing() => self.state.choose_none(),
            _ => return false,
        }
        true
    }

    /// Lifts a card, or drops the one that is held: what Space does on a handle, and what a click on it does.
    pub fn take_up_or_drop(self, card: CardRef) {
        if self.lift.holds(card.id) {
            let over = self.lift.over().unwrap_or_else(|| card.stage.clone());
            self.drop_on(&over);
        } else {
            self.take_up(card);
        }
    }

    fn take_up(self, card: CardRef) {
        if !self.state.may_lift(card.id) {
            announce(format!("{} is still being saved.", card.name));
            return;
        }
        let stage = self.state.stage_name(&card.stage);
        let (place, of) = self.state.place(&card).unwrap_or((1, 1));
        announce(format!(
            "Lifted {}, {stage}, {place} of {of}. Arrow keys choose a stage, Space drops, Escape cancels.",
            card.name
        ));
        self.lift.take(self.state, card, By::Keys);
    }

    /// What a key does while a card is held by keys, on the card or on one of the buttons that drop it.
    pub fn while_lifted(self, key: &str, shift: bool) -> bool {
        let Some(air) = self.lift.0.get_untracked() else { return false };
        let card = &air.card;
        let stages: Vec<StageKey> = self.state.stages().into_iter().map(|stage| stage.key).collect();
        let over = air.over.unwrap_or_else(|| card.stage.clone());
        let at = stages.iter().position(|stage| *stage == over).unwrap_or(0);
        match key {
            "ArrowLeft" => self.hover(card, &stages[at.saturating_sub(1)]),
            "ArrowRight" => self.hover(card, &stages[(at + 1).min(stages.len() - 1)]),
            "Home" => self.hover(card, &stages[0]),
            "End" => self.hover(card, &stages[stages.len() - 1]),
            "ArrowUp" | "ArrowDown" => self.place(card, &over, key == "ArrowDown"),
            " " | "Enter" => self.drop_on(&over),
            "Escape" => self.cancel(),
            // Tab walks the stages as buttons: screen readers may keep the arrows to themselves.
            "Tab" => focus_on(if shift { ".drop-ways button:last-of-type" } else { ".drop-ways button" }),
            _ => return false,
        }
        true
    }

    /// Shows over which stage a card held by keys is.
    pub fn hover(self, card: &CardRef, over: &StageKey) {
        self.lift.0.update(|air| {
            if let Some(air) = air {
                air.over = Some(over.clone());
                air.place = None;
            }
        });
        let Some(stage) = self.state.stage(over) else { return };
        let totals = self.state.column(over).map(|column| {
            let now = column.totals.get_untracked();
            if *over == card.stage { now } else { now.plus(card.amount, card.probability_in(&stage)) }
        });
        announce(match totals {
            Some(totals) => format!("{}, {}, {}.", stage.name, cards(totals.count), totals.amount.short()),
            None => format!("{}.", stage.name),
        });
    }

    /// Up and down within the column, when its order is by hand.
    fn place(self, card: &CardRef, over: &StageKey, down: bool) {
        if self.state.sort != OpportunitySort::Manual {
            announce(format!(
                "Cards are sorted by {}; order cannot be changed.",
                self.state.sort.label().to_lowercase()
            ));
            return;
        }
        let others = self.state.column(over).map_or(0, |column| {
            column.cards.with_untracked(|cards| cards.iter().filter(|other| other.id != card.id).count())
        });
        // From where it stands; in another column, from the end, where it would go.
        let start = if *over == card.stage { self.state.place(card).map_or(0, |(place, _)| place - 1) } else { others };
        let mut now = 0;
        self.lift.0.update(|air| {
            if let Some(air) = air {
                let place = air.place.unwrap_or(start);
                now = if down { (place + 1).min(others) } else { place.saturating_sub(1) };
                air.place = Some(now);
            }
        });
        announce(format!("Place {} of {}.", now + 1, others + 1));
    }

    /// Drops what is in the air on a stage.
    pub fn drop_on(self, over: &StageKey) {
        let Some(air) = self.lift.land(self.state) else { return };
        super::focus::remember(air.card.id, &air.card.stage);
        if !air.others.is_empty() {
            self.mover.send_many(air.cards().cloned().collect(), over);
            return;
        }
        let place = air.place.map_or(Place::Ordered, |place| self.gap(&air.card, over, place));
        self.mover.send(air.card, over, place);
        super::focus::settle(self.state);
    }

    /// The gap before which `place` other cards stand, under manual order.
    pub fn gap(self, card: &CardRef, over: &StageKey, place: usize) -> Place {
        let Some(before) = place.checked_sub(1) else { return Place::First };
        let other = self.state.column(over).and_then(|column| {
            column.cards.with_untracked(|cards| {
                cards.iter().filter(|other| other.id != card.id).nth(before).map(|other| other.id)
            })
        });
        other.map_or(Place::Ordered, Place::Behind)
    }

    /// Puts a card held by keys back.
    pub fn cancel(self) {
        if let Some(air) = self.lift.land(self.state) {
            super::focus::remember(air.card.id, &air.card.stage);
            super::focus::settle(self.state);
            announce(format!("Move cancelled, {} stays in {}.", air.card.name, self.state.stage_name(&air.card.stage)));
        }
    }

    /// One stage to the left or right at once.
    fn neighbour(self, card: &CardRef, by: isize) {
        let columns = self.state.all();
        let at = columns.iter().position(|column| column.stage.with_value(|stage| stage.key == card.stage));
        let to = at.and_then(|at| at.checked_add_signed(by)).and_then(|to| columns.get(to));
        match to {
            Some(to) => self.mover.send_chosen(card.clone(), &to.stage.with_value(|stage| stage.key.clone())),
            None => announce("There is no further open stage on that side."),
        }
    }
}
