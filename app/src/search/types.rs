//! What crosses the wire about search.

use crate::routes;
use entity::event::Noun;
use entity::shared::ids::{CustomerId, OpportunityId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Longest question, in characters; the rest of it is not looked at.
pub const QUESTION_MAX: usize = 200;
/// Most hits of one noun that anybody gets.
pub const HITS_MAX: u64 = 50;

/// One record that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    /// What it is.
    pub noun: Noun,
    /// Which.
    pub id: Uuid,
    /// Its customer, when it is not one itself.
    pub customer: Option<CustomerId>,
    /// Its name.
    pub title: String,
    /// What tells it apart: number, place, customer, stage, amount.
    pub detail: String,
}

impl Hit {
    /// Its page; a contact is found on the page of its customer.
    pub fn href(&self) -> String {
        match (self.noun, self.customer) {
            (Noun::Customer, _) => routes::customer(CustomerId(self.id)),
            (Noun::Contact, Some(customer)) => routes::customer_tab(customer, "contacts"),
            (Noun::Opportunity, _) => routes::opportunity(OpportunityId(self.id)),
            _ => routes::SEARCH.to_owned(),
        }
    }

    /// The icon of its noun.
    pub const fn icon(&self) -> &'static str {
        match self.noun {
            Noun::Customer => "building-2",
            Noun::Contact => "user",
            _ => "circle-dollar-sign",
        }
    }
}

/// The hits of one noun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Their noun.
    pub noun: Noun,
    /// The best first.
    pub hits: Vec<Hit>,
    /// True when there are more than were asked for.
    pub more: bool,
}

impl Group {
    /// Heading of the group.
    pub const fn title(&self) -> &'static str {
        match self.noun {
            Noun::Customer => "Customers",
            Noun::Contact => "People",
            _ => "Opportunities",
        }
    }

    /// `4`, or `20+` when there are more.
    pub fn count(&self) -> String {
        format!("{}{}", self.hits.len(), if self.more { "+" } else { "" })
    }
}

/// What a question found, in groups; groups without hits are left out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Found {
    /// The question, as it was understood.
    pub q: String,
    /// Customers, opportunities, people, in this order.
    pub groups: Vec<Group>,
}

impl Found {
    /// `8 results`, `1 result`, `No results`, `50+ results`.
    pub fn summary(&self) -> String {
        let count: usize = self.groups.iter().map(|group| group.hits.len()).sum();
        let more = if self.groups.iter().any(|group| group.more) { "+" } else { "" };
        match count {
            0 => "No results".to_owned(),
            1 if more.is_empty() => "1 result".to_owned(),
            count => format!("{count}{more} results"),
        }
    }
}
