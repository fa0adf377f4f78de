//! Taking a move back: what it took away, and the move that leads there again (B-27).

use super::{Close, MoveForm, StageKey};
use crate::Money;
use crate::shared::ids::OpportunityId;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What was true before a move. Its event keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    /// The stage it came from.
    pub stage: StageKey,
    /// Amount; zero when there was none.
    pub amount: Money,
    /// Expected close, if any.
    pub expected_close: Option<NaiveDate>,
    /// The closing that the move silenced by opening it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub close: Option<Close>,
}

impl Before {
    /// The move that leads back, for the version the first one led to. Whoever changed it since is not overruled.
    ///
    /// `why` is said when going back opens it again. An amount or a date that was first given with the move stays: a move
    /// asks for facts, it takes none away.
    pub fn way_back(&self, id: OpportunityId, version: i64, why: &str) -> MoveForm {
        let amount = if self.amount > Money::ZERO { self.amount.field_text() } else { String::new() };
        let form = MoveForm {
            id: id.to_string(),
            version: version.to_string(),
            to: self.stage.to_string(),
            amount,
            expected_close: self.expected_close.map(|day| day.to_string()).unwrap_or_default(),
            reopen_reason: why.to_owned(),
            ..MoveForm::default()
        };
        match &self.close {
            Some(close) => MoveForm { reopen_reason: String::new(), ..form.closed_as(close) },
            None => form,
        }
    }
}

impl MoveForm {
    /// The same form with the facts of a closing filled in.
    fn closed_as(self, close: &Close) -> Self {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let form = Self { reason: close.reason().to_owned(), on: close.on().to_string(), ..self };
        match close {
            Close::Won { actual, .. } => Self { actual: actual.field_text(), ..form },
            Close::Lost { competitor, make, model, price, learned, .. } => Self {
                competitor: competitor.map_or("unknown".to_owned(), |id| id.to_string()),
                make: text(make),
                model: text(model),
                price: price.map(|price| price.field_text()).unwrap_or_default(),
                learned: text(learned),
                ..form
            },
            Close::NoDeal { learned, .. } => Self { learned: text(learned), ..form },
        }
    }

    /// The fields that say something, by name: what a page sends along unseen.
    pub fn filled(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let all = [
            ("id", &self.id),
            ("version", &self.version),
            ("key", &self.key),
            ("to", &self.to),
            ("behind", &self.behind),
            ("amount", &self.amount),
            ("expected_close", &self.expected_close),
            ("line", &self.line),
            ("quantity", &self.quantity),
            ("reason", &self.reason),
            ("actual", &self.actual),
            ("on", &self.on),
            ("competitor", &self.competitor),
            ("make", &self.make),
            ("model", &self.model),
            ("price", &self.price),
            ("learned", &self.learned),
            ("reopen_reason", &self.reopen_reason),
        ];
        all.into_iter().filter(|(_, text)| !text.is_empty()).map(|(name, text)| (name, text.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Percent;
    use crate::opportunity::transition::{Standing, decide};
    use crate::opportunity::{LostReason, NoDealReason, Phase, Stage, WonReason, default_stages};
    use crate::shared::ids::CompetitorId;
    use proptest::prelude::*;
    use std::collections::BTreeMap;
    use uuid::Uuid;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
    }

    fn standing(stage: &Stage, amount: Money) -> Standing {
        Standing {
            stage: stage.key.clone(),
            phase: stage.phase,
            has_customer: true,
            amount,
            expected_close: Some(today()),
            lines: 1,
            probability_override: None::<Percent>,
            entered_on: today(),
        }
    }

    fn closing(phase: Phase, amount: Money) -> Option<Close> {
        let on = NaiveDate::from_ymd_opt(2026, 10, 2).unwrap();
        match phase {
            Phase::Won => Some(Close::Won { reason: WonReason::Support, actual: amount, on }),
            Phase::Lost => Some(Close::Lost {
                reason: LostReason::Delivery,
                competitor: Some(CompetitorId(Uuid::from_u128(7))),
                make: Some("Bomag".into()),
                model: None,
                price: Some(Money::whole(880)),
                on,
                learned: Some("Six weeks earlier".into()),
            }),
            Phase::NoDeal => Some(Close::NoDeal { reason: NoDealReason::Budget, on, learned: None }),
            _ => None,
        }
    }

    proptest! {
        /// Wherever a move led, the way back leads to where it was: the same stage, amount, date and closing.
        #[test]
        fn b27_the_way_back_leads_back(from in 0usize..6, to in 0usize..6, cents in 1i64..900_000_000) {
            let stages = default_stages();
            let (from, to) = (&stages[from], &stages[to]);
            prop_assume!(from.key != to.key && (from.phase.is_open() || to.phase.is_open()));
            let amount = Money(cents);
            let before = Before {
                stage: from.key.clone(),
                amount,
                expected_close: Some(today()),
                close: closing(from.phase, amount),
            };
            let form = before.way_back(OpportunityId(Uuid::from_u128(1)), 4, "Reverted");
            let ask = form.ask(from, today()).unwrap();
            let back = decide(&standing(to, Money::whole(1)), from, &ask, today()).unwrap();
            prop_assert_eq!(&back.to, &from.key);
            prop_assert_eq!(ask.amount, Some(amount));
            prop_assert_eq!(ask.expected_close, Some(today()));
            prop_assert_eq!(&back.close, &before.close);
            prop_assert_eq!(back.reopened.is_some(), !to.phase.is_open());
        }
    }

    #[test]
    fn what_is_sent_along_is_the_whole_form() {
        let before = Before {
            stage: StageKey("lost".into()),
            amount: Money::ZERO,
            expected_close: None,
            close: closing(Phase::Lost, Money::ZERO),
        };
        let form = MoveForm { key: "k".into(), ..before.way_back(OpportunityId(Uuid::from_u128(1)), 4, "Reverted") };
        let sent: BTreeMap<&str, &str> = form.filled().collect();
        let read: MoveForm = serde_json::from_value(serde_json::to_value(&sent).unwrap()).unwrap();
        assert_eq!(read, form);
        assert_eq!(
            (form.reopen_reason.as_str(), form.amount.as_str(), form.learned.as_str()),
            ("", "", "Six weeks earlier")
        );
    }

    #[test]
    fn no_field_is_forgotten() {
        let serde_json::Value::Object(fields) = serde_json::to_value(MoveForm::default()).unwrap() else { panic!() };
        let all = serde_json::Value::Object(fields.into_iter().map(|(name, _)| (name, "x".into())).collect());
        let full: MoveForm = serde_json::from_value(all.clone()).unwrap();
        let sent: BTreeMap<&str, &str> = full.filled().collect();
        assert_eq!(serde_json::to_value(sent).unwrap(), all);
    }
}
