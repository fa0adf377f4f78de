//! Small things that every noun uses.

pub mod actor;
pub mod dates;
pub mod field_errors;
pub mod ids;
pub mod merge;
pub mod money;
pub mod page;
pub mod percent;
pub mod period;
pub mod query;
pub mod sheet;
pub mod text;
mod vocabulary;

pub(crate) use vocabulary::vocabulary;
