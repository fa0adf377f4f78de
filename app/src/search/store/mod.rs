//! The index of words: written by every store that writes records, read by search and by list filters.

mod find;
mod index;
mod words;

pub use find::find;
pub use index::{Entry, forget, index, index_many};
pub use words::{bears, begins, column};
