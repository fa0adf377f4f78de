//! Moving cards: shown at once, saved behind, put right when the server says otherwise.

use super::api::drop_card;
use super::live::Live;
use super::state::{BoardState, CardRef, Taken, moved};
use super::talk;
use crate::core::AppError;
use crate::core::again::SignInAgain;
use crate::ui::{Toast, Toasts, Tone, announce, fresh_key};
use crate::{routes, ui};
use entity::Money;
use entity::opportunity::board::Card;
use entity::opportunity::{MoveForm, OpportunitySort, Place, Required, Stage, StageKey};
use entity::shared::dates;
use leptos::prelude::*;
use std::sync::Arc;
use uuid::Uuid;

/// How long a card that landed is lit,
const FLASH_MS: i32 = 700;
/// and how long it is outlined for those who want no motion.
const STILL_FLASH_MS: i32 = 2_000;

/// What a sheet has to ask before a move can be made.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The card, or the first of many.
    pub card: CardRef,
    /// Cards that go with it.
    pub others: Vec<CardRef>,
    pub to: Stage,
    /// Fields the stage needs; empty for a closing, which asks for its own.
    pub missing: Vec<Required>,
    /// What was typed before, and why it was refused.
    pub before: Option<(MoveForm, AppError)>,
}

impl Question {
    /// Every card it is about.
    fn cards(&self) -> impl Iterator<Item = &CardRef> {
        std::iter::once(&self.card).chain(&self.others)
    }
}

impl Sent {
    /// Whether it changes anything: the stage, or the place under manual order.
    pub fn moved(&self) -> bool {
        self.before.stage != self.to.key || !self.form.behind.is_empty()
    }
}

/// Context of the board: everything that moves cards.
#[derive(Debug, Clone, Copy)]
pub struct Mover {
    pub state: BoardState,
    pub query: StoredValue<String>,
    pub live: Live,
    /// The question a sheet is asking now.
    pub question: RwSignal<Option<Question>>,
    pub(super) toasts: Toasts,
    /// Where one signs in again.
    pub(super) again: Option<SignInAgain>,
}

/// A move on its way: what it was made of, so that it can be taken back or sent again.
#[derive(Debug, Clone)]
pub(super) struct Sent {
    /// The card as its mover saw it. Sent again, it may be shown where it goes already.
    pub before: CardRef,
    pub taken: Taken,
    /// The card as it is shown now.
    pub then: CardRef,
    pub to: Stage,
    /// With its key: sent again it is the same move.
    pub form: MoveForm,
    /// Where it stood.
    pub place: Place,
}

impl Mover {
    /// For a board.
    pub fn new(state: BoardState, query: StoredValue<String>, live: Live, toasts: Toasts) -> Self {
        Self { state, query, live, question: RwSignal::new(None), toasts, again: SignInAgain::offered() }
    }

    /// Sends a card to a stage: asks first what the stage asks for, else moves it at once. `place` counts under manual order.
    pub fn send(self, card: CardRef, to: &StageKey, place: Place) {
        // Somebody may have gone on to another page with a menu or the palette open.
        let Some(stage) = self.state.is_shown().then(|| self.state.stage(to)).flatten() else { return };
        if card.stage == stage.key && (place == Place::Ordered || place == self.state.place_of(&card)) {
            announce(format!("Move cancelled, {} stays in {}.", card.name, stage.name));
            return;
        }
        if !self.state.may_lift(card.id) {
            announce(format!("{} is still being saved.", card.name));
            return;
        }
        if self.state.refuses(&card, &stage) {
            let text = format!("Not moved: {} asks for a customer, and {} has none.", stage.name, card.name);
            self.toasts.show(Toast::new(text).tone(Tone::Danger).link("Choose one", routes::opportunity_edit(card.id)));
            return;
        }
        let missing = self.state.missing(&card, &stage);
        if !stage.phase.is_open() || (card.stage != stage.key && !missing.is_empty()) {
            self.ask(Question { card, others: Vec::new(), to: stage, missing, before: None });
            return;
        }
        self.make(card, stage, MoveForm { behind: place.word(), ..MoveForm::default() });
    }

    /// Gives the focus back now, unless a sheet is on its way that will.
    pub(super) fn settle(self) {
        if self.question.with_untracked(Option::is_none) {
            super::focus::settle(self.state);
        }
    }

    /// Opens the sheet. Its cards wait in the stage they would come to, and numbers stay as they are.
    pub(super) fn ask(self, question: Question) {
        self.cancel_question();
        super::focus::remember(question.card.id, &question.card.stage);
        for card in question.cards() {
            self.state.mark(card.id, |mark| mark.pending = true);
            self.state.wait_in(card, &question.to);
        }
        self.question.set(Some(question));
    }

