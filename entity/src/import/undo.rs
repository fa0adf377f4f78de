//! Taking back what a file made: while that is young, and of it only what nobody has touched or built upon since.

use super::ImportStatus;
use crate::shared::vocabulary;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

#[cfg(test)]
mod tests;

/// How long an import can be undone after it was done.
pub const UNDO_WITHIN: TimeDelta = TimeDelta::hours(24);

vocabulary! {
    /// What a file can make, in the order in which it is taken out: who points comes before what is pointed to.
    Made {
        /// An opportunity with its lines, steps and closing.
        Opportunity = "opportunity" => "Opportunities",
        /// A customer or prospect.
        Customer = "customer" => "Customers",
        /// A product of the price list.
        Product = "product" => "Products",
        /// A competing dealer.
        Competitor = "competitor" => "Competitors",
        /// A person who has never signed in.
        Person = "person" => "People",
        /// A region.
        Region = "region" => "Regions",
    }
}

impl Made {
    /// `1 customer`, `2,010 customers`.
    pub fn counted(self, n: u64) -> String {
        let many = self.label().to_lowercase();
        let one = match self {
            Self::Opportunity => "opportunity",
            Self::Customer => "customer",
            Self::Product => "product",
            Self::Competitor => "competitor",
            Self::Person => "person",
            Self::Region => "region",
        };
        format!("{} {}", crate::shared::money::grouped(n), if n == 1 { one } else { &many })
    }
}

/// A record that a file made and that is still here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trace {
    /// What it is.
    pub made: Made,
    /// Which.
    pub id: Uuid,
    /// Whether anybody changed it since.
    pub changed: bool,
}

/// One record that points to another: while the holder is here, the held one cannot go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hold {
    /// Who points; the file need not have made it.
    pub holder: Uuid,
    /// What is pointed to.
    pub held: Uuid,
}

/// What an undo does with one kind of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoLine {
    /// The kind.
    pub made: Made,
    /// Records that go.
    pub going: u64,
    /// Records that stay because somebody changed them.
    pub changed: u64,
    /// Records that stay because others that stay need them.
    pub needed: u64,
}

/// What becomes of each record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Undo {
    /// What goes, by kind in the order of [`Made`].
    pub going: Vec<(Made, Vec<Uuid>)>,
    /// The same in numbers, with what stays and why.
    pub lines: Vec<UndoLine>,
}

/// Why an import cannot be undone; `None` when it can.
pub fn undo_refused(status: ImportStatus, finished: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Option<&'static str> {
    match (status, finished) {
        (ImportStatus::Undone | ImportStatus::Undoing, _) => Some("This import was undone already."),
        (ImportStatus::Done, Some(at)) if now - at <= UNDO_WITHIN => None,
        (ImportStatus::Done, _) => Some("An import can be undone for 24 hours; they have passed."),
        _ => Some("Nothing of this file is in, so there is nothing to undo."),
    }
}

/// Parts what can go from what has to stay.
///
/// A record stays when it was changed, or when a record points to it that stays: one that was changed, or one that did
/// not come with the file at all.
pub fn undo(traces: &[Trace], holds: &[Hold]) -> Undo {
    let made: HashSet<Uuid> = traces.iter().map(|trace| trace.id).collect();
    let changed = traces.iter().filter(|trace| trace.changed).map(|trace| trace.id);
    let strangers = holds.iter().map(|hold| hold.holder).filter(|holder| !made.contains(holder));
    let mut held_by: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for Hold { holder, held } in holds {
        held_by.entry(*holder).or_default().push(*held);
    }
    let mut staying: HashSet<Uuid> = HashSet::new();
    let mut waiting: Vec<Uuid> = changed.chain(strangers).collect();
    while let Some(stays) = waiting.pop() {
        if staying.insert(stays) {
            waiting.extend(held_by.get(&stays).into_iter().flatten());
        }
    }
    let kinds = Made::ALL.iter().map(|made| (*made, traces.iter().filter(move |trace| trace.made == *made)));
    let mut undo = Undo::default();
    for (made, traces) in kinds {
        let mut line = UndoLine { made, going: 0, changed: 0, needed: 0 };
        let mut going = Vec::new();
        for trace in traces {
            match (trace.changed, staying.contains(&trace.id)) {
                (true, _) => line.changed += 1,
                (false, true) => line.needed += 1,
                (false, false) => {
                    line.going += 1;
                    going.push(trace.id);
                }
            }
        }
        if line.going + line.changed + line.needed > 0 {
            undo.lines.push(line);
            undo.going.push((made, going));
        }
    }
    undo
}

/// `85 customers and 2 regions`; empty when there are none.
pub fn in_words(counts: impl IntoIterator<Item = (Made, u64)>) -> String {
    let mut parts: Vec<String> = counts.into_iter().filter(|(_, n)| *n > 0).map(|(made, n)| made.counted(n)).collect();
    match parts.pop() {
        None => String::new(),
        Some(only) if parts.is_empty() => only,
        Some(last) => format!("{} and {last}", parts.join(", ")),
    }
}
