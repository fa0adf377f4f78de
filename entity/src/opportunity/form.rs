//! The opportunity form with its lines: strings as the browser sends them, one validation, one draft.

use super::OpportunityType;
use crate::customer::chosen;
use crate::shared::dates;
use crate::shared::ids::{CustomerId, DivisionId, ProductId, UserId};
use crate::shared::money::{MONEY_LIMIT, MoneyError};
use crate::shared::text::{NAME_MAX, line, note, optional_line};
use crate::{FieldErrors, Money, Percent};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Most lines an opportunity may have.
pub const LINES_MAX: usize = 40;

/// Said of an amount below nothing, whichever way it came.
pub(super) const NEGATIVE: &str = "The amount cannot be negative.";

/// The fields of an opportunity as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OpportunityForm {
    pub name: String,
    pub customer: String,
    pub owner: String,
    pub division: String,
    pub kind: String,
    pub amount: String,
    pub margin: String,
    pub probability: String,
    pub expected_close: String,
    pub source: String,
    pub trade_in: String,
    pub notes: String,
    pub lines: Vec<LineForm>,
}

/// A line as typed. A line whose fields are all empty does not count.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LineForm {
    pub product: String,
    pub description: String,
    pub quantity: String,
    pub price: String,
}

/// An opportunity that could be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpportunityDraft {
    pub name: String,
    pub customer: Option<CustomerId>,
    /// `None`: nobody else than now; for a new one, whoever saves it.
    pub owner: Option<UserId>,
    pub division: Option<DivisionId>,
    pub kind: OpportunityType,
    /// Sum of the lines unless typed; zero means not known yet.
    pub amount: Money,
    /// Estimated gross margin.
    pub margin: Option<Money>,
    /// Probability set by hand.
    pub probability: Option<Percent>,
    pub expected_close: Option<NaiveDate>,
    pub source: Option<String>,
    /// Trade-in machines, free text for now.
    pub trade_in: Option<String>,
    pub notes: Option<String>,
    pub lines: Vec<LineDraft>,
}

/// A line that could be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineDraft {
    /// Of the price list, or free text alone.
    pub product: Option<ProductId>,
    pub description: String,
    pub quantity: i32,
    /// Of one unit; negative for a trade-in.
    pub price: Money,
}

impl Default for LineDraft {
    fn default() -> Self {
        Self { product: None, description: String::new(), quantity: 1, price: Money::ZERO }
    }
}

/// What lines add up to.
pub fn total<'a>(lines: impl IntoIterator<Item = &'a LineDraft>) -> Money {
    lines.into_iter().map(|line| line.price.times(i64::from(line.quantity))).sum()
}

/// The amount of an opportunity that is worth its lines.
pub fn worth<'a>(lines: impl IntoIterator<Item = &'a LineDraft>) -> Money {
    total(lines).max(Money::ZERO)
}

impl OpportunityForm {
    /// Without the lines that are offered and were not filled.
    #[must_use]
    pub fn without_blank_lines(&self) -> Self {
        let lines = self.lines.iter().filter(|line| **line != LineForm::default()).cloned().collect();
        Self { lines, ..self.clone() }
    }

    /// What its lines are worth; nothing without lines, or with lines that cannot be read yet.
    pub fn worth_of_lines(&self) -> Option<Money> {
        let mut e = FieldErrors::default();
        let lines = self.lines(&mut e);
        (!lines.is_empty() && e.is_empty()).then(|| worth(&lines))
    }

    /// The only validation of opportunities, run on both sides.
    ///
    /// # Errors
    /// Sentences by field; those of a line are named `lines.0.price`.
    pub fn parse(&self) -> Result<OpportunityDraft, FieldErrors> {
        let mut e = FieldErrors::default();
        let name = e.take("name", line(&self.name, "the name", NAME_MAX));
        let customer = e.take("customer", chosen(&self.customer));
        let owner = e.take("owner", chosen(&self.owner));
        let division = e.take("division", chosen(&self.division));
        let kind = match self.kind.as_str() {
            "" => Some(OpportunityType::NewMachine),
            word => e.take("kind", word.parse().map_err(|()| "Choose what is being sold.")),
        };
        let lines = self.lines(&mut e);
        let amount = match self.amount.trim() {
            "" => Some(worth(&lines)),
            text => e.take("amount", price(text)),
        };
        if amount.is_some_and(|amount| amount < Money::ZERO) {
            e.add("amount", NEGATIVE);
        }
        if amount.is_some_and(|amount| amount > MONEY_LIMIT) {
            e.add("amount", "The lines add up to more than an opportunity can be worth. Check quantities and prices.");
        }
        let margin = match self.margin.trim() {
            "" => Some(None),
            text => e.take("margin", price(text).map(Some)),
        };
        let probability = match self.probability.trim() {
            "" => Some(None),
            text => e.take("probability", Percent::parse(text).map(Some)),
        };
        let expected_close = e.take("expected_close", dates::parse_optional(&self.expected_close));
        let source = e.take("source", optional_line(&self.source, "the source", 60));
        let trade_in = e.take("trade_in", note(&self.trade_in, "the trade-in"));
        let notes = e.take("notes", note(&self.notes, "the notes"));
        e.or(|| {
            Some(OpportunityDraft {
                name: name?,
                customer: customer?,
                owner: owner?,
                division: division?,
                kind: kind?,
                amount: amount?,
                margin: margin?,
                probability: probability?,
                expected_close: expected_close?,
                source: source?,
                trade_in: trade_in?,
                notes: notes?,
                lines,
            })
        })
    }

