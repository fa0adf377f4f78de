//! What the server's answer does to a move that is shown already.

use super::api::drop_card;
use super::history::{self, Step};
use super::moves::{Mover, Question, Sent};
use super::talk;
use super::types::{Dropped, Numbers};
use crate::core::{AppError, Conflict};
use crate::routes;
use crate::ui::{Toast, Tone, announce};
use entity::opportunity::board::Card;
use entity::opportunity::transition::Refused;
use entity::opportunity::{Before, MoveForm, Stage};
use leptos::prelude::*;
use std::sync::Arc;
use uuid::Uuid;

impl Mover {
    /// The answer to a move came, wherever its mover is by then.
    pub(super) fn answered(self, sent: Sent, answer: Result<Dropped, AppError>) {
        if let Ok(dropped) = &answer
            && sent.moved()
        {
            history::push(way_back(&sent, &dropped.done.card));
        }
        if !self.state.is_shown() {
            if let Err(error) = answer {
                self.tell_refused(not_moved(&sent.then, &sent.to, &error), sent, &error);
            }
            return;
        }
        self.state.mark(sent.then.id, |mark| mark.saving = false);
        match answer {
            Ok(dropped) => self.saved(&sent, &dropped),
            Err(error) => {
                self.forget_key(&sent.form);
                self.roll_back(&sent);
                self.failed(sent, error);
            }
        }
        super::focus::settle(self.state);
    }

    /// A key that led to nothing we know of: should it have been heard after all, its event is news.
    pub(super) fn forget_key(self, form: &MoveForm) {
        if let Ok(key) = Uuid::try_parse(&form.key) {
            self.state.mine.update_value(|mine| {
                mine.remove(&key);
            });
        }
    }

    /// The server agrees: its card and its numbers replace ours without a shift.
    fn saved(self, sent: &Sent, dropped: &Dropped) {
        let card = &dropped.done.card;
        if sent.to.phase.is_open() {
            if dropped.fits {
                self.state.replace(card);
            } else {
                self.state.remove(card.id);
                announce(format!("{} is in {} and no longer under this filter.", card.name, sent.to.name));
            }
        }
        self.take_numbers(dropped.numbers.as_ref(), card);
        if sent.before.stage != sent.to.key {
            let step = way_back(sent, card);
            let toast = Toast::new(format!("{} moved to {}.", card.name, sent.to.name)).silent().about(card.id);
            self.toasts.show(toast.action("Undo", move || self.undo(step.clone())));
        }
    }

    /// Numbers count when nothing that is shown is still to be said; what is said later brings its own.
    pub(super) fn take_numbers(self, numbers: Option<&Numbers>, card: &Card) {
        match numbers {
            Some(numbers) if talk::is_quiet() => self.state.reconcile(numbers),
            Some(_) => {}
            None => self.live.ask_about([card.id]),
        }
    }

    /// The card is back; now what the reason calls for.
    fn failed(self, sent: Sent, error: AppError) {
        match error {
            AppError::Conflict(conflict) => self.conflicted(sent, *conflict),
            AppError::Law(Refused::Missing { ref fields, .. }) => {
                let (missing, before) = (fields.clone(), Some((sent.form, error)));
                self.ask(Question { card: sent.taken.card, others: Vec::new(), to: sent.to, missing, before });
            }
            AppError::Invalid(_)
                if !sent.to.phase.is_open() || !self.state.missing(&sent.taken.card, &sent.to).is_empty() =>
            {
                let missing = self.state.missing(&sent.taken.card, &sent.to);
                let before = Some((sent.form, error));
                self.ask(Question { card: sent.taken.card, others: Vec::new(), to: sent.to, missing, before });
            }
            error => {
                self.live.ask_about([sent.then.id]);
                let toast = not_moved_back_in(&sent, &self.state.stage_name(&sent.taken.card.stage), &error);
                self.tell_refused(toast, sent, &error);
            }
        }
    }

    /// Says it, with the ways on from there.
    fn tell_refused(self, toast: Toast, sent: Sent, error: &AppError) {
        let Sent { taken, then, to, form, .. } = sent;
        let retry = move || self.once_more(taken.card.clone(), to.clone(), form.clone());
        let toast = toast.about(then.id);
        self.toasts.show(self.with_retry(toast, error, retry).link("Open", routes::opportunity(then.id)));
    }

