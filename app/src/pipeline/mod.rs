//! The board.
// The server renders the board and never hears its events.
#![cfg_attr(not(feature = "hydrate"), allow(dead_code))]

pub mod api;
mod board;
mod card;
mod column;
mod focus;
mod keys;
mod lift;
mod live;
mod menu;
mod moves;
pub mod page;
mod pointer;
mod sheet;
pub mod state;
#[cfg(feature = "ssr")]
pub mod store;
mod strip;
pub mod types;

pub use page::BoardPage;
