//! The board in the database: cards by column, numbers in one statement, and drops.

mod cards;
mod drops;
mod numbers;

pub use cards::{board, look, more};
pub use drops::{drop_card, drop_cards};
pub use numbers::{numbers, read_numbers};
