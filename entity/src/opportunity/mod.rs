//! An opportunity, and the pipeline it moves through.
//!
//! One transition function, [`transition::decide`], serves drag, form, bulk action, import and API.

pub mod board;
mod close;
mod draft;
mod filter;
mod form;
pub mod history;
mod moving;
pub mod rank;
mod revert;
#[cfg(feature = "orm")]
pub mod row;
#[cfg(feature = "orm")]
pub mod scope;
mod stage;
pub mod transition;

pub use close::{Close, LostReason, NoDealReason, WonReason};
pub use draft::{changed_lines, line_text};
pub use filter::{Next, OpportunityFilter, OpportunitySort};
pub use form::{LineDraft, LineForm, OpportunityDraft, OpportunityForm, total};
pub use moving::{Ask, MoveForm, Place};
pub use revert::Before;
pub use stage::{Phase, Required, Stage, StageKey, default_stages};

use crate::shared::money::grouped;
use crate::shared::vocabulary;

vocabulary! {
    /// What is being sold.
    OpportunityType {
        /// A new machine.
        NewMachine = "new_machine" => "New machine",
        /// A used machine.
        UsedMachine = "used_machine" => "Used machine",
        /// A rental.
        Rental = "rental" => "Rental",
        /// A rental that may become a purchase.
        RentalPurchase = "rental_purchase" => "Rental with purchase option",
        /// Parts.
        Parts = "parts" => "Parts",
        /// Service work.
        Service = "service" => "Service",
        /// A service agreement.
        ServiceAgreement = "service_agreement" => "Service agreement",
        /// An attachment.
        Attachment = "attachment" => "Attachment",
    }
}

/// How many there are, in words: `1,240 opportunities`.
pub fn counted(count: i64) -> String {
    format!("{} {}", grouped(count.unsigned_abs()), if count == 1 { "opportunity" } else { "opportunities" })
}

/// What a card says about the lines of an opportunity: what is on the first and how many of it, `Excavators · 2 units`.
pub fn summary(what: &str, quantity: i32) -> String {
    let units = if quantity == 1 { "unit" } else { "units" };
    format!("{what} \u{b7} {} {units}", grouped(u64::from(quantity.unsigned_abs())))
}
