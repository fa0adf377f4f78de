//! What a row does, in words for the report and as the act that does it.

use super::Outcome;
use super::known::{CustomerNow, ProductNow};
use super::undo::{Made, UndoLine};
use crate::customer::CustomerDraft;
use crate::event::FieldChange;
use crate::opportunity::history::Step;
use crate::opportunity::{Close, OpportunityDraft, OpportunityType, Phase, StageKey};
use crate::shared::ids::{CustomerId, DivisionId, OpportunityId, ProductId, RegionId, UserId};
use crate::{Money, Percent, Role};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// What one row does.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// Row, as a spreadsheet counts.
    pub row: u64,
    /// What happens.
    pub outcome: Outcome,
    /// Number of the record, as the row has it.
    pub number: String,
    /// The record in a few words.
    pub record: String,
    /// What will change, or what is wrong.
    pub sentence: String,
    /// A second line: where it stands, what to know.
    pub detail: String,
    /// Field by field, when an existing record changes.
    pub changes: Vec<FieldChange>,
    /// Column that is wrong.
    pub column: String,
    /// Field that is wrong.
    pub field: String,
    /// What stands there.
    pub excerpt: String,
    /// What it most likely meant.
    pub suggestion: String,
    /// What to store.
    pub act: Act,
}

/// Sentences as one text; each ends once, and what is empty is left out.
pub fn told(sentences: [&str; 2]) -> String {
    let told: Vec<&str> = sentences.into_iter().filter(|sentence| !sentence.is_empty()).collect();
    told.join(". ").replace("..", ".")
}

/// What to store for a row.
#[derive(Debug, Clone)]
pub enum Act {
    /// Nothing.
    Nothing,
    /// A new customer.
    NewCustomer(Box<NewCustomer>),
    /// A customer as it shall be; the parent goes with it.
    ChangeCustomer(Box<CustomerNow>),
    /// A new product.
    NewProduct(Box<ProductNow>),
    /// A product as it shall be.
    ChangeProduct(Box<ProductNow>),
    /// A new person.
    NewPerson(Box<NewPerson>),
    /// A new opportunity.
    NewOpportunity(Box<NewOpportunity>),
    /// Changes of an opportunity.
    ChangeOpportunity(Box<ChangeOpportunity>),
}

impl Act {
    /// The record it makes or changes.
    pub fn record(&self) -> Option<uuid::Uuid> {
        match self {
            Self::Nothing => None,
            Self::NewCustomer(new) => Some(new.id.0),
            Self::ChangeCustomer(then) => Some(then.id.0),
            Self::NewProduct(new) => Some(new.id.0),
            Self::ChangeProduct(then) => Some(then.id.0),
            Self::NewPerson(new) => Some(new.id.0),
            Self::NewOpportunity(new) => Some(new.id.0),
            Self::ChangeOpportunity(change) => Some(change.id.0),
        }
    }

    /// The record it makes, when it makes one.
    pub fn made(&self) -> Option<(Made, uuid::Uuid)> {
        match self {
            Self::NewCustomer(new) => Some((Made::Customer, new.id.0)),
            Self::NewProduct(new) => Some((Made::Product, new.id.0)),
            Self::NewPerson(new) => Some((Made::Person, new.id.0)),
            Self::NewOpportunity(new) => Some((Made::Opportunity, new.id.0)),
            Self::Nothing | Self::ChangeCustomer(_) | Self::ChangeProduct(_) | Self::ChangeOpportunity(_) => None,
        }
    }
}

/// A customer to be made.
#[derive(Debug, Clone)]
pub struct NewCustomer {
    pub id: CustomerId,
    pub draft: CustomerDraft,
    pub region: Option<RegionId>,
}

/// A person to be made.
#[derive(Debug, Clone)]
pub struct NewPerson {
    pub id: UserId,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub region: Option<RegionId>,
}

/// An opportunity to be made, with its whole history.
#[derive(Debug, Clone)]
pub struct NewOpportunity {
    pub id: OpportunityId,
    pub number: String,
    pub draft: OpportunityDraft,
    /// Words for the card: the product's name.
    pub summary: String,
    pub owner: UserId,
    pub region: Option<RegionId>,
    pub stage: StageKey,
    pub phase: Phase,
    pub probability: Percent,
    /// Contiguous, oldest first; proven by the history law.
    pub steps: Vec<Step>,
    pub close: Option<Close>,
}

