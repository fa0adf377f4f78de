//! What a file may do to the money of an opportunity that is here: nothing people agreed here is undone, and what
//! changes obeys the law of its stage.

use super::opportunities::Read;
use super::reader::{Link, Reader};
use crate::import::Known;
use crate::import::known::OpportunityNow;
use crate::import::verdict::ChangeOpportunity;
use crate::opportunity::transition::{Refused, Standing, missing};
use crate::opportunity::{Ask, Phase, Required};
use crate::{Money, shared::dates};

/// The amount the record gets, when the row changes it.
pub(super) fn worth(r: &mut Reader<'_>, read: &Read, now: &OpportunityNow) -> Option<Money> {
    let amount = read.amount.filter(|amount| *amount != now.amount)?;
    let elsewhere = read.stage.key != now.stage;
    match (now.phase.is_open(), now.phase) {
        // The file tells of a time before it was closed here.
        (false, _) if elsewhere => {
            r.note(format!("Its amount stays {}: it is closed here, and the file says {amount}.", now.amount));
            None
        }
        (false, Phase::Won) if amount <= Money::ZERO => {
            r.fault("amount", Refused::NoAmount.to_string());
            None
        }
        // Many systems write nothing for what was lost; what was offered here was worth something.
        _ if amount == Money::ZERO && !read.stage.phase.is_open() => {
            r.note(format!("Its amount stays {}: the file says nothing was won.", now.amount));
            None
        }
        _ => Some(amount),
    }
}

/// What its stage asks for is there after the change as well. What was missing before is no fault of the file.
pub(super) fn lawful(r: &mut Reader<'_>, known: &Known, read: &Read, change: &ChangeOpportunity, now: &OpportunityNow) {
    if change.moved.is_some() {
        // The move has been decided with what the row brings.
        return;
    }
    if !now.phase.is_open() {
        closing_stays(r, read, now);
        return;
    }
    let Some(stage) = known.stage(&now.stage) else { return };
    let standing = |amount: Money| Standing {
        stage: now.stage.clone(),
        phase: now.phase,
        has_customer: now.customer.is_some() || read.customer != Link::Empty,
        amount,
        expected_close: change.expected_close.or(now.expected_close),
        lines: now.lines,
        probability_override: now.probability_override,
        entered_on: r.env.today,
    };
    let before = missing(&standing(now.amount), stage, &Ask::default());
    let mut fields = missing(&standing(change.amount.unwrap_or(now.amount)), stage, &Ask::default());
    fields.retain(|field: &Required| !before.contains(field));
    if !fields.is_empty() {
        r.fault("amount", Refused::Missing { stage: stage.name.clone(), fields }.to_string());
    }
}

/// A file corrects an amount, but not the day something was closed.
fn closing_stays(r: &mut Reader<'_>, read: &Read, now: &OpportunityNow) {
    if let (Some(here), Some(there)) = (now.closed_on, read.closed.filter(|_| read.stage.key == now.stage))
        && here != there
    {
        r.note(format!("It was closed on {} here; the file says {}.", dates::full(here), dates::full(there)));
    }
}
