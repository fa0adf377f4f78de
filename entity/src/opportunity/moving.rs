//! A request to move an opportunity, as one form for the board, the stepper, the close page and the API.

use super::form::{LineDraft, NEGATIVE, price};
use super::transition::asked_reason;
use super::{Close, LostReason, NoDealReason, Phase, Stage, StageKey, WonReason};
use crate::shared::dates;
use crate::shared::ids::{CompetitorId, OpportunityId};
use crate::shared::text::{line, note, optional_line};
use crate::{FieldErrors, Money};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The move form as the browser sends it. Which fields count depends on the stage asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MoveForm {
    /// Opportunity.
    pub id: String,
    /// Version the sender saw.
    pub version: String,
    /// Idempotency key, one per intention.
    pub key: String,
    /// Stage to go to.
    pub to: String,
    /// Its [`Place`] in the column.
    pub behind: String,
    /// What an open stage may ask for.
    pub amount: String,
    pub expected_close: String,
    pub line: String,
    pub quantity: String,
    /// What a closing asks for.
    pub reason: String,
    pub actual: String,
    pub on: String,
    /// A competitor's id, or `unknown`.
    pub competitor: String,
    pub make: String,
    pub model: String,
    pub price: String,
    pub learned: String,
    /// Why a closed one is opened again.
    pub reopen_reason: String,
}

/// What a move brings along, validated.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ask {
    /// New amount.
    pub amount: Option<Money>,
    /// New expected close.
    pub expected_close: Option<NaiveDate>,
    /// A first line.
    pub line: Option<LineDraft>,
    /// Facts of a closing.
    pub close: Option<Close>,
    /// Why a closed one is opened again.
    pub reopen_reason: Option<String>,
}

/// Who is to be moved where, and what the sender knew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Opportunity.
    pub id: OpportunityId,
    /// Version the sender saw.
    pub version: i64,
    /// Idempotency key.
    pub key: Uuid,
    /// Stage to go to.
    pub to: StageKey,
    /// Where in the column.
    pub place: Place,
}

/// Where in its column a card goes under manual order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Place {
    /// Where the order of the column wants it; under manual order behind all others.
    #[default]
    Ordered,
    /// Before all others.
    First,
    /// Right behind a card.
    Behind(OpportunityId),
}

impl Place {
    /// As a form sends it: nothing, `first`, or the id of the card it stands behind.
    pub fn word(self) -> String {
        match self {
            Self::Ordered => String::new(),
            Self::First => "first".to_owned(),
            Self::Behind(id) => id.to_string(),
        }
    }

    /// Reads [`Place::word`].
    fn read(word: &str) -> Result<Self, &'static str> {
        match word.trim() {
            "" => Ok(Self::Ordered),
            "first" => Ok(Self::First),
            id => id.parse().map(Self::Behind).map_err(|_| "No such place."),
        }
    }
}

impl MoveForm {
    /// Reads which card goes where.
    ///
    /// # Errors
    /// Sentences by field; these are filled by our own pages, so people see them only when something is broken.
    pub fn target(&self) -> Result<Target, FieldErrors> {
        let mut e = FieldErrors::default();
        let id = e.take("id", self.id.parse().map_err(|_| "No such opportunity."));
        let version = e.take("version", self.version.parse().map_err(|_| "Reload the page and try again."));
        let key = e.take("key", Uuid::try_parse(&self.key).map_err(|_| "Reload the page and try again."));
        let to = e.take("to", self.to.parse().map_err(|()| "Choose a stage."));
        let place = e.take("behind", Place::read(&self.behind));
        e.or(|| Some(Target { id: id?, version: version?, key: key?, to: to?, place: place? }))
    }

    /// Reads what the move brings, as far as the stage asks for it. `today` is the default closing date.
    ///
    /// # Errors
    /// Sentences by field.
    pub fn ask(&self, to: &Stage, today: NaiveDate) -> Result<Ask, FieldErrors> {
        let mut e = FieldErrors::default();
        let on = match self.on.trim() {
            "" => Some(today),
            text => e.take("on", dates::parse(text)),
        };
        if on.is_some_and(|on| on > today) {
            e.add("on", "The closing date cannot lie in the future.");
        }
        let close = if to.phase.is_open() || self.reason.is_empty() {
            None
        } else {
            on.and_then(|on| self.close(to.phase, on, &mut e))
        };
        let amount = e.take("amount", optional_price(&self.amount)).flatten();
        if amount.is_some_and(|amount| amount < Money::ZERO) {
            e.add("amount", NEGATIVE);
        }
        let expected_close = e.take("expected_close", dates::parse_optional(&self.expected_close)).flatten();
        let line = e.take("line", optional_line(&self.line, "the line", 120)).flatten();
        let quantity = match self.quantity.trim() {
            "" => Some(1),
            text => e.take("quantity", super::form::quantity(text)),
        };
        let reopen_reason = e.take("reopen_reason", optional_line(&self.reopen_reason, "the reason", 200)).flatten();
        e.or(|| {
            let line = line.map(|description| LineDraft {
                description,
                quantity: quantity.unwrap_or(1),
                ..LineDraft::default()
            });
            Some(Ask { amount, expected_close, line, close, reopen_reason })
        })
    }

