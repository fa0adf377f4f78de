//! Table `import`, and beside it the pieces of its file and its report by row.

pub mod chunk;
mod import;
pub mod made;
pub mod report;
pub mod undo;

pub use import::{ActiveModel, Column, Entity, Model, PrimaryKey, Relation};