/// Changes of an opportunity: only what is `Some` changes.
#[derive(Debug, Clone)]
pub struct ChangeOpportunity {
    pub id: OpportunityId,
    pub version: i64,
    pub name: Option<String>,
    pub customer: Option<CustomerId>,
    pub owner: Option<(UserId, Option<RegionId>)>,
    pub division: Option<DivisionId>,
    pub kind: Option<OpportunityType>,
    pub amount: Option<Money>,
    pub expected_close: Option<NaiveDate>,
    pub probability: Option<Percent>,
    pub source: Option<String>,
    pub notes: Option<String>,
    /// A first line, when it had none: product, text, quantity.
    pub line: Option<(Option<ProductId>, String, i32)>,
    /// A move to another stage.
    pub moved: Option<Move>,
}

/// A move of an existing opportunity by a file.
#[derive(Debug, Clone)]
pub struct Move {
    pub to: StageKey,
    pub phase: Phase,
    pub probability: Percent,
    pub at: DateTime<Utc>,
    pub close: Option<Close>,
}

/// What came of all rows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Counts {
    /// Rows read.
    pub read: u64,
    /// New, nothing to say.
    pub created: u64,
    /// New, with a note.
    pub noted: u64,
    /// Changed.
    pub updated: u64,
    /// Already here.
    pub unchanged: u64,
    /// Left out on purpose.
    pub left_out: u64,
    /// Not imported.
    pub errors: u64,
    /// Of the opportunities that are imported: open ones,
    pub open: u64,
    /// won ones with what was agreed,
    pub won: u64,
    pub won_amount: Money,
    /// and lost ones.
    pub lost: u64,
    /// Records brought beside the rows, by noun in the plural.
    pub beside: Vec<(String, u64)>,
    /// Columns that went nowhere.
    pub ignored: Vec<String>,
    /// What an undo did with the records the file had made.
    pub undone: Vec<UndoLine>,
}

impl Counts {
    /// Counts a row in.
    pub fn add(&mut self, verdict: &Verdict) {
        self.read += 1;
        let counter = match verdict.outcome {
            Outcome::Create => &mut self.created,
            Outcome::CreateNote => &mut self.noted,
            Outcome::Update => &mut self.updated,
            Outcome::Unchanged => &mut self.unchanged,
            Outcome::Skipped => &mut self.left_out,
            Outcome::Error => &mut self.errors,
        };
        *counter += 1;
        if let Act::NewOpportunity(new) = &verdict.act {
            match new.phase {
                Phase::Won => {
                    self.won += 1;
                    self.won_amount = self.won_amount + new.draft.amount;
                }
                Phase::Lost | Phase::NoDeal => self.lost += 1,
                Phase::Qualification | Phase::Development | Phase::Proposal => self.open += 1,
            }
        }
    }

    /// Counts records that came beside the rows.
    fn add_beside(&mut self, noun: &str, n: usize) {
        if n == 0 {
            return;
        }
        let n = u64::try_from(n).unwrap_or(u64::MAX);
        match self.beside.iter_mut().find(|(known, _)| known == noun) {
            Some((_, count)) => *count += n,
            None => self.beside.push((noun.to_owned(), n)),
        }
    }

    /// Counts everything that came beside the rows.
    pub fn add_fresh(&mut self, fresh: &super::Fresh) {
        self.add_beside("regions", fresh.regions.len());
        self.add_beside("people", fresh.people.len());
        self.add_beside("products", fresh.products.len());
        self.add_beside("customers", fresh.customers.len());
        self.add_beside("competitors", fresh.competitors.len());
    }

    /// Rows of an outcome.
    pub const fn of(&self, outcome: Outcome) -> u64 {
        match outcome {
            Outcome::Create => self.created,
            Outcome::CreateNote => self.noted,
            Outcome::Update => self.updated,
            Outcome::Unchanged => self.unchanged,
            Outcome::Skipped => self.left_out,
            Outcome::Error => self.errors,
        }
    }

    /// New records among the rows.
    pub const fn new_rows(&self) -> u64 {
        self.created + self.noted
    }

    /// Rows that write something.
    pub const fn good(&self) -> u64 {
        self.created + self.noted + self.updated
    }

    /// Rows that write nothing.
    pub const fn skipped(&self) -> u64 {
        self.unchanged + self.left_out + self.errors
    }

    /// The counts of a file that was refused: nothing came of any row.
    pub fn refused(self) -> Self {
        let left_out = self.left_out + self.created + self.noted + self.updated;
        Self { read: self.read, unchanged: self.unchanged, errors: self.errors, left_out, ..Self::default() }
    }

    /// The last line of the command line. `read` is the sum of created, updated and skipped.
    pub fn last_line(&self) -> String {
        format!(
            "read {}, created {}, updated {}, skipped {} (unchanged {}, left out {}, errors {})",
            self.read,
            self.new_rows(),
            self.updated,
            self.skipped(),
            self.unchanged,
            self.left_out,
            self.errors
        )
    }
}
