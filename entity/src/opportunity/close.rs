//! Closing: each outcome with the facts it cannot do without.

use super::Phase;
use crate::Money;
use crate::shared::ids::CompetitorId;
use crate::shared::vocabulary;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// Why we won.
    WonReason {
        /// Price.
        Price = "price" => "Price",
        /// Machine or specification.
        Machine = "machine" => "Machine or spec",
        /// Delivery time.
        Delivery = "delivery" => "Delivery time",
        /// Service and parts.
        Support = "support" => "Service and parts",
        /// Financing.
        Financing = "financing" => "Financing",
        /// Relationship.
        Relationship = "relationship" => "Relationship",
        /// Another, or not known.
        Other = "other" => "Other",
    }
}

vocabulary! {
    /// Why somebody else won.
    LostReason {
        /// Price.
        Price = "price" => "Price",
        /// Delivery time.
        Delivery = "delivery" => "Delivery time",
        /// Machine or specification.
        Machine = "machine" => "Machine or spec",
        /// Service and parts.
        Support = "support" => "Service and parts",
        /// Financing.
        Financing = "financing" => "Financing",
        /// Relationship.
        Relationship = "relationship" => "Relationship",
        /// Another, or not known.
        Other = "other" => "Other",
    }
}

vocabulary! {
    /// Why nobody got the sale.
    NoDealReason {
        /// Put off.
        Postponed = "postponed" => "Postponed",
        /// No budget.
        Budget = "budget" => "No budget",
        /// The project was cancelled.
        Cancelled = "cancelled" => "Project cancelled",
        /// They had the old machine repaired.
        Repaired = "repaired" => "Repaired instead",
        /// Entered twice.
        Duplicate = "duplicate" => "Duplicate",
    }
}

/// How an opportunity ended, with the facts that outcome needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Close {
    /// Sold by us.
    Won {
        /// Why.
        reason: WonReason,
        /// What was really agreed.
        actual: Money,
        /// When.
        on: NaiveDate,
    },
    /// Sold by another.
    Lost {
        /// Why.
        reason: LostReason,
        /// To whom; `None` is a stated "unknown".
        competitor: Option<CompetitorId>,
        /// Their make, model and price as far as known.
        make: Option<String>,
        model: Option<String>,
        price: Option<Money>,
        /// When.
        on: NaiveDate,
        /// What we learned.
        learned: Option<String>,
    },
    /// Sold by nobody.
    NoDeal {
        /// Why.
        reason: NoDealReason,
        /// When.
        on: NaiveDate,
        /// What we learned.
        learned: Option<String>,
    },
}

impl Close {
    /// The phase this closing leads to.
    pub const fn phase(&self) -> Phase {
        match self {
            Self::Won { .. } => Phase::Won,
            Self::Lost { .. } => Phase::Lost,
            Self::NoDeal { .. } => Phase::NoDeal,
        }
    }

    /// The day it happened.
    pub const fn on(&self) -> NaiveDate {
        match self {
            Self::Won { on, .. } | Self::Lost { on, .. } | Self::NoDeal { on, .. } => *on,
        }
    }

    /// The stored word of the reason.
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::Won { reason, .. } => reason.word(),
            Self::Lost { reason, .. } => reason.word(),
            Self::NoDeal { reason, .. } => reason.word(),
        }
    }

    /// The reason as people read it.
    pub const fn reason_label(&self) -> &'static str {
        match self {
            Self::Won { reason, .. } => reason.label(),
            Self::Lost { reason, .. } => reason.label(),
            Self::NoDeal { reason, .. } => reason.label(),
        }
    }

    /// The reason, and what was learned, as the timeline tells it.
    pub fn sentence(&self) -> String {
        let learned = match self {
            Self::Lost { learned, .. } | Self::NoDeal { learned, .. } => learned.as_deref(),
            Self::Won { .. } => None,
        };
        let learned = learned.map_or(String::new(), |learned| format!(" {learned}"));
        format!("{}.{learned}", self.reason_label())
    }
}
