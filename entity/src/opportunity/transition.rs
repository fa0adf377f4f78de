//! The one transition function of the pipeline.
//!
//! Drag, form, bulk action, import and API all come here. It decides; it stores nothing.

mod answer;

use super::{Ask, Close, Phase, Required, Stage, StageKey};
use crate::{Money, Percent};
pub(in crate::opportunity) use answer::asked_reason;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Where an opportunity stands, with the facts the laws look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Its stage.
    pub stage: StageKey,
    /// That stage's phase.
    pub phase: Phase,
    /// Whether a customer is known.
    pub has_customer: bool,
    /// Amount; zero means none yet.
    pub amount: Money,
    /// Expected close, if any.
    pub expected_close: Option<NaiveDate>,
    /// How many lines it has.
    pub lines: usize,
    /// Probability set by hand, if any.
    pub probability_override: Option<Percent>,
    /// When it entered the stage it is in, as a day of the dealer's zone.
    pub entered_on: NaiveDate,
}

/// What is true after the move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The stage it comes from.
    pub from: StageKey,
    /// The stage it goes to.
    pub to: StageKey,
    /// That stage's phase.
    pub phase: Phase,
    /// Probability from now on.
    pub probability: Percent,
    /// Set when the move closed it.
    pub close: Option<Close>,
    /// Why it was opened again, when the move did that.
    pub reopened: Option<String>,
}

/// Why a move is not made. Each has a sentence; some can be answered with a small sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Refused {
    /// Fields the stage asks for are empty.
    #[error("{stage} needs {}.", list(fields))]
    Missing {
        /// Label of the stage.
        stage: String,
        /// What is missing.
        fields: Vec<Required>,
    },
    /// A closing without its facts.
    #[error("Closing as {} needs its reason.", .0.label().to_lowercase())]
    NeedsFacts(Phase),
    /// A closed opportunity moves only by reopening, with a reason.
    #[error("This opportunity is closed. Reopen it with a reason first.")]
    NeedsReopening,
    /// It is there already.
    #[error("It is already in {0}.")]
    AlreadyThere(String),
    /// Won or lost tomorrow is a guess.
    #[error("The closing date cannot lie in the future.")]
    FutureClose,
    /// Nothing is won for nothing.
    #[error("Enter the amount that was agreed; it must be more than zero.")]
    NoAmount,
}

fn list(fields: &[Required]) -> String {
    let labels: Vec<String> = fields.iter().map(|field| format!("a {}", field.label().to_lowercase())).collect();
    let text = match labels.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => "nothing".to_owned(),
    };
    text.replace("a amount", "an amount").replace("a expected", "an expected")
}

/// Decides whether an opportunity may go to `to`, given what was asked, on `today`.
///
/// What `ask` brings (amount, date, a line) counts as present; the caller stores it in the same transaction.
///
/// # Errors
/// [`Refused`], and then nothing has changed.
pub fn decide(standing: &Standing, to: &Stage, ask: &Ask, today: NaiveDate) -> Result<Moved, Refused> {
    if standing.stage == to.key {
        return Err(Refused::AlreadyThere(to.name.clone()));
    }
    let reopened = reopening(standing, to, ask)?;
    let close = closing(to, ask, today)?;
    if to.phase.is_open() {
        let missing = missing(standing, to, ask);
        if !missing.is_empty() {
            return Err(Refused::Missing { stage: to.name.clone(), fields: missing });
        }
    }
    let probability = match standing.probability_override {
        Some(by_hand) if to.phase.is_open() => by_hand,
        _ => to.probability,
    };
    Ok(Moved { from: standing.stage.clone(), to: to.key.clone(), phase: to.phase, probability, close, reopened })
}

/// What the stage asks for and neither the opportunity nor the request has.
pub fn missing(standing: &Standing, to: &Stage, ask: &Ask) -> Vec<Required> {
    let has = |required: &Required| match required {
        Required::Customer => standing.has_customer,
        Required::Amount => ask.amount.unwrap_or(standing.amount) > Money::ZERO,
        Required::ExpectedClose => ask.expected_close.or(standing.expected_close).is_some(),
        Required::Line => standing.lines > 0 || ask.line.is_some(),
    };
    to.asks_for().into_iter().filter(|required| !has(required)).collect()
}

/// A closed opportunity comes back to an open stage only with a reason, and never from one outcome to another.
fn reopening(standing: &Standing, to: &Stage, ask: &Ask) -> Result<Option<String>, Refused> {
    match (standing.phase.is_open(), to.phase.is_open(), &ask.reopen_reason) {
        (true, _, _) => Ok(None),
        (false, true, Some(reason)) => Ok(Some(reason.clone())),
        (false, _, _) => Err(Refused::NeedsReopening),
    }
}

fn closing(to: &Stage, ask: &Ask, today: NaiveDate) -> Result<Option<Close>, Refused> {
    if to.phase.is_open() {
        return Ok(None);
    }
    let close = ask.close.clone().filter(|close| close.phase() == to.phase).ok_or(Refused::NeedsFacts(to.phase))?;
    if close.on() > today {
        return Err(Refused::FutureClose);
    }
    if let Close::Won { actual, .. } = close
        && actual <= Money::ZERO
    {
        return Err(Refused::NoAmount);
    }
    Ok(Some(close))
}

/// Whether a card has lain too long: open, and no stage change for the stage's days.
pub fn idle_days(standing_since: NaiveDate, today: NaiveDate, stage: &Stage) -> Option<i64> {
    let days = (today - standing_since).num_days();
    (stage.phase.is_open() && stage.stale_days > 0 && days > i64::from(stage.stale_days)).then_some(days)
}

#[cfg(test)]
mod tests;