    /// Makes a move whose facts are complete: the card changes its column in this frame. A form that has a key already is
    /// sent again as it was.
    pub(super) fn make(self, card: CardRef, to: Stage, form: MoveForm) {
        let form = self.signed(&card, &to, form);
        let from = self.state.stage_name(&card.stage);
        let Some(sent) = self.show(&card, &to, &form) else {
            self.forget_key(&form);
            return self.make_unseen(card, to, form);
        };
        announce(match card.stage == to.key {
            true => format!("Moved {} to another place in {from}.", card.name),
            false => format!("Moved {} from {from} to {}.", card.name, to.name),
        });
        talk::say(async move {
            let query = self.query.try_get_value().unwrap_or_default();
            let answer = talk::patient(drop_card(sent.form.clone(), query)).await;
            self.answered(sent, answer);
        });
    }

    /// The form with the card's version as its mover saw it, and a key of this intention.
    pub(super) fn signed(self, card: &CardRef, to: &Stage, form: MoveForm) -> MoveForm {
        let key = Uuid::try_parse(&form.key).unwrap_or_else(|_| fresh_key());
        self.state.mine.try_update_value(|mine| mine.insert(key));
        let version = if form.version.is_empty() { card.version.to_string() } else { form.version };
        MoveForm { id: card.id.to_string(), version, key: key.to_string(), to: to.key.to_string(), ..form }
    }

    /// Shows a move as if it were saved. Nothing when the card is not on the board any more.
    pub(super) fn show(self, card: &CardRef, to: &Stage, form: &MoveForm) -> Option<Sent> {
        let state = self.state;
        let place = state.place_of(card);
        let taken = state.take(card.id)?;
        let mut then = with_facts(&moved(&taken.card, to, state.today), form);
        if state.sort == OpportunitySort::Manual
            && let Ok(target) = form.target()
            && let Some(rank) = state.rank_at(&to.key, target.place, card.id)
        {
            then.rank = rank;
        }
        let then = Arc::new(then);
        if to.phase.is_open() {
            state.put(Arc::clone(&then));
        } else {
            state.close_more(&to.key, 1, then.amount);
        }
        let id = card.id;
        state.mark(id, |mark| (mark.pending, mark.saving, mark.flash, mark.selected) = (false, true, true, false));
        let lit = if ui::matches_media("(prefers-reduced-motion: reduce)") { STILL_FLASH_MS } else { FLASH_MS };
        ui::after(lit, move || state.mark(id, |mark| mark.flash = false));
        Some(Sent { before: Arc::clone(card), taken, then, to: to.clone(), form: form.clone(), place })
    }

    /// Card and numbers exactly as before the move.
    pub(super) fn roll_back(self, sent: &Sent) {
        if sent.to.phase.is_open() {
            self.state.take(sent.then.id);
        } else {
            self.state.close_more(&sent.to.key, -1, -sent.then.amount);
        }
        self.state.put_back(sent.taken.clone());
        self.state.mark(sent.then.id, |mark| (mark.pending, mark.saving, mark.flash) = (false, false, false));
    }

    /// Its cards are where they were, whatever comes next.
    fn end_wait(self, question: &Question) {
        for card in question.cards() {
            self.state.come_back(card.id);
            self.state.mark(card.id, |mark| mark.pending = false);
        }
    }

    /// The sheet was closed without an answer.
    pub fn cancel_question(self) {
        if let Some(question) = self.question.get_untracked() {
            self.end_wait(&question);
            let from = self.state.stage_name(&question.card.stage);
            announce(format!("Move cancelled, {} stays in {from}.", question.card.name));
            self.question.set(None);
        }
    }

    /// The sheet was answered.
    pub fn answer_question(self, form: MoveForm) {
        let Some(question) = self.question.get_untracked() else { return };
        self.end_wait(&question);
        self.question.set(None);
        let Question { card, others, to, .. } = question;
        if others.is_empty() {
            self.make(card, to, form);
        } else {
            self.make_many(std::iter::once(card).chain(others).collect(), &to, &form);
        }
    }
}

/// What a sheet's answer changes on the card before the server has agreed.
fn with_facts(card: &Card, form: &MoveForm) -> Card {
    let mut card = card.clone();
    let typed = if form.actual.is_empty() { &form.amount } else { &form.actual };
    if let Ok(amount) = Money::parse(typed) {
        card.amount = amount;
    }
    if let Ok(date) = dates::parse(&form.expected_close) {
        card.expected_close = Some(date);
    }
    if !form.line.is_empty() {
        card.summary.clone_from(&form.line);
    }
    card
}
