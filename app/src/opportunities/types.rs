//! What crosses the wire about opportunities.

use crate::core::timeline::Entry;
use crate::customers::types::CustomerRef;
use chrono::NaiveDate;
use entity::customer::OwnerFilter;
use entity::dealer::{CompetitorRef, DivisionRef};
use entity::opportunity::board::{Card, Totals};
use entity::opportunity::{Close, LineForm, MoveForm, OpportunityForm, OpportunityType, Phase, Stage, StageKey};
use entity::product::ProductRef;
use entity::shared::ids::{CustomerId, OpportunityId, UserId};
use entity::shared::page::Page;
use entity::user::UserRef;
use entity::{Money, Percent};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpportunityRow {
    pub id: OpportunityId,
    pub number: String,
    pub name: String,
    pub customer: Option<CustomerId>,
    pub customer_name: String,
    pub owner_name: String,
    pub stage: StageKey,
    pub stage_name: String,
    pub phase: Phase,
    pub kind: OpportunityType,
    pub amount: Money,
    pub probability: Percent,
    pub summary: String,
    pub expected_close: Option<NaiveDate>,
    pub closed_on: Option<NaiveDate>,
    pub stage_since: NaiveDate,
    /// Days idle, when longer than its stage allows.
    pub idle_days: Option<i64>,
}

/// A list page with the totals of the whole filter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OpportunityList {
    pub page: Page<OpportunityRow>,
    /// How many stand before the page.
    pub ahead: u64,
    pub totals: Totals,
    pub choices: FilterChoices,
    pub today: NaiveDate,
}

/// What one may filter by.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FilterChoices {
    pub owners: Vec<UserRef>,
    pub divisions: Vec<DivisionRef>,
    pub stages: Vec<Stage>,
    /// Name of the customer the filter names, when it may be seen.
    pub customer_name: Option<String>,
    /// The reader's day, from which periods are seen.
    pub today: NaiveDate,
}

impl FilterChoices {
    /// What an owner filter says in words.
    pub fn owner_name(&self, owner: OwnerFilter) -> String {
        match owner {
            OwnerFilter::Me => "Mine".to_owned(),
            OwnerFilter::User(id) => {
                self.owners.iter().find(|user| user.id == id).map_or("One owner".to_owned(), |user| user.name.clone())
            }
        }
    }
}

/// A line on the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineRow {
    pub description: String,
    pub category: String,
    pub quantity: i32,
    pub price: Money,
}

/// A step of the stage history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryRow {
    pub to: StageKey,
    pub on: NaiveDate,
    /// Days spent in that stage; for the last step, until today.
    pub days: i64,
    pub who: String,
    pub reason: Option<String>,
}

/// A contact on the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRow {
    pub name: String,
    pub role: String,
    pub phone: Option<String>,
    pub email: Option<String>,
}

/// Everything on an opportunity's page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OpportunityPage {
    pub card: Card,
    pub customer: Option<CustomerId>,
    pub phase: Phase,
    pub kind: OpportunityType,
    pub owner: UserId,
    pub division_name: String,
    pub margin: Option<Money>,
    pub source: Option<String>,
    pub trade_in: Option<String>,
    pub notes: Option<String>,
    pub lines: Vec<LineRow>,
    pub stages: Vec<Stage>,
    pub history: Vec<HistoryRow>,
    pub close: Option<Close>,
    pub competitor_name: Option<String>,
    pub people: Vec<PersonRow>,
    /// Newest first.
    pub timeline: Vec<Entry>,
    /// Ask for older entries with this.
    pub older: Option<i64>,
    /// The way back from the last move, while nothing was changed since and the reader may go it.
    pub revert: Option<Revert>,
    pub today: NaiveDate,
    pub idle_days: Option<i64>,
    /// False for readers (executives): no buttons then.
    pub may_work: bool,
}

/// The way back from a move (B-27).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revert {
    /// The entry of the timeline that tells of the move.
    pub seq: i64,
    /// What the stage is called that it goes back to.
    pub to: String,
    /// The move itself, complete.
    pub form: MoveForm,
}

/// Everything an opportunity's form offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormPage {
    pub form: OpportunityForm,
    /// `None` for a new one.
    pub id: Option<OpportunityId>,
    pub version: i64,
    /// Idempotency key of this rendering.
    pub key: Uuid,
    /// The customer that is set.
    pub customer: Option<CustomerRef>,
    /// Customers at hand, before anything is typed.
    pub customers: Vec<CustomerRef>,
    pub owners: Vec<UserRef>,
    pub divisions: Vec<DivisionRef>,
    pub products: Vec<ProductRef>,
    /// Where a new one may start; empty for one that stands somewhere.
    pub stages: Vec<Stage>,
}

impl FormPage {
    /// A form as people read it: names instead of ids, labels instead of words.
    pub fn readable(&self, form: &OpportunityForm) -> OpportunityForm {
        fn name<'a>(id: &str, mut all: impl Iterator<Item = (String, &'a String)>) -> String {
            all.find(|(known, _)| known == id).map_or_else(|| id.to_owned(), |(_, name)| name.clone())
        }
        let customers = self.customer.iter().chain(&self.customers).map(|row| (row.id.to_string(), &row.name));
        let lines = form.lines.iter().map(|line| LineForm {
            product: name(&line.product, self.products.iter().map(|row| (row.id.to_string(), &row.name))),
            ..line.clone()
        });
        OpportunityForm {
            customer: name(&form.customer, customers),
            owner: name(&form.owner, self.owners.iter().map(|row| (row.id.to_string(), &row.name))),
            division: name(&form.division, self.divisions.iter().map(|row| (row.id.to_string(), &row.name))),
            kind: form.kind.parse::<OpportunityType>().map_or(form.kind.clone(), |kind| kind.label().to_owned()),
            lines: lines.collect(),
            ..form.clone()
        }
    }
}

/// Everything a move or close page, or the sheet on the board, needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovePage {
    pub card: Card,
    pub phase: Phase,
    pub has_lines: bool,
    pub stages: Vec<Stage>,
    pub competitors: Vec<CompetitorRef>,
    pub key: Uuid,
    pub today: NaiveDate,
}

/// Saved; where to go next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    pub id: OpportunityId,
    pub goto: String,
}

/// Moved, and what is true now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveDone {
    /// The card as it is now.
    pub card: Card,
    pub phase: Phase,
    /// The stage it came from.
    pub from: StageKey,
    pub goto: String,
}
