//! Moves of many cards (B-31): choosing them, the bar that moves them, and what becomes of each.

use super::answers::way_back;
use super::api::drop_cards;
use super::history::{self, Step};
use super::moves::{Mover, Question, Sent};
use super::state::{BoardState, CardRef};
use super::talk;
use super::types::DroppedMany;
use crate::core::AppError;
use crate::opportunities::fields::outcome_icon;
use crate::ui::{Icon, Toast, Tone, announce};
use entity::Money;
use entity::opportunity::{MoveForm, Phase, Stage, StageKey};
use entity::shared::ids::OpportunityId;
use leptos::prelude::*;
use std::collections::HashMap;

impl BoardState {
    /// Chooses a card for a move of many, or no longer.
    pub fn choose(self, id: OpportunityId) {
        if self.may_lift(id) {
            self.mark(id, |mark| mark.selected = !mark.selected);
            announce(match untrack(|| self.selected().len()) {
                0 => "No card is selected.".to_owned(),
                1 => "One card is selected.".to_owned(),
                n => format!("{n} cards are selected."),
            });
        }
    }

    /// Whether any card is chosen.
    pub fn is_choosing(self) -> bool {
        // A card that left the board may have been chosen: there is nothing to end that by.
        untrack(|| !self.selected().is_empty())
    }

    /// Chooses none.
    pub fn choose_none(self) {
        untrack(|| self.selected()).iter().for_each(|card| self.mark(card.id, |mark| mark.selected = false));
    }
}

impl BoardState {
    /// The cards that go when this one is moved: all that are chosen, when it is one of them.
    pub fn going_with(self, card: &CardRef) -> Vec<CardRef> {
        let chosen = untrack(|| self.selected());
        if chosen.iter().any(|other| other.id == card.id) { chosen } else { vec![card.clone()] }
    }
}

impl Mover {
    /// Sends a card to a stage, and with it all that are chosen when it is one of them.
    pub fn send_chosen(self, card: CardRef, to: &StageKey) {
        let cards = self.state.going_with(&card);
        if cards.len() < 2 {
            return self.send(card, to, entity::opportunity::Place::Ordered);
        }
        keep_focus(&cards);
        self.send_many(cards, to);
    }

    /// Sends cards to a stage. A closing asks once, for all of them.
    pub fn send_many(self, cards: Vec<CardRef>, to: &StageKey) {
        let Some(stage) = self.state.stage(to) else { return };
        let mut cards: Vec<CardRef> =
            cards.into_iter().filter(|card| card.stage != stage.key && self.state.may_lift(card.id)).collect();
        match cards.len() {
            0 => announce(format!("No selected card can be moved to {}.", stage.name)),
            1 => self.send(cards.remove(0), to, entity::opportunity::Place::Ordered),
            _ if !stage.phase.is_open() => {
                let card = cards.remove(0);
                self.ask(Question { card, others: cards, to: stage, missing: Vec::new(), before: None });
            }
            _ => self.make_many(cards, &stage, &MoveForm::default()),
        }
    }

    /// Moves cards at once, in one request; each stands for itself.
    pub(super) fn make_many(self, cards: Vec<CardRef>, to: &Stage, form: &MoveForm) {
        let with_form = |card: CardRef| {
            // What was agreed differs from card to card: each is won for its own amount.
            let actual = if to.phase == Phase::Won { card.amount.field_text() } else { String::new() };
            (card, MoveForm { actual, ..form.clone() })
        };
        self.make_each(cards.into_iter().map(with_form), to.clone());
    }

    /// Moves with all they need to say. A form that has a key already is sent again as it was.
    fn make_each(self, moves: impl Iterator<Item = (CardRef, MoveForm)>, to: Stage) {
        let sent: Vec<Sent> = moves
            .filter_map(|(card, form)| {
                let form = self.signed(&card, &to, form);
                let sent = self.show(&card, &to, &form);
                if sent.is_none() {
                    // News took it from the board; the others need not wait for it.
                    self.forget_key(&form);
                    self.make_unseen(card, to.clone(), form);
                }
                sent
            })
            .collect();
        if sent.is_empty() {
            return;
        }
        announce(format!("Moved {} cards to {}.", sent.len(), to.name));
        talk::say(async move {
            let forms = sent.iter().map(|sent| sent.form.clone()).collect();
            let query = self.query.try_get_value().unwrap_or_default();
            let answer = talk::patient(drop_cards(forms, query)).await;
            self.answered_many(sent, &to, answer);
        });
    }

