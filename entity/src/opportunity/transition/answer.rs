//! What the law says to a form: the same refusals, at the fields that can answer them.

use super::{Refused, Standing, decide};
use crate::FieldErrors;
use crate::opportunity::{Ask, MoveForm, Phase, Required, Stage};
use chrono::NaiveDate;

impl MoveForm {
    /// Reads what the form brings and asks the law whether the move would be made with it.
    ///
    /// A page calls this before it sends anything, so that whoever forgot a field hears of it at once.
    ///
    /// # Errors
    /// Sentences by field, all at once.
    pub fn answer(&self, standing: &Standing, to: &Stage, today: NaiveDate) -> Result<Ask, FieldErrors> {
        let ask = self.ask(to, today)?;
        match decide(standing, to, &ask, today) {
            Ok(_) => Ok(ask),
            Err(Refused::NeedsFacts(phase)) => Err(self.close_errors(phase, today)),
            Err(refused) => Err(refused.at_fields()),
        }
    }
}

impl Refused {
    /// The sentences of a refusal, each at the field of [`MoveForm`] that answers it.
    pub fn at_fields(&self) -> FieldErrors {
        let mut e = FieldErrors::default();
        match self {
            Self::Missing { fields, .. } => fields.iter().for_each(|field| e.add(field.name(), field.asked())),
            Self::NeedsFacts(phase) => e.add("reason", asked_reason(*phase)),
            Self::NeedsReopening => e.add("reopen_reason", "Say why it is opened again."),
            Self::AlreadyThere(_) => e.add("to", self.to_string()),
            Self::FutureClose => e.add("on", self.to_string()),
            Self::NoAmount => e.add("actual", self.to_string()),
        }
        e
    }
}

impl Required {
    /// Its field in [`MoveForm`].
    fn name(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Amount => "amount",
            Self::ExpectedClose => "expected_close",
            Self::Line => "line",
        }
    }

    /// What is said when it is empty.
    fn asked(self) -> &'static str {
        match self {
            Self::Customer => "It needs a customer. Open it and choose one.",
            Self::Amount => "Enter an amount of more than zero.",
            Self::ExpectedClose => "Enter the day it is expected to close.",
            Self::Line => "Enter what is sold.",
        }
    }
}

/// Asks for the reason of an outcome.
pub(in crate::opportunity) fn asked_reason(phase: Phase) -> &'static str {
    match phase {
        Phase::Won => "Choose why we won.",
        Phase::Lost => "Choose why we lost it.",
        Phase::NoDeal | Phase::Qualification | Phase::Development | Phase::Proposal => "Choose a reason.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::opportunity::default_stages;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
    }

    fn stage(phase: Phase) -> Stage {
        default_stages().into_iter().find(|stage| stage.phase == phase).unwrap()
    }

    fn errors(from: Phase, to: Phase, form: &MoveForm) -> Vec<String> {
        let standing = Standing {
            stage: stage(from).key,
            phase: from,
            has_customer: true,
            amount: crate::Money::ZERO,
            expected_close: None,
            lines: 0,
            probability_override: None,
            entered_on: today(),
        };
        let Err(errors) = form.answer(&standing, &stage(to), today()) else { return Vec::new() };
        ["reason", "competitor", "actual", "reopen_reason", "amount", "expected_close", "line", "to"]
            .iter()
            .filter(|field| errors.at(field).is_some())
            .map(|field| (*field).to_owned())
            .collect()
    }

    #[test]
    fn each_refusal_stands_at_the_field_that_answers_it() {
        let empty = MoveForm::default();
        let development = Phase::Development;
        for (from, to, fields) in [
            (development, Phase::Lost, vec!["reason", "competitor"]),
            (development, Phase::Won, vec!["reason", "actual"]),
            (development, Phase::NoDeal, vec!["reason"]),
            (development, Phase::Proposal, vec!["amount", "expected_close", "line"]),
            (development, development, vec!["to"]),
            (Phase::Lost, development, vec!["reopen_reason"]),
        ] {
            assert_eq!(errors(from, to, &empty), fields, "{from:?} to {to:?}");
        }
        let complete = MoveForm { reason: "delivery".into(), competitor: "unknown".into(), ..empty };
        assert!(errors(development, Phase::Lost, &complete).is_empty());
    }
}