    fn lines(&self, e: &mut FieldErrors) -> Vec<LineDraft> {
        if self.lines.len() > LINES_MAX {
            e.add("lines", format!("Use at most {LINES_MAX} lines."));
            return Vec::new();
        }
        let filled = self.lines.iter().enumerate().filter(|(_, line)| **line != LineForm::default());
        filled.filter_map(|(i, line)| line.parse(i, e)).collect()
    }
}

impl LineForm {
    fn parse(&self, i: usize, e: &mut FieldErrors) -> Option<LineDraft> {
        let at = |field: &str| format!("lines.{i}.{field}");
        let product = e.take(&at("product"), chosen(&self.product));
        let description = match product {
            Some(Some(_)) => e
                .take(&at("description"), optional_line(&self.description, "the description", 120))
                .map(Option::unwrap_or_default),
            _ => e.take(&at("description"), line(&self.description, "what is sold", 120)),
        };
        let quantity = match self.quantity.trim() {
            "" => Some(1),
            text => e.take(&at("quantity"), quantity(text)),
        };
        let price = match self.price.trim() {
            "" => Some(Money::ZERO),
            text => e.take(&at("price"), price(text)),
        };
        Some(LineDraft { product: product?, description: description?, quantity: quantity?, price: price? })
    }
}

/// A price field.
pub(super) fn price(text: &str) -> Result<Money, String> {
    Money::parse(text).map_err(|why: MoneyError| why.to_string())
}

/// A quantity field.
pub(super) fn quantity(text: &str) -> Result<i32, &'static str> {
    match text.trim().parse::<i32>() {
        Ok(n) if (1..=9_999).contains(&n) => Ok(n),
        _ => Err("Enter a whole number from 1 to 9,999."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(change: impl FnOnce(&mut OpportunityForm)) -> OpportunityForm {
        let mut form = OpportunityForm { name: "Two PC210LC-11".into(), ..OpportunityForm::default() };
        change(&mut form);
        form
    }

    fn line_of(description: &str, quantity: &str, price: &str) -> LineForm {
        LineForm {
            description: description.into(),
            quantity: quantity.into(),
            price: price.into(),
            product: String::new(),
        }
    }

    #[test]
    fn the_amount_is_the_sum_of_the_lines_unless_typed() {
        let lines = vec![
            line_of("Hamm H 13i", "2", "119,500"),
            line_of("Trade-in Hamm 3410", "", "-41,000"),
            LineForm::default(),
        ];
        let summed = form(|f| f.lines = lines.clone()).parse().unwrap();
        assert_eq!((summed.amount, summed.lines.len()), (Money::whole(198_000), 2));
        let typed = form(|f| (f.lines, f.amount) = (lines, "214,500".into())).parse().unwrap();
        assert_eq!(typed.amount, Money::whole(214_500));
    }

    #[test]
    fn each_wrong_field_says_so() {
        type Edit = fn(&mut OpportunityForm);
        let cases: &[(&str, Edit)] = &[
            ("name", |f| f.name = String::new()),
            ("customer", |f| f.customer = "x".into()),
            ("kind", |f| f.kind = "boat".into()),
            ("amount", |f| f.amount = "12,x".into()),
            ("amount", |f| f.amount = "-1".into()),
            ("amount", |f| f.lines = vec![line_of("A", "9999", "9,999,999,999")]),
            ("probability", |f| f.probability = "120".into()),
            ("expected_close", |f| f.expected_close = "2026-02-30".into()),
            ("lines.1.price", |f| f.lines = vec![LineForm::default(), line_of("A", "1", "y")]),
            ("lines.0.quantity", |f| f.lines = vec![line_of("A", "0", "1")]),
            ("lines.0.description", |f| f.lines = vec![line_of("", "2", "1")]),
            ("lines", |f| f.lines = vec![LineForm::default(); LINES_MAX + 1]),
        ];
        for (field, change) in cases {
            let errors = form(change).parse().unwrap_err();
            assert!(errors.at(field).is_some(), "{field}: {errors:?}");
        }
    }
}
