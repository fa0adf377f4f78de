//! The board by keyboard: lift with Space, choose a stage with the arrows, drop, cancel; and the shortcuts.

use super::lift::{Air, By, Lift};
use super::menu::CardMenu;
use super::moves::Mover;
use super::state::{BoardState, CardRef};
use crate::ui::announce;
use entity::opportunity::{OpportunitySort, StageKey};
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

/// Where the focus was when the key went down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    /// A card's handle.
    Handle(OpportunityId),
    /// Another part of a card.
    Card(OpportunityId),
}

impl Keys {
    /// Whether the key was ours; the browser then does nothing with it.
    pub fn press(self, on: On, key: &str, shift: bool) -> bool {
        let (On::Handle(id) | On::Card(id)) = on;
        let Some(card) = self.state.card(id) else { return false };
        if !self.state.may_work {
            return false;
        }
        if self.lift.holds(id) {
            return self.while_lifted(&card, key);
        }
        match (on, key, shift) {
            (On::Handle(_), " " | "Enter", _) => self.take_up(card),
            (_, "ArrowLeft", true) => self.neighbour(&card, -1),
            (_, "ArrowRight", true) => self.neighbour(&card, 1),
            (_, "m", false) => self.menu.open(card),
            _ => return false,
        }
        true
    }

    fn take_up(self, card: CardRef) {
        let stage = self.state.stage(&card.stage).map_or_else(String::new, |stage| stage.name);
        let (place, of) = self.state.place(&card).unwrap_or((1, 1));
        announce(format!(
            "Lifted {}, {stage}, {place} of {of}. Arrow keys choose a stage, Space drops, Escape cancels.",
            card.name
        ));
        self.state.mark(card.id, |mark| mark.dragging = true);
        let over = Some(card.stage.clone());
        self.lift.0.set(Some(Air { card, by: By::Keys, over, place: None }));
    }

    fn while_lifted(self, card: &CardRef, key: &str) -> bool {
        let stages = self.stages();
        let over = self.lift.over().unwrap_or_else(|| card.stage.clone());
        let at = stages.iter().position(|stage| *stage == over).unwrap_or(0);
        match key {
            "ArrowLeft" => self.hover(card, &stages[at.saturating_sub(1)]),
            "ArrowRight" => self.hover(card, &stages[(at + 1).min(stages.len() - 1)]),
            "Home" => self.hover(card, &stages[0]),
            "End" => self.hover(card, &stages[stages.len() - 1]),
            "ArrowUp" | "ArrowDown" => self.place(card, &over, key == "ArrowDown"),
            " " | "Enter" => self.drop_on(card.clone(), &over),
            "Escape" => self.cancel(),
            _ => return false,
        }
        true
    }

    /// Open stages, then outcomes: everything the arrows walk through.
    fn stages(self) -> Vec<StageKey> {
        let open = self.state.all().into_iter().map(|column| column.stage.with_value(|stage| stage.key.clone()));
        let ended: Vec<StageKey> =
            self.state.closed.with_untracked(|closed| closed.iter().map(|(stage, _)| stage.key.clone()).collect());
        open.chain(ended).collect()
    }

    fn hover(self, card: &CardRef, over: &StageKey) {
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
            Some(totals) => format!("{}, {} cards, {}.", stage.name, totals.count, totals.amount.short()),
            None => format!("{}.", stage.name),
        });
    }

    /// Up and down within the column, when its order is by hand.
    fn place(self, card: &CardRef, over: &StageKey, down: bool) {
        if self.state.sort != OpportunitySort::Manual {
            announce("Cards are sorted; their order cannot be changed here.".to_owned());
            return;
        }
        let others = self.state.column(over).map_or(0, |column| {
            column.cards.with_untracked(|cards| cards.iter().filter(|other| other.id != card.id).count())
        });
        let start = self.state.place(card).map_or(0, |(place, _)| place - 1);
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

    fn drop_on(self, card: CardRef, over: &StageKey) {
        let place = self.lift.0.with_untracked(|air| air.as_ref().and_then(|air| air.place));
        self.land(&card);
        let behind = place.and_then(|place| self.behind(&card, over, place));
        self.mover.send(card, over, behind);
    }

    /// The card before a gap, under manual order.
    pub fn behind(self, card: &CardRef, over: &StageKey, place: usize) -> Option<OpportunityId> {
        let before = place.checked_sub(1)?;
        self.state
            .column(over)?
            .cards
            .with_untracked(|cards| cards.iter().filter(|other| other.id != card.id).nth(before).map(|other| other.id))
    }

    /// Puts a card held by keys back.
    pub fn cancel(self) {
        if let Some(air) = self.lift.0.get_untracked() {
            self.land(&air.card);
            let stage = self.state.stage(&air.card.stage).map_or_else(String::new, |stage| stage.name);
            announce(format!("Move cancelled, {} stays in {stage}.", air.card.name));
        }
    }

    fn land(self, card: &CardRef) {
        self.lift.0.set(None);
        self.state.mark(card.id, |mark| mark.dragging = false);
    }

    /// One stage to the left or right at once.
    fn neighbour(self, card: &CardRef, by: isize) {
        let stages = self.stages();
        let at = stages.iter().position(|stage| *stage == card.stage);
        let to = at.and_then(|at| at.checked_add_signed(by)).and_then(|to| stages.get(to));
        match to.filter(|to| self.state.column(to).is_some()) {
            Some(to) => self.mover.send(card.clone(), to, None),
            None => announce("There is no further open stage on that side.".to_owned()),
        }
    }
}
