//! The history an opportunity from a file gets: dated by what the file says, and lawful.

use super::Env;
use super::reader::{Link, Reader, find_stage};
use crate::Money;
use crate::import::Known;
use crate::opportunity::history::{Step, prove};
use crate::opportunity::transition::{Refused, Standing, decide};
use crate::opportunity::{Ask, Close, LostReason, NoDealReason, Phase, Stage, WonReason};
use crate::shared::ids::CompetitorId;
use crate::shared::text::fold;
use crate::{Percent, shared::dates};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

/// What the file says about the life of an opportunity.
pub(super) struct Facts {
    pub stage: Stage,
    pub opened: Option<NaiveDate>,
    pub closed: Option<NaiveDate>,
    pub expected: Option<NaiveDate>,
    pub amount: Option<Money>,
    pub has_customer: bool,
    pub lines: usize,
    pub probability: Option<Percent>,
}

/// A lawful life.
pub(super) struct Journey {
    pub steps: Vec<Step>,
    pub close: Option<Close>,
    pub probability: Percent,
    /// Where it stands, in words.
    pub words: String,
}

/// The steps of one day lie a second apart, so that their order is kept.
const APART: TimeDelta = TimeDelta::seconds(1);

/// Builds the history from creation to where the file says it stands, or notes why there is none.
///
/// A file tells when work began and when it ended, not each step between. So it is created in the first stage; the
/// opening date may stand for a later one (`opened_in` of the plan); and the last step is dated by the closing.
pub(super) fn journey(r: &mut Reader<'_>, known: &Known, facts: &Facts, close: Option<Close>) -> Option<Journey> {
    let env = r.env;
    let Some(entry) = known.entry_stage() else {
        r.fault("stage", "There is no open stage to begin in.");
        return None;
    };
    let begun = beginning(r, facts)?;
    let mut path = vec![entry];
    if let Some(between) = opened_in(env, known, facts) {
        path.push(between);
    }
    if path.last().is_some_and(|last| last.key != facts.stage.key) {
        path.push(&facts.stage);
    }
    let mut steps: Vec<Step> = Vec::with_capacity(path.len());
    for stage in &path {
        let earliest = steps.last().map_or(begun, |last: &Step| last.at + APART);
        let at = match &close {
            Some(close) if stage.key == facts.stage.key => (env.noon)(close.on()).min(env.now).max(earliest),
            _ => earliest,
        };
        steps.push(Step { from: steps.last().map(|last| last.to.clone()), to: stage.key.clone(), at });
    }
    let probability = match path.as_slice() {
        [.., before, last] => lawful(r, before, last, facts, close.clone())?,
        _ => facts.probability.unwrap_or(entry.probability),
    };
    if let Err(broken) = prove(&steps, &facts.stage.key) {
        r.fault("stage", format!("Its history cannot be told: {broken}."));
        return None;
    }
    Some(Journey { words: words(facts, close.as_ref()), steps, close, probability })
}

/// The last step obeys the law of the pipeline. What lies before it is the past of another system.
fn lawful(r: &mut Reader<'_>, before: &Stage, last: &Stage, facts: &Facts, close: Option<Close>) -> Option<Percent> {
    let standing = Standing {
        stage: before.key.clone(),
        phase: before.phase,
        has_customer: facts.has_customer,
        amount: facts.amount.unwrap_or_default(),
        expected_close: facts.expected,
        lines: facts.lines,
        probability_override: facts.probability,
        entered_on: facts.opened.unwrap_or(r.env.today),
    };
    let ask = Ask { close, ..Ask::default() };
    match decide(&standing, last, &ask, r.env.today) {
        Ok(moved) => Some(moved.probability),
        Err(refused) => {
            let field = match refused {
                Refused::NoAmount => "amount",
                Refused::FutureClose => "closed_on",
                _ => "stage",
            };
            r.fault(field, refused.to_string());
            None
        }
    }
}

/// When it began.
fn beginning(r: &mut Reader<'_>, facts: &Facts) -> Option<DateTime<Utc>> {
    let env = r.env;
    if facts.opened.is_some_and(|opened| opened > env.today) {
        r.fault("opened_on", "The opening date lies in the future.");
        return None;
    }
    if let (Some(opened), Some(closed)) = (facts.opened, facts.closed.filter(|_| !facts.stage.phase.is_open()))
        && closed < opened
    {
        r.fault(
            "closed_on",
            format!("It was closed on {} before it was opened on {}.", dates::full(closed), dates::full(opened)),
        );
        return None;
    }
    // Steps that follow on the same day must not lie in the future.
    let latest = env.now - APART * 3;
    match (facts.opened, facts.closed) {
        (Some(opened), _) => Some((env.noon)(opened).min(latest)),
        (None, Some(closed)) if !facts.stage.phase.is_open() => {
            r.note("No opening date: its history begins on the day it was closed.");
            Some((env.noon)(closed).min(latest))
        }
        (None, _) => {
            r.note("No opening date: its history begins with this import.");
            Some(latest)
        }
    }
}