    fn answered_many(self, sent: Vec<Sent>, to: &Stage, answer: Result<DroppedMany, AppError>) {
        let (done, now, unheard) = match answer {
            Ok(DroppedMany { done, now }) => (done, now, None),
            Err(error) => (Vec::new(), None, Some(error)),
        };
        let mut done: HashMap<_, _> = done.into_iter().collect();
        let mut steps = Vec::new();
        let mut refused = Vec::new();
        // From the last to the first, so that what goes back finds its place as it was.
        for sent in sent.iter().rev() {
            self.state.mark(sent.then.id, |mark| mark.saving = false);
            match done.remove(&sent.then.id) {
                Some(Ok(done)) => steps.push(way_back(sent, &done.card)),
                answer => {
                    refused.push(match answer.and_then(Result::err) {
                        Some(why) => format!("{}: {why}", sent.then.name),
                        None => format!("{}.", sent.then.name),
                    });
                    if self.state.is_shown() {
                        self.forget_key(&sent.form);
                        self.roll_back(sent);
                    }
                }
            }
        }
        let deed = steps.first().map(|step| step.key.clone()).unwrap_or_default();
        steps.iter_mut().for_each(|step| step.deed.clone_from(&deed));
        // They were made from the first to the last.
        steps.iter().rev().cloned().for_each(history::push);
        if self.state.is_shown() {
            match now {
                Some(looked) => self.live.take_in(&looked),
                None => self.live.ask_about(sent.iter().map(|sent| sent.then.id)),
            }
            super::focus::settle(self.state);
        }
        self.tell_done(steps, to);
        if !refused.is_empty() {
            self.toasts.show(self.not_moved_many(sent, to, &refused, unheard));
        }
    }

    fn tell_done(self, steps: Vec<Step>, to: &Stage) {
        if !steps.is_empty() {
            let cards = if steps.len() == 1 { "card" } else { "cards" };
            let toast =
                Toast::new(format!("{} {cards} moved to {}.", steps.len(), to.name)).silent().about(&steps[0].deed);
            self.toasts.show(toast.action("Undo", move || steps.iter().cloned().for_each(|step| self.undo(step))));
        }
    }

    /// Which were not moved and why. Of a request that was not heard at all, all can be sent once more.
    fn not_moved_many(self, sent: Vec<Sent>, to: &Stage, refused: &[String], unheard: Option<AppError>) -> Toast {
        let title = match refused.len() {
            1 => "One card was not moved.".to_owned(),
            n => format!("{n} cards were not moved."),
        };
        let toast = Toast::new(title).tone(Tone::Danger);
        let Some(error) = unheard else { return toast.detail(refused.join(" ")) };
        let to = to.clone();
        let moves: Vec<_> = sent.into_iter().map(|sent| (sent.taken.card, sent.form)).collect();
        self.with_retry(toast.detail(error.to_string()), &error, move || {
            let moves = moves.clone().into_iter();
            if self.state.is_shown() {
                self.make_each(moves, to.clone());
            } else {
                moves.for_each(|(card, form)| self.once_more(card, to.clone(), form));
            }
        })
    }
}

/// The bar goes with its last card: the focus goes to the first of those it was about.
fn keep_focus(cards: &[CardRef]) {
    if let Some(card) = cards.first() {
        super::focus::remember(card.id, &card.stage);
    }
}

/// While cards are chosen: how many, what they are worth, and where they can go.
#[component]
pub fn SelectionBar(state: BoardState, mover: Mover) -> impl IntoView {
    let chosen = Memo::new(move |_| state.selected());
    let ways = move || {
        let way = |stage: Stage| {
            let icon = (!stage.phase.is_open()).then(|| view! { <Icon name=outcome_icon(stage.phase) /> });
            let go = move |_| {
                let cards = chosen.get_untracked();
                keep_focus(&cards);
                mover.send_many(cards, &stage.key);
                mover.settle();
            };
            view! { <button type="button" class="button" data-size="sm" on:click=go>{icon}{stage.name.clone()}</button> }
        };
        untrack(|| state.stages()).into_iter().map(way).collect_view()
    };
    let clear = move |_| {
        keep_focus(&chosen.get_untracked());
        state.choose_none();
        super::focus::settle(state);
    };
    let sum = move || chosen.with(|cards| cards.iter().fold(Money::ZERO, |sum, card| sum + card.amount));
    view! {
        <Show when=move || { !chosen.with(Vec::is_empty) }>
            <section class="selection" aria-label="Selected cards">
                <p><b>{move || format!("{} selected", chosen.with(Vec::len))}</b>" "<span>{move || sum().short()}</span></p>
                <div class="selection-ways" role="group" aria-label="Move to"><span aria-hidden="true">"Move to"</span>{ways()}</div>
                <button type="button" class="button" data-variant="quiet" data-size="sm" on:click=clear>
                    <Icon name="x" />"Clear"
                </button>
            </section>
        </Show>
    }
}
