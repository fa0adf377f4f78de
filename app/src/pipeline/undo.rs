//! Taking moves back (B-27): a move of its own, under the version the first one led to.

use super::api::drop_card;
use super::history::{self, Step};
use super::moves::Mover;
use super::talk;
use super::types::Dropped;
use crate::core::AppError;
use crate::routes;
use crate::ui::{Toast, Tone, announce, fresh_key};
use leptos::prelude::*;
use uuid::Uuid;

impl Mover {
    /// Takes back what was done last in this tab, of many cards all: the last when its turn comes, for what was done before
    /// may not be answered yet.
    pub fn undo_last(self) {
        talk::say(async move {
            let steps = history::last();
            if steps.is_empty() {
                announce("There is no move to take back.");
            }
            for step in steps {
                self.take_back(step).await;
            }
        });
    }

    /// Takes a move back, on this board or from another page.
    pub fn undo(self, step: Step) {
        talk::say(self.take_back(step));
    }

    async fn take_back(self, step: Step) {
        let Some(mut step) = history::take(&step) else {
            announce(format!("The move of {} is taken back already.", step.name));
            return;
        };
        // One whose answer was lost has its key: if it was heard after all, this tells us so.
        let key = Uuid::try_parse(&step.form.key).unwrap_or_else(|_| fresh_key());
        step.form.key = key.to_string();
        if self.state.is_shown() {
            self.state.mine.update_value(|mine| {
                mine.insert(key);
            });
            self.state.mark(step.id, |mark| mark.saving = true);
            super::focus::remember(step.id, &step.back_to);
        }
        let query = self.query.try_get_value().unwrap_or_default();
        let answer = talk::patient(drop_card(step.form.clone(), query)).await;
        self.state.mark(step.id, |mark| mark.saving = false);
        match answer {
            Ok(dropped) => self.taken_back(&step, &dropped),
            Err(error) => self.undo_failed(step, &error),
        }
    }

    fn taken_back(self, step: &Step, dropped: &Dropped) {
        let card = &dropped.done.card;
        history::taken_back(step, card.version);
        [step.id.to_string(), step.deed.clone()].iter().for_each(|about| self.toasts.forget(about));
        if !self.state.is_shown() {
            self.toasts.show(Toast::new(format!("{} is back.", step.name)).silent());
            announce(format!("Move undone, {} is in {}.", step.name, step.back_to));
            return;
        }
        let there = self.state.stage_name(&step.back_to);
        if dropped.fits {
            self.state.replace(card);
            announce(format!("Move undone, {} is in {there}.", step.name));
        } else {
            self.state.remove(card.id);
            announce(format!("Move undone, {} is in {there} and not under this filter.", step.name));
        }
        self.take_numbers(dropped.numbers.as_ref(), card);
        super::focus::settle(self.state);
    }

    fn undo_failed(self, step: Step, error: &AppError) {
        if self.state.is_shown() {
            self.forget_key(&step.form);
            self.live.ask_about([step.id]);
            super::focus::settle(self.state);
        }
        let toast = Toast::new(format!("{} cannot be moved back.", step.name)).tone(Tone::Danger).about(step.id);
        let toast = match error {
            AppError::Conflict(conflict) => toast
                .detail(format!("{} changed it at {}.", conflict.who, conflict.at))
                .link("Open", routes::opportunity(step.id)),
            AppError::Offline | AppError::Unavailable | AppError::SignedOut => {
                history::push(step.clone());
                self.with_retry(toast.detail(error.to_string()), error, move || self.undo(step.clone()))
            }
            _ => toast.detail(error.to_string()).link("Open", routes::opportunity(step.id)),
        };
        self.toasts.show(toast);
    }
}
