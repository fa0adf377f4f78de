//! Taking moves back (B-27): a move of its own, under the version the first one led to.

use super::api::drop_card;
use super::history::{self, Step};
use super::moves::Mover;
use super::talk;
use crate::core::AppError;
use crate::routes;
use crate::ui::{Toast, Tone, announce, fresh_key};
use entity::opportunity::MoveForm;
use leptos::prelude::*;

impl Mover {
    /// Takes the last move of this tab back.
    pub fn undo_last(self) {
        match history::last() {
            Some(step) => self.undo(step),
            None => announce("There is no move to take back."),
        }
    }

    /// Takes a move back, on this board or from another page.
    pub fn undo(self, step: Step) {
        let step = history::take(step);
        let key = fresh_key();
        if self.state.is_shown() {
            self.state.mine.update_value(|mine| {
                mine.insert(key);
            });
            self.state.mark(step.id, |mark| mark.saving = true);
            super::focus::remember(step.id, &step.back_to);
        }
        let form = MoveForm { key: key.to_string(), ..step.form.clone() };
        talk::say(async move {
            let query = self.query.try_get_value().unwrap_or_default();
            let answer = talk::patient(drop_card(form.clone(), query)).await;
            self.state.mark(step.id, |mark| mark.saving = false);
            match answer {
                Ok(dropped) => {
                    history::taken_back(&step, dropped.done.card.version);
                    let there = if self.state.is_shown() {
                        if dropped.fits {
                            self.state.replace(&dropped.done.card);
                        }
                        self.take_numbers(dropped.numbers.as_ref(), &dropped.done.card);
                        super::focus::settle(self.state);
                        self.state.stage_name(&step.back_to)
                    } else {
                        self.toasts.show(Toast::new(format!("{} is back.", step.name)).silent());
                        step.back_to.0.clone()
                    };
                    announce(format!("Move undone, {} is in {there}.", step.name));
                }
                Err(error) => self.undo_failed(step, &form, &error),
            }
        });
    }

    fn undo_failed(self, step: Step, form: &MoveForm, error: &AppError) {
        if self.state.is_shown() {
            self.forget_key(form);
            self.live.ask_about([step.id]);
            super::focus::settle(self.state);
        }
        let toast = Toast::new(format!("{} cannot be moved back.", step.name)).tone(Tone::Danger);
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