    /// What did not fail for what it was can be done once more, by a button.
    pub(super) fn with_retry(
        self,
        toast: Toast,
        error: &AppError,
        retry: impl Fn() + Clone + Send + Sync + 'static,
    ) -> Toast {
        match (error, self.again) {
            (AppError::Offline | AppError::Unavailable, _) => toast.action("Retry", retry),
            (AppError::SignedOut, Some(again)) => toast.action("Sign in", again.way(retry)),
            _ => toast,
        }
    }

    /// The same move once more, under its own key: if it was saved after all, this tells us so. From another page it is
    /// made unseen.
    pub(super) fn once_more(self, card: Arc<Card>, to: Stage, form: MoveForm) {
        if self.state.is_shown() {
            super::focus::remember(card.id, &to.key);
            self.make(card, to, form);
            return;
        }
        let form = self.signed(&card, &to, form);
        self.make_unseen(card, to, form);
    }

    /// Makes a move of a card that is on no board here: another page is shown, or news took it away while its mover was
    /// asked for more.
    pub(super) fn make_unseen(self, card: Arc<Card>, to: Stage, form: MoveForm) {
        talk::say(async move {
            let toast = match talk::patient(drop_card(form.clone(), String::new())).await {
                Ok(_) => Toast::new(format!("{} moved to {}.", card.name, to.name)),
                Err(error) => {
                    let (again, there) = (card.clone(), to.clone());
                    let retry = move || self.once_more(again.clone(), there.clone(), form.clone());
                    self.with_retry(not_moved(&card, &to, &error), &error, retry)
                }
            };
            self.toasts.show(toast.about(card.id).link("Open", routes::opportunity(card.id)));
        });
    }

    /// Somebody was faster: the card goes where it really is, and the choice is theirs who moved it here.
    fn conflicted(self, sent: Sent, conflict: Conflict) {
        let Conflict { who, at, version: _, card: now } = conflict;
        self.live.ask_about([sent.then.id]);
        let Some(now) = now else { return };
        let (there, there_key) = (self.state.stage_name(&now.stage), now.stage.clone());
        self.state.take(now.id);
        let open = self.state.column(&now.stage).is_some();
        if open {
            self.state.put(Arc::new(now.clone()));
        }
        self.live.told.tag(now.id, Some(format!("{who}, {at}")));
        let moved = now.stage != sent.taken.card.stage;
        announce(match moved {
            true => format!("{who} already moved {} to {there}.", now.name),
            false => format!("{who} changed {} at {at}; it was not moved.", now.name),
        });
        let title =
            if moved { format!("{who} moved this to {there} at {at}") } else { format!("{who} changed this at {at}") };
        let toast = Toast::new(title)
            .detail(format!("{}. Your move to {} was not saved.", now.name, sent.to.name))
            .silent()
            .about(now.id);
        let (id, to) = (now.id, sent.to);
        let toast = if open && now.stage != to.key {
            let form = MoveForm { key: String::new(), version: String::new(), ..sent.form };
            let (again, here) = (Arc::new(now), there_key);
            toast.action("Move anyway", move || self.once_more(again.clone(), to.clone(), form.clone())).action(
                "Keep",
                move || {
                    super::focus::remember(id, &here);
                    super::focus::settle(self.state);
                },
            )
        } else {
            toast.link("Open", routes::opportunity(id))
        };
        self.toasts.show(toast);
    }
}

/// The way back from a move.
pub(super) fn way_back(sent: &Sent, now: &Card) -> Step {
    let card = &sent.before;
    let before =
        Before { stage: card.stage.clone(), amount: card.amount, expected_close: card.expected_close, close: None };
    let form = MoveForm { behind: sent.place.word(), ..before.way_back(now.id, now.version, "Undone") };
    let (key, deed) = (sent.form.key.clone(), sent.form.key.clone());
    Step { key, deed, id: now.id, name: now.name.clone(), back_to: before.stage, form }
}

fn not_moved(card: &Card, to: &Stage, error: &AppError) -> Toast {
    Toast::new(format!("{} was not moved to {}.", card.name, to.name)).detail(error.to_string()).tone(Tone::Danger)
}

fn not_moved_back_in(sent: &Sent, from: &str, error: &AppError) -> Toast {
    let text = format!("Not moved: {} is back in {from}.", sent.then.name);
    Toast::new(text).detail(error.to_string()).tone(Tone::Danger)
}