    /// Everything that a closing without its facts lacks, at the fields.
    pub(super) fn close_errors(&self, phase: Phase, on: NaiveDate) -> FieldErrors {
        let mut e = FieldErrors::default();
        self.close(phase, on, &mut e);
        e
    }

    /// Reads the facts of a closing; all of its errors at once.
    fn close(&self, phase: Phase, on: NaiveDate, e: &mut FieldErrors) -> Option<Close> {
        let learned = e.take("learned", note(&self.learned, "the note"));
        match phase {
            Phase::Won => {
                let reason = e.take("reason", self.reason.parse::<WonReason>().map_err(|()| asked_reason(phase)));
                let actual = e.take("actual", price(&self.actual));
                if actual.is_some_and(|actual| actual <= Money::ZERO) {
                    e.add("actual", "Enter the amount that was agreed; it must be more than zero.");
                }
                Some(Close::Won { reason: reason?, actual: actual?, on })
            }
            Phase::Lost => {
                let reason = e.take("reason", self.reason.parse::<LostReason>().map_err(|()| asked_reason(phase)));
                let competitor = e.take("competitor", self.competitor());
                let make = e.take("make", optional_line(&self.make, "the make", 60));
                let model = e.take("model", optional_line(&self.model, "the model", 60));
                let price = e.take("price", optional_price(&self.price));
                Some(Close::Lost {
                    reason: reason?,
                    competitor: competitor?,
                    make: make?,
                    model: model?,
                    price: price?,
                    on,
                    learned: learned?,
                })
            }
            Phase::NoDeal => {
                let reason = e.take("reason", self.reason.parse::<NoDealReason>().map_err(|()| asked_reason(phase)));
                Some(Close::NoDeal { reason: reason?, on, learned: learned? })
            }
            Phase::Qualification | Phase::Development | Phase::Proposal => None,
        }
    }

    fn competitor(&self) -> Result<Option<CompetitorId>, String> {
        match line(&self.competitor, "the competitor", 60)?.as_str() {
            "unknown" => Ok(None),
            id => id.parse().map(Some).map_err(|_| "Choose the competitor, or Unknown.".to_owned()),
        }
    }
}

fn optional_price(text: &str) -> Result<Option<Money>, String> {
    if text.trim().is_empty() { Ok(None) } else { price(text).map(Some) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::opportunity::default_stages;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
    }

    fn lost(change: impl FnOnce(&mut MoveForm)) -> Result<Ask, FieldErrors> {
        let mut form = MoveForm { reason: "delivery".into(), competitor: "unknown".into(), ..MoveForm::default() };
        change(&mut form);
        form.ask(&default_stages()[4], today())
    }

    #[test]
    fn lost_needs_reason_and_competitor_or_unknown() {
        assert!(lost(|_| ()).is_ok_and(|ask| ask.close.is_some()));
        assert!(lost(|f| f.competitor = String::new()).unwrap_err().at("competitor").is_some());
        assert!(lost(|f| f.reason = "mood".into()).unwrap_err().at("reason").is_some());
        assert!(lost(|f| f.on = "2026-11-24".into()).unwrap_err().at("on").is_some());
        assert!(lost(|f| f.price = "12,x".into()).unwrap_err().at("price").is_some());
    }

    #[test]
    fn an_amount_below_nothing_is_refused_at_its_field() {
        for (amount, fine) in [("", true), ("0", true), ("5,000", true), ("-5000", false), ("5,00", false)] {
            let asked = MoveForm { amount: amount.into(), ..MoveForm::default() }.ask(&default_stages()[1], today());
            assert_eq!(asked.err().is_none_or(|errors| errors.at("amount").is_none()), fine, "{amount}");
        }
    }

    #[test]
    fn without_a_reason_nothing_is_closed() {
        assert_eq!(lost(|f| f.reason = String::new()).map(|ask| ask.close), Ok(None));
    }

    #[test]
    fn a_target_is_complete_or_refused() {
        let form = MoveForm {
            id: Uuid::from_u128(1).to_string(),
            version: "3".into(),
            to: "proposal".into(),
            ..MoveForm::default()
        };
        assert!(form.target().unwrap_err().at("key").is_some());
        let form = MoveForm { key: Uuid::from_u128(2).to_string(), ..form };
        assert_eq!(form.target().map(|target| target.version), Ok(3));
        for place in [Place::Ordered, Place::First, Place::Behind(OpportunityId(Uuid::from_u128(9)))] {
            let form = MoveForm { behind: place.word(), ..form.clone() };
            assert_eq!(form.target().map(|target| target.place), Ok(place));
        }
        let nowhere = MoveForm { behind: "somewhere".into(), ..form };
        assert!(nowhere.target().unwrap_err().at("behind").is_some());
    }
}
