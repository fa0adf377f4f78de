//! What can be found by typing: the words of a record, cut the same way when stored and when asked for.
//!
//! Every record in the index has its words in `search_word`, each in one of two places. A question is cut into
//! words too, and each of them must begin a word of the record. That is an ordered range on a plain index, so it
//! costs the same on both engines and at any size.

#[cfg(feature = "orm")]
pub mod row;
mod words;

pub use words::{Document, WORD_MAX, pieces, plain};

use crate::shared::vocabulary;

vocabulary! {
    /// Where in a record a word stands. Hits in the name come first.
    Place {
        /// In its name.
        Name = "name" => "Name",
        /// In anything else people look for: number, phone, address, role.
        More = "more" => "More",
    }
}
