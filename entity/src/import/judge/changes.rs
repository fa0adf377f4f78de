//! A row about an opportunity that is here already. A file adds what it knows; it never undoes what people did here.

use super::journey::closing;
use super::laws::{lawful, worth};
use super::opportunities::{Read, competitor_of, customer, our_name, owner, product};
use super::reader::{Link, Reader, change_words};
use crate::event::{Detail, FieldChange, STAGE};
use crate::import::known::OpportunityNow;
use crate::import::verdict::{ChangeOpportunity, Move};
use crate::import::{Act, Known, Outcome, Verdict};
use crate::opportunity::transition::{Standing, decide};
use crate::opportunity::{Ask, Close, OpportunityDraft};
use crate::shared::dates;
use crate::{Money, Percent};
use chrono::TimeDelta;

pub(super) fn change(r: &mut Reader<'_>, known: &mut Known, read: Read, now: &OpportunityNow) -> Option<Verdict> {
    let mut draft = read.form().parse().map_err(|errors| r.faults(&errors, our_name)).ok()?;
    // What holds already, or is the stage's own, was not set by hand there.
    let by_hand = |percent: &Percent| *percent != now.probability && *percent != read.stage.probability;
    draft.probability = draft.probability.filter(by_hand);
    // Whoever left keeps what is his, and is given nothing new.
    if let Link::To(owner) = &read.owner
        && !owner.active
        && owner.id != now.owner
    {
        r.gone("owner", owner);
    }
    let mut detail = Detail::default();
    if r.is_over() {
        return None;
    }
    let moved = moving(r, known, &read, &draft, now, &mut detail);
    if r.is_over() {
        return None;
    }
    let number = read.number.clone();
    let amount = worth(r, &read, now);
    let quantity = draft.lines.first().map_or(1, |line| line.quantity);
    let mut change = fields(&read, draft, amount, now, &mut detail);
    change.moved = moved;
    lawful(r, known, &read, &change, now);
    if r.is_over() {
        return None;
    }
    links(r, known, &read, now, (&mut change, &mut detail), quantity);
    let close = change.moved.as_mut().and_then(|moved| moved.close.as_mut());
    competitor_of(r, known, &read.competitor, close);
    if r.is_over() {
        return None;
    }
    if detail.changes.is_empty() {
        return Some(r.accept(Outcome::Unchanged, &number, &now.name, "", Act::Nothing));
    }
    let stands = format!("{}, already here", now.stage_name);
    let mut verdict = r.accept(Outcome::Update, &number, &now.name, &stands, Act::ChangeOpportunity(Box::new(change)));
    (verdict.sentence, verdict.changes) = (change_words(&detail.changes), detail.changes);
    Some(verdict)
}

/// Texts, dates and amounts the row holds and that differ.
fn fields(
    read: &Read,
    draft: OpportunityDraft,
    amount: Option<Money>,
    now: &OpportunityNow,
    detail: &mut Detail,
) -> ChangeOpportunity {
    let day = |date: Option<chrono::NaiveDate>| date.map(dates::full).unwrap_or_default();
    let mut change = ChangeOpportunity::nothing(now);
    if read.named && draft.name != now.name {
        detail.change("Name", &now.name, &draft.name);
        change.name = Some(draft.name);
    }
    if let Some(amount) = amount {
        detail.change("Amount", now.amount, amount);
        change.amount = Some(amount);
    }
    if let Some(date) = draft.expected_close.filter(|date| now.phase.is_open() && Some(*date) != now.expected_close) {
        detail.change("Expected close", day(now.expected_close), dates::full(date));
        change.expected_close = Some(date);
    }
    if let Some(percent) = draft.probability.filter(|_| now.phase.is_open()) {
        detail.change("Probability", now.probability, percent);
        change.probability = Some(percent);
    }
    if !read.kind.is_empty() && draft.kind != now.kind {
        detail.change("Type", now.kind.label(), draft.kind.label());
        change.kind = Some(draft.kind);
    }
    for (label, new, old, place) in [
        ("Source", draft.source, &now.source, &mut change.source),
        ("Notes", draft.notes, &now.notes, &mut change.notes),
    ] {
        if new.is_some() && new != *old {
            detail.change(label, old.clone().unwrap_or_default(), new.clone().unwrap_or_default());
            *place = new;
        }
    }
    if read.division.is_some() && read.division != now.division {
        detail.change("Division", "", "as in the file");
        change.division = read.division;
    }
    change
}

