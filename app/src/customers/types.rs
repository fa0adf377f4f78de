//! What crosses the wire about customers.

use crate::core::timeline::Entry;
use crate::opportunities::types::OpportunityRow;
use chrono::{NaiveDate, NaiveDateTime};
use entity::Money;
use entity::contact::{ContactForm, Influence};
use entity::customer::{CustomerForm, Kind, OwnerFilter, Status};
use entity::dealer::DivisionRef;
use entity::shared::ids::{BranchId, ContactId, CustomerId, OpportunityId, UserId};
use entity::shared::page::Page;
use entity::user::UserRef;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerRow {
    pub id: CustomerId,
    pub kind: Kind,
    pub number: Option<String>,
    pub name: String,
    pub status: Status,
    pub customer_type: Option<String>,
    /// `Lockhart, TX`.
    pub place: String,
    pub machine_rep: Option<String>,
    pub support_rep: Option<String>,
    /// Open opportunities the reader reaches, and their sum.
    pub work: OpenWork,
    /// Last change, wall clock of the reader.
    pub updated: NaiveDateTime,
}

/// Open opportunities, counted and added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OpenWork {
    pub count: i64,
    pub amount: Money,
}

/// A list page; the totals are those of the whole filter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CustomerList {
    pub page: Page<CustomerRow>,
    /// How many stand before the page.
    pub ahead: u64,
    /// Customers under the filter.
    pub count: i64,
    /// Their open work.
    pub work: OpenWork,
    pub choices: FilterChoices,
    pub today: NaiveDate,
}

/// What one may filter by.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FilterChoices {
    pub owners: Vec<UserRef>,
    pub divisions: Vec<DivisionRef>,
    /// Industries that occur in scope.
    pub industries: Vec<String>,
}

impl FilterChoices {
    /// What an owner filter says in words.
    pub fn owner_name(&self, owner: OwnerFilter) -> String {
        let known = |id| self.owners.iter().find(|user| user.id == id).map(|user| user.name.clone());
        match owner {
            OwnerFilter::Me => "Mine".to_owned(),
            OwnerFilter::User(id) => known(id).unwrap_or_else(|| "One rep".to_owned()),
        }
    }
}

/// Another customer, as a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerRef {
    pub id: CustomerId,
    pub name: String,
    /// What tells namesakes apart: place and number.
    pub note: String,
}

/// A contact on the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactRow {
    pub id: ContactId,
    pub name: String,
    pub role: Option<String>,
    pub influence: Option<Influence>,
    /// Left out when they asked not to be contacted.
    pub phone: Option<String>,
    /// Likewise.
    pub email: Option<String>,
    pub do_not_contact: bool,
    pub notes: Option<String>,
}

/// An open opportunity on the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenRow {
    pub id: OpportunityId,
    pub name: String,
    pub stage_name: String,
    pub amount: Money,
    pub expected_close: Option<NaiveDate>,
}

/// The tabs of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Tab {
    #[default]
    Overview,
    Timeline,
    Contacts,
    Opportunities,
}

impl Tab {
    /// Reads the word of the URL; what is unknown is the overview.
    pub fn read(word: &str) -> Self {
        match word {
            "timeline" => Self::Timeline,
            "contacts" => Self::Contacts,
            "opportunities" => Self::Opportunities,
            _ => Self::Overview,
        }
    }
}

/// What is known of a customer itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    pub id: CustomerId,
    pub kind: Kind,
    pub number: Option<String>,
    pub name: String,
    pub status: Status,
    pub customer_type: Option<String>,
    pub size: Option<String>,
    pub phone: Option<String>,
    pub website: Option<String>,
    pub street: Option<String>,
    pub city: Option<String>,
    pub county: Option<String>,
    pub state: Option<String>,
    pub postal_code: Option<String>,
    pub country: Option<String>,
    pub division: Option<String>,
    pub branch: Option<String>,
    pub machine_rep: Option<String>,
    pub support_rep: Option<String>,
    pub tags: Vec<String>,
    pub notes: Option<String>,
    pub created: NaiveDate,
}

