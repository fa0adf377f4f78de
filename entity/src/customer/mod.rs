//! A customer or prospect.

mod family;
mod filter;
mod form;
mod reps;
#[cfg(feature = "orm")]
pub mod row;
#[cfg(feature = "orm")]
pub mod scope;
mod similar;
#[cfg(feature = "orm")]
mod stored;

pub use family::{Families, Settled};
pub(crate) use filter::set;
pub use filter::{CustomerFilter, CustomerSort, OwnerFilter};
pub(crate) use form::chosen;
pub use form::{CustomerDraft, CustomerForm};
pub use reps::{ELSEWHERE, Reps, decides, region_of, sells_machines, sells_support};
pub use similar::{Likeness, likeness, namesake_keys};
#[cfg(feature = "orm")]
pub use stored::{Standing, tags_of, tags_text};

use crate::shared::vocabulary;

vocabulary! {
    /// Whether we have sold to them yet.
    Kind {
        /// Has a number.
        Customer = "customer" => "Customer",
        /// Has none yet.
        Prospect = "prospect" => "Prospect",
    }
}

vocabulary! {
    /// Whether they are worked.
    Status {
        /// In business.
        Active = "active" => "Active",
        /// Out of business, or not served any more.
        Inactive = "inactive" => "Inactive",
    }
}