/// The stage the opening date stands for, when it lies between the first and the one it is in.
fn opened_in<'k>(env: Env<'_>, known: &'k Known, facts: &Facts) -> Option<&'k Stage> {
    facts.opened?;
    let stage = find_stage(known, env.bound.plan.stated("opened_in")?)?;
    let reached = !facts.stage.phase.is_open() || stage.position <= facts.stage.position;
    let entry = known.entry_stage()?;
    (stage.phase.is_open() && stage.key != entry.key && reached).then_some(stage)
}

fn words(facts: &Facts, close: Option<&Close>) -> String {
    match close {
        Some(Close::Won { actual, on, reason }) => {
            format!("{} {actual}, {}, reason {}", facts.stage.name, dates::full(*on), reason.label().to_lowercase())
        }
        Some(close @ Close::Lost { competitor, .. }) => {
            let to = if competitor.is_some() { "" } else { ", competitor unknown" };
            format!(
                "{}, {}, reason {}{to}",
                facts.stage.name,
                dates::full(close.on()),
                close.reason_label().to_lowercase()
            )
        }
        Some(close @ Close::NoDeal { .. }) => {
            format!("{}, {}, {}", facts.stage.name, dates::full(close.on()), close.reason_label().to_lowercase())
        }
        None => match facts.opened {
            Some(opened) => format!("{}, {}", facts.stage.name, dates::full(opened)),
            None => facts.stage.name.clone(),
        },
    }
}

/// The facts of a closing. What neither file nor plan says is stated as other or unknown, with a note.
pub(super) fn closing(
    r: &mut Reader<'_>,
    phase: Phase,
    closed: Option<NaiveDate>,
    amount: Option<Money>,
    competitor: &Link<CompetitorId>,
) -> Option<Close> {
    let Some(on) = closed else {
        r.fault("closed_on", format!("{} needs the day it was closed.", phase.label()));
        return None;
    };
    let text = r.text("reason");
    match phase {
        Phase::Won => {
            let reason = reason(r, "won_reason", &text, WonReason::ALL, WonReason::label, Some(WonReason::Other))?;
            Some(Close::Won { reason, actual: amount.unwrap_or_default(), on })
        }
        Phase::Lost => {
            let reason = reason(r, "lost_reason", &text, LostReason::ALL, LostReason::label, Some(LostReason::Other))?;
            let known = match competitor {
                Link::To(id) => Some(*id),
                Link::New(_) => None,
                Link::Empty => {
                    if r.env.bound.plan.stated("competitor").is_none() {
                        r.note("No competitor in the file: unknown.");
                    }
                    None
                }
            };
            Some(Close::Lost { reason, competitor: known, make: None, model: None, price: None, on, learned: None })
        }
        Phase::NoDeal => {
            let reason = reason(r, "no_deal_reason", &text, NoDealReason::ALL, NoDealReason::label, None)?;
            Some(Close::NoDeal { reason, on, learned: None })
        }
        Phase::Qualification | Phase::Development | Phase::Proposal => None,
    }
}

fn reason<T: Copy>(
    r: &mut Reader<'_>,
    statement: &str,
    text: &str,
    all: &[T],
    label: impl Fn(T) -> &'static str,
    other: Option<T>,
) -> Option<T> {
    let find = |text: &str| all.iter().copied().find(|reason| fold(label(*reason)) == fold(text));
    let stated = r.env.bound.plan.stated(statement).map(str::to_owned);
    if !text.is_empty() {
        let found = find(text);
        if found.is_none() {
            r.fault(
                "reason",
                format!("Reason \"{}\" is none of {}.", crate::import::excerpt(text), labels(all, &label)),
            );
        }
        return found;
    }
    match (stated, other) {
        (Some(stated), _) => {
            let found = find(&stated);
            if found.is_none() {
                r.fault("reason", format!("The stated reason \"{stated}\" is none of {}.", labels(all, &label)));
            }
            found
        }
        (None, Some(other)) => {
            r.note(format!("No reason in the file: {}.", label(other).to_lowercase()));
            Some(other)
        }
        (None, None) => {
            r.fault("reason", format!("It needs a reason: {}.", labels(all, &label)));
            None
        }
    }
}

fn labels<T: Copy>(all: &[T], label: &impl Fn(T) -> &'static str) -> String {
    all.iter().map(|reason| label(*reason)).collect::<Vec<_>>().join(", ")
}