impl Facts {
    /// The address in one line; empty when there is none.
    pub fn address(&self) -> String {
        let town = [self.state.as_deref(), self.postal_code.as_deref()].into_iter().flatten().collect::<Vec<_>>();
        let town = Some(town.join(" ")).filter(|town| !town.is_empty());
        let parts = [self.street.as_deref(), self.city.as_deref(), town.as_deref(), self.country.as_deref()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// `Lockhart, Caldwell County, TX`.
    pub fn place(&self) -> String {
        let parts = [self.city.as_deref(), self.county.as_deref(), self.state.as_deref()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// Everything on a customer's page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CustomerPage {
    pub tab: Tab,
    pub facts: Facts,
    /// True when the reader is one of its reps.
    pub yours: bool,
    pub parent: Option<CustomerRef>,
    pub children: Vec<CustomerRef>,
    pub contacts: Vec<ContactRow>,
    /// All opportunities the reader reaches, closed ones too.
    pub opportunities_count: i64,
    pub work: OpenWork,
    /// The next to close first; on the overview.
    pub open: Vec<OpenRow>,
    /// On its tab.
    pub opportunities: Vec<OpportunityRow>,
    /// Newest first; on the overview and on its tab.
    pub timeline: Vec<Entry>,
    /// Ask for older entries with this.
    pub older: Option<i64>,
    /// False for readers (executives): no buttons then.
    pub may_edit: bool,
    pub today: NaiveDate,
}

/// Everything a customer's form offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerFormPage {
    pub form: CustomerForm,
    /// `None` for a new one.
    pub id: Option<CustomerId>,
    pub version: i64,
    /// Idempotency key of this rendering.
    pub key: Uuid,
    /// The parent that is set.
    pub parent: Option<CustomerRef>,
    /// Parents at hand, before anything is typed.
    pub parents: Vec<CustomerRef>,
    pub divisions: Vec<DivisionRef>,
    pub branches: Vec<(BranchId, String)>,
    /// Who may be named; both empty for those who may not assign.
    pub machine_reps: Vec<(UserId, String)>,
    pub support_reps: Vec<(UserId, String)>,
    /// Whether the reader may say who looks after it.
    pub may_assign: bool,
}

impl CustomerFormPage {
    /// A form as people read it: names instead of ids, labels instead of words.
    pub fn readable(&self, form: &CustomerForm) -> CustomerForm {
        let name = |text: &str, all: &[(String, String)]| {
            all.iter().find(|(id, _)| id == text).map_or_else(|| text.to_owned(), |(_, name)| name.clone())
        };
        let divisions: Vec<_> = self.divisions.iter().map(|row| (row.id.to_string(), row.name.clone())).collect();
        let branches: Vec<_> = self.branches.iter().map(|(id, name)| (id.to_string(), name.clone())).collect();
        let parents = self.parent.iter().chain(&self.parents);
        let parents: Vec<_> = parents.map(|row| (row.id.to_string(), row.name.clone())).collect();
        let reps = self.machine_reps.iter().chain(&self.support_reps);
        let reps: Vec<_> = reps.map(|(id, name)| (id.to_string(), name.clone())).collect();
        CustomerForm {
            kind: form.kind.parse::<Kind>().map_or(form.kind.clone(), |kind| kind.label().to_owned()),
            status: form.status.parse::<Status>().map_or(form.status.clone(), |status| status.label().to_owned()),
            division: name(&form.division, &divisions),
            branch: name(&form.branch, &branches),
            parent: name(&form.parent, &parents),
            machine_rep: name(&form.machine_rep, &reps),
            support_rep: name(&form.support_rep, &reps),
            ..form.clone()
        }
    }
}

/// Everything a contact's form offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactFormPage {
    pub form: ContactForm,
    pub customer: CustomerId,
    pub customer_name: String,
    /// `None` for a new one.
    pub id: Option<ContactId>,
    pub version: i64,
    /// Idempotency key of this rendering.
    pub key: Uuid,
}

/// Customers that may be the one that is being typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Similar {
    /// In scope, the likeliest first.
    pub here: Vec<CustomerRef>,
    /// A sentence about one of the same name out of scope: where to ask, and nothing else.
    pub elsewhere: Option<String>,
}

/// A customer was saved; where to go next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedCustomer {
    pub id: CustomerId,
    pub goto: String,
}

/// A contact was saved; where to go next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedContact {
    pub id: ContactId,
    pub goto: String,
}