/// Owner, customer and line.
fn links(
    r: &mut Reader<'_>,
    known: &mut Known,
    read: &Read,
    now: &OpportunityNow,
    (change, detail): (&mut ChangeOpportunity, &mut Detail),
    quantity: i32,
) {
    let Some(owner) = owner(r, known, read.owner.clone()) else { return };
    if owner.id != now.owner {
        detail.change("Owner", &now.owner_name, &owner.name);
        change.owner = Some((owner.id, owner.region));
    }
    if let Some(id) = customer(r, known, read.customer.clone(), &owner).filter(|id| Some(*id) != now.customer) {
        let name = known.customers_now.get(&id).map_or(&read.customer_text, |customer| &customer.draft.name);
        let sides = [(now.customer, now.customer_name.as_str()), (Some(id), name.as_str())];
        detail.changes.push(FieldChange::naming("Customer", sides));
        change.customer = Some(id);
    }
    if now.lines == 0 && !read.product_text.is_empty() {
        detail.change("Line", "", &read.product_text);
        change.line = Some((product(r, known, &read.product), read.product_text.clone(), quantity));
    }
}

/// A file may move an open opportunity on, or close it; it never reopens one, nor moves one back to where the file
/// left it.
fn moving(
    r: &mut Reader<'_>,
    known: &Known,
    read: &Read,
    draft: &OpportunityDraft,
    now: &OpportunityNow,
    detail: &mut Detail,
) -> Option<Move> {
    if read.stage.key == now.stage {
        return None;
    }
    if !now.phase.is_open() {
        r.note(format!(
            "It is closed here as {}; the file says {}. A file does not reopen it.",
            now.stage_name, read.stage.name
        ));
        return None;
    }
    let here = known.stage(&now.stage).map_or(0, |stage| stage.position);
    if read.stage.phase.is_open() && read.stage.position < here {
        r.note(format!(
            "It stands in {} here; the file says {}. A file does not move it back.",
            now.stage_name, read.stage.name
        ));
        return None;
    }
    let close = if read.stage.phase.is_open() {
        None
    } else {
        Some(closing(r, read.stage.phase, read.closed, read.amount, &read.competitor)?)
    };
    let standing = Standing {
        stage: now.stage.clone(),
        phase: now.phase,
        has_customer: now.customer.is_some() || read.customer != Link::Empty,
        amount: read.amount.unwrap_or(now.amount),
        expected_close: draft.expected_close.or(now.expected_close),
        lines: now.lines.max(draft.lines.len()),
        probability_override: draft.probability.or(now.probability_override),
        entered_on: r.env.today,
    };
    match decide(&standing, &read.stage, &Ask { close: close.clone(), ..Ask::default() }, r.env.today) {
        Ok(moved) => {
            detail.change(STAGE, &now.stage_name, &read.stage.name);
            let on = close.as_ref().map(Close::on);
            let at =
                on.map_or(r.env.now, |on| (r.env.noon)(on).min(r.env.now)).max(now.stage_since + TimeDelta::seconds(1));
            Some(Move { to: moved.to, phase: moved.phase, probability: moved.probability, at, close })
        }
        Err(refused) => {
            r.fault("stage", refused.to_string());
            None
        }
    }
}

impl ChangeOpportunity {
    fn nothing(now: &OpportunityNow) -> Self {
        Self {
            id: now.id,
            version: now.version,
            name: None,
            customer: None,
            owner: None,
            division: None,
            kind: None,
            amount: None,
            expected_close: None,
            probability: None,
            source: None,
            notes: None,
            line: None,
            moved: None,
        }
    }
}
