//! Moving cards: shown at once, saved behind, put right when the server says otherwise.

use super::api::drop_card;
use super::state::{BoardState, CardRef, Taken, moved};
use super::types::Dropped;
use crate::core::{AppError, Conflict};
use crate::routes;
use crate::ui::{Toast, Toasts, Tone, announce, fresh_key};
use entity::opportunity::transition::Refused;
use entity::opportunity::{MoveForm, Required, Stage, StageKey};
use entity::shared::ids::OpportunityId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// Moves remembered for undo (B-27).
const UNDO: usize = 20;

/// What a sheet has to ask before a move can be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub card: CardRef,
    pub to: Stage,
    /// Fields the stage needs; empty for a closing, which asks for its own.
    pub missing: Vec<Required>,
}

/// A move that was made, and the way back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub id: OpportunityId,
    pub name: String,
    pub back_to: StageKey,
    /// Version the move led to; if it has changed since, there is no way back.
    pub version: i64,
}

/// Context of the board: everything that moves cards.
#[derive(Debug, Clone, Copy)]
pub struct Mover {
    pub state: BoardState,
    pub query: StoredValue<String>,
    /// The question a sheet is asking now.
    pub question: RwSignal<Option<Question>>,
    pub undo: RwSignal<Vec<Step>>,
    toasts: Toasts,
}

impl Mover {
    /// For a board.
    pub fn new(state: BoardState, query: StoredValue<String>, toasts: Toasts) -> Self {
        Self { state, query, question: RwSignal::new(None), undo: RwSignal::new(Vec::new()), toasts }
    }

    /// Sends a card to a stage: asks first what the stage asks for, else moves it at once.
    ///
    /// `behind` is the card it shall stand behind under manual order.
    pub fn send(self, card: CardRef, to: &StageKey, behind: Option<OpportunityId>) {
        let Some(stage) = self.state.stage(to) else { return };
        if card.stage == stage.key && behind.is_none() {
            announce(format!("Move cancelled, {} stays in {}.", card.name, stage.name));
            return;
        }
        if self.state.marked(card.id).saving {
            announce(format!("{} is still being saved.", card.name));
            return;
        }
        let missing = self.state.missing(&card, &stage);
        if !stage.phase.is_open() || (card.stage != stage.key && !missing.is_empty()) {
            self.state.mark(card.id, |mark| mark.pending = true);
            self.question.set(Some(Question { card, to: stage, missing }));
            return;
        }
        let form = MoveForm { behind: behind.map(|id| id.to_string()).unwrap_or_default(), ..MoveForm::default() };
        self.make(card, stage, form);
    }

    /// Makes a move whose facts are complete: the card changes its column in this frame.
    pub fn make(self, card: CardRef, to: Stage, form: MoveForm) {
        let state = self.state;
        let Some(taken) = state.take(card.id) else { return };
        let then = with_facts(&moved(&card, &to, state.today), &form);
        if to.phase.is_open() {
            state.put(Arc::new(then));
        } else {
            state.closed.update(|closed| {
                if let Some((_, sum)) = closed.iter_mut().find(|(stage, _)| stage.key == to.key) {
                    sum.count += 1;
                    sum.amount = sum.amount + then.amount;
                }
            });
        }
        state.mark(card.id, |mark| (mark.pending, mark.saving, mark.flash) = (false, true, true));
        let id = card.id;
        crate::ui::after(700, move || state.mark(id, |mark| mark.flash = false));
        let from = state.stage(&card.stage).map_or_else(String::new, |stage| stage.name);
        announce(format!("Moved {} from {from} to {}.", card.name, to.name));
        self.save(taken, to, form);
    }

    fn save(self, taken: Taken, to: Stage, form: MoveForm) {
        let key = fresh_key();
        let form = MoveForm {
            id: taken.card.id.to_string(),
            version: taken.card.version.to_string(),
            key: key.to_string(),
            to: to.key.to_string(),
            ..form
        };
        self.state.mine.update_value(|mine| {
            mine.insert(key);
        });
        let query = self.query.get_value();
        spawn_local(async move {
            let answer = drop_card(form.clone(), query).await;
            self.state.mark(taken.card.id, |mark| mark.saving = false);
            match answer {
                Ok(dropped) => self.saved(&taken, &to, &dropped),
                Err(AppError::Conflict(conflict)) => self.conflicted(taken, to, form, *conflict),
                Err(AppError::Law(Refused::Missing { fields, .. })) => {
                    self.rolled_back(&taken, &to);
                    self.question.set(Some(Question { card: taken.card, to, missing: fields }));
                }
                Err(error) => self.refused(taken, to, form, &error),
            }
        });
    }

    /// The server agrees: its card and its numbers replace ours without a shift.
    fn saved(self, taken: &Taken, to: &Stage, dropped: &Dropped) {
        let card = &dropped.done.card;
        if to.phase.is_open() {
            self.state.replace(card);
        }
        self.state.reconcile(&dropped.numbers);
        let step =
            Step { id: card.id, name: card.name.clone(), back_to: dropped.done.from.clone(), version: card.version };
        self.undo.update(|steps| {
            steps.push(step.clone());
            let surplus = steps.len().saturating_sub(UNDO);
            steps.drain(..surplus);
        });
        if taken.card.stage == to.key {
            return;
        }
        let toast = Toast::new(format!("{} moved to {}.", card.name, to.name));
        self.toasts.show(toast.action("Undo", move || self.undo_step(step.clone())));
    }

