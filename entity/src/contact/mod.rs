//! A contact at a customer. The trade says influencer.

mod form;
#[cfg(feature = "orm")]
pub mod row;
#[cfg(feature = "orm")]
pub mod scope;

pub use form::{ContactDraft, ContactForm};

use crate::shared::vocabulary;

vocabulary! {
    /// What a contact can do for a deal.
    Influence {
        /// Signs.
        Decides = "decides" => "Decides",
        /// Is asked.
        Advises = "advises" => "Advises",
        /// Runs the machine.
        Uses = "uses" => "Uses it",
        /// Places the order.
        Buys = "buys" => "Buys",
    }
}
