//! Table `opportunity`, and beside it its lines, stages, stage history and closures.

pub mod closure;
pub mod line;
mod opportunity;
pub mod stage;
pub mod stage_change;

pub use opportunity::{ActiveModel, Column, Entity, Model, PrimaryKey, Relation};