    /// Somebody was faster: the card goes where it really is, and the choice is theirs who moved it here.
    fn conflicted(self, taken: Taken, to: Stage, form: MoveForm, conflict: Conflict) {
        let Conflict { who, at, version: _, card: now } = conflict;
        self.rolled_back(&taken, &to);
        let Some(now) = now else { return };
        let there = self.state.stage(&now.stage).map_or_else(|| now.stage.0.clone(), |stage| stage.name);
        self.arrived(&taken.card, &now);
        announce(format!("{who} already moved {} to {there}.", now.name));
        let tag = format!("{who}, {at}");
        self.state.mark(now.id, |mark| mark.moved_by = Some(tag));
        let id = now.id;
        crate::ui::after(4000, move || self.state.mark(id, |mark| mark.moved_by = None));
        let detail = format!("{}. Your move to {} was not saved.", now.name, to.name);
        let toast = Toast::new(format!("{who} moved this to {there} at {at}")).detail(detail);
        let again = Arc::new(now);
        let anyway = move || self.make(again.clone(), to.clone(), MoveForm { behind: String::new(), ..form.clone() });
        self.toasts.show(toast.action("Move anyway", anyway).action("Keep", || ()));
    }

    /// Everything else: the card animates back and the reason is told; what a lost connection stopped can be tried again.
    fn refused(self, taken: Taken, to: Stage, form: MoveForm, error: &AppError) {
        self.rolled_back(&taken, &to);
        let from = self.state.stage(&taken.card.stage).map_or_else(String::new, |stage| stage.name);
        let (id, name) = (taken.card.id, taken.card.name.clone());
        announce(format!("Not moved: {error} {name} is back in {from}."));
        let toast = Toast::new(format!("{name} was not moved.")).detail(error.to_string()).tone(Tone::Danger);
        let toast = match error {
            AppError::Offline | AppError::Unavailable => {
                toast.action("Retry", move || self.make(taken.card.clone(), to.clone(), form.clone()))
            }
            AppError::NotFound => {
                self.state.take(id);
                toast
            }
            _ => toast.link("Open", routes::opportunity(id)),
        };
        self.toasts.show(toast);
    }

    /// Numbers and column exactly as before the move.
    fn rolled_back(self, taken: &Taken, to: &Stage) {
        if to.phase.is_open() {
            self.state.take(taken.card.id);
        } else {
            self.state.closed.update(|closed| {
                if let Some((_, sum)) = closed.iter_mut().find(|(stage, _)| stage.key == to.key) {
                    sum.count -= 1;
                    sum.amount = sum.amount - taken.card.amount;
                }
            });
        }
        self.state.put_back(taken.clone());
        self.state.mark(taken.card.id, |mark| (mark.pending, mark.flash) = (false, false));
    }

    /// A card is now what the server says, numbers included.
    fn arrived(self, before: &CardRef, now: &entity::opportunity::board::Card) {
        self.state.take(before.id);
        if self.state.stage(&now.stage).is_some_and(|stage| stage.phase.is_open()) {
            self.state.put(Arc::new(now.clone()));
        }
    }

    /// The sheet was closed without an answer: the card stays where it was.
    pub fn cancel_question(self) {
        if let Some(question) = self.question.get_untracked() {
            self.state.mark(question.card.id, |mark| mark.pending = false);
            announce(format!("Move cancelled, {} stays where it was.", question.card.name));
            self.question.set(None);
        }
    }

    /// The sheet was answered.
    pub fn answer_question(self, form: MoveForm) {
        if let Some(Question { card, to, .. }) = self.question.get_untracked() {
            self.question.set(None);
            self.make(card, to, form);
        }
    }

    /// Takes the last move back.
    pub fn undo_last(self) {
        if let Some(step) = self.undo.with_untracked(|steps| steps.last().cloned()) {
            self.undo_step(step);
        }
    }

    fn undo_step(self, step: Step) {
        self.undo.update(|steps| steps.retain(|other| *other != step));
        let Step { id, name, back_to, version } = step;
        let Some(stage) = self.state.stage(&back_to) else { return };
        let key = fresh_key();
        self.state.mine.update_value(|mine| {
            mine.insert(key);
        });
        let form = MoveForm {
            id: id.to_string(),
            version: version.to_string(),
            key: key.to_string(),
            to: back_to.to_string(),
            reopen_reason: "Undone".to_owned(),
            ..MoveForm::default()
        };
        let query = self.query.get_value();
        spawn_local(async move {
            match drop_card(form, query).await {
                Ok(dropped) => {
                    self.state.replace(&dropped.done.card);
                    self.state.reconcile(&dropped.numbers);
                    announce(format!("Move undone, {name} is in {}.", stage.name));
                }
                Err(error) => self.toasts.show(
                    Toast::new(format!("{name} cannot be moved back.")).detail(error.to_string()).tone(Tone::Danger),
                ),
            }
        });
    }
}

/// What a sheet's answer changes on the card before the server has agreed.
fn with_facts(card: &entity::opportunity::board::Card, form: &MoveForm) -> entity::opportunity::board::Card {
    let mut card = card.clone();
    let typed = if form.actual.is_empty() { &form.amount } else { &form.actual };
    if let Ok(amount) = entity::Money::parse(typed) {
        card.amount = amount;
    }
    if let Ok(date) = entity::shared::dates::parse(&form.expected_close) {
        card.expected_close = Some(date);
    }
    if !form.line.is_empty() {
        card.summary.clone_from(&form.line);
    }
    card
}
