//! The board.
// The server renders the board and never hears its events.
#![cfg_attr(not(feature = "hydrate"), allow(dead_code))]

mod answers;
pub mod api;
mod board;
mod card;
mod column;
mod drop_ways;
mod focus;
mod gap;
mod glide;
mod head;
mod history;
mod keys;
mod lift;
mod live;
mod many;
mod menu;
mod moves;
pub mod page;
mod pointer;
mod quick;
mod sheet;
mod sight;
pub mod state;
#[cfg(feature = "ssr")]
pub mod store;
mod strip;
mod talk;
pub mod types;
mod undo;

pub use page::BoardPage;

use entity::shared::money::grouped;

/// A number of cards, in words.
fn cards(n: i64) -> String {
    if n == 1 { "1 card".to_owned() } else { format!("{} cards", grouped(n.unsigned_abs())) }
}
