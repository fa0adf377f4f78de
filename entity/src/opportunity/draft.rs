//! What a saved form must keep true in the stage its opportunity stands in, and how it differs from another.

use super::transition::{Refused, Standing, missing};
use super::{Ask, LineDraft, LineForm, OpportunityDraft, OpportunityForm, Phase, Required, Stage};
use crate::event::FieldChange;
use crate::shared::dates;
use crate::{FieldErrors, Money};

impl OpportunityDraft {
    /// Whether it may be stored in `stage`: an open stage has what it asks for, and nothing is won for nothing.
    ///
    /// # Errors
    /// A sentence at each field that is empty.
    pub fn fits(&self, stage: &Stage) -> Result<(), FieldErrors> {
        let mut e = FieldErrors::default();
        if stage.phase == Phase::Won && self.amount <= Money::ZERO {
            e.add("amount", Refused::NoAmount.to_string());
        }
        let standing = Standing {
            stage: stage.key.clone(),
            phase: stage.phase,
            has_customer: self.customer.is_some(),
            amount: self.amount,
            expected_close: self.expected_close,
            lines: self.lines.len(),
            probability_override: self.probability,
            entered_on: dates::FAR_FUTURE,
        };
        let missing = if stage.phase.is_open() { missing(&standing, stage, &Ask::default()) } else { Vec::new() };
        for field in missing {
            let (name, what) = match field {
                Required::Customer => ("customer", "a customer"),
                Required::Amount => ("amount", "an amount of more than zero"),
                Required::ExpectedClose => ("expected_close", "the day it is expected to close"),
                Required::Line => ("lines.0.description", "a line that says what is sold"),
            };
            e.add(name, format!("{} needs {what}.", stage.name));
        }
        e.or(|| Some(()))
    }
}

/// A line as people read it: `2 × Hamm H 13i at $119,500`. `product` is the name of its product, if it has one.
pub fn line_text(line: &LineDraft, product: Option<&str>) -> String {
    let what = if line.description.is_empty() { product.unwrap_or("a product") } else { &line.description };
    format!("{} \u{d7} {what} at {}", line.quantity, line.price)
}

/// What changed between two sets of lines, each line as text: those that only one set has, side by side in their order.
pub fn changed_lines(before: &[String], after: &[String]) -> Vec<FieldChange> {
    let mut gone = before.to_vec();
    let mut come = Vec::new();
    for line in after {
        match gone.iter().position(|old| old == line) {
            Some(at) => drop(gone.remove(at)),
            None => come.push(line.clone()),
        }
    }
    if gone.is_empty() && come.is_empty() && before != after {
        return vec![FieldChange::new("Order of lines", "", "changed")];
    }
    let pairs = gone.len().max(come.len());
    let text = |lines: &[String], at: usize| lines.get(at).cloned().unwrap_or_default();
    let change = |at| FieldChange::new("Line", text(&gone, at), text(&come, at));
    (0..pairs).map(change).collect()
}

impl OpportunityForm {
    /// Where another form of the same record differs, from this one to that one, in words.
    pub fn differences(&self, other: &Self) -> Vec<FieldChange> {
        fn told(form: &OpportunityForm) -> [(&'static str, &'static str, &str); 12] {
            // Destructured, so that a new field must find its label here.
            let OpportunityForm {
                name,
                customer,
                owner,
                division,
                kind,
                amount,
                margin,
                probability,
                expected_close,
                source,
                trade_in,
                notes,
                lines: _,
            } = form;
            [
                ("name", "Name", name),
                ("customer", "Customer", customer),
                ("owner", "Owner", owner),
                ("division", "Division", division),
                ("kind", "Type", kind),
                ("amount", "Amount", amount),
                ("margin", "Margin", margin),
                ("probability", "Probability", probability),
                ("expected_close", "Expected close", expected_close),
                ("source", "Source", source),
                ("trade_in", "Trade-in", trade_in),
                ("notes", "Notes", notes),
            ]
        }
        let lines = |form: &Self| -> Vec<String> {
            form.lines.iter().filter(|line| **line != LineForm::default()).map(typed).collect()
        };
        let mut all = FieldChange::between(told(self), told(other));
        all.extend(changed_lines(&lines(self), &lines(other)));
        all
    }
}

