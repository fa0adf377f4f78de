//! The parts of a customer's page.

mod contacts;
mod facts;
mod work;

pub use contacts::{ContactList, People};
pub use facts::{FactsPart, Family};
pub use work::{OpenPart, OpportunityTable};