/// A line as it was typed.
fn typed(line: &LineForm) -> String {
    let LineForm { product, description, quantity, price } = line;
    let what = if description.is_empty() { product } else { description };
    let quantity = if quantity.is_empty() { "1" } else { quantity };
    let price = if price.is_empty() { "no price" } else { price };
    format!("{quantity} \u{d7} {what} at {price}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::opportunity::default_stages;

    fn draft(change: impl FnOnce(&mut OpportunityDraft)) -> OpportunityDraft {
        let form = OpportunityForm { name: "Two PC210LC-11".into(), ..OpportunityForm::default() };
        let mut draft = form.parse().unwrap();
        change(&mut draft);
        draft
    }

    #[test]
    fn a_draft_keeps_the_laws_of_its_stage() {
        let stages = default_stages();
        let stage = |phase: Phase| stages.iter().find(|stage| stage.phase == phase).unwrap();
        assert!(draft(|_| ()).fits(stage(Phase::Qualification)).is_ok());
        let errors = draft(|_| ()).fits(stage(Phase::Proposal)).unwrap_err();
        assert_eq!(errors.at("amount"), Some("Proposal needs an amount of more than zero."));
        assert!(errors.at("expected_close").is_some() && errors.at("lines.0.description").is_some(), "{errors:?}");
        let whole = draft(|draft| {
            draft.amount = Money(1);
            draft.expected_close = Some(dates::FAR_FUTURE);
            draft.lines = vec![LineDraft::default()];
        });
        assert!(whole.fits(stage(Phase::Proposal)).is_ok());
        assert!(whole.fits(stage(Phase::Won)).is_ok());
        assert!(draft(|_| ()).fits(stage(Phase::Won)).unwrap_err().at("amount").is_some());
        assert!(draft(|_| ()).fits(stage(Phase::Lost)).is_ok());
    }

    #[test]
    fn changed_lines_are_told_one_by_one() {
        let told = |before: &[&str], after: &[&str]| {
            let own = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
            let pair = |change: FieldChange| (change.field, change.from, change.to);
            changed_lines(&own(before), &own(after)).into_iter().map(pair).collect::<Vec<_>>()
        };
        let change = |field: &str, from: &str, to: &str| (field.to_owned(), from.to_owned(), to.to_owned());
        assert!(told(&["a", "b"], &["a", "b"]).is_empty());
        assert_eq!(told(&["a", "b", "c"], &["b", "c"]), [change("Line", "a", "")]);
        assert_eq!(told(&["a"], &["a", "a"]), [change("Line", "", "a")]);
        assert_eq!(told(&["a", "b"], &["a", "x", "y"]), [change("Line", "b", "x"), change("Line", "", "y")]);
        assert_eq!(told(&["a", "b"], &["b", "a"]), [change("Order of lines", "", "changed")]);
    }

    #[test]
    fn forms_tell_where_they_differ() {
        let line = LineForm { description: "Hamm".into(), price: "5".into(), ..LineForm::default() };
        let mine = OpportunityForm { name: "B".into(), lines: vec![line], ..OpportunityForm::default() };
        let theirs = OpportunityForm { name: "A".into(), ..OpportunityForm::default() };
        let fields: Vec<_> = theirs.differences(&mine).into_iter().map(|c| (c.field, c.from, c.to)).collect();
        let line = ("Line".to_owned(), String::new(), "1 \u{d7} Hamm at 5".to_owned());
        assert_eq!(fields, [("Name".to_owned(), "A".to_owned(), "B".to_owned()), line]);
    }
}
