//! Opportunities in the database: one verb a file.

mod cards;
mod choices;
mod filter;
mod list;
mod moving;
mod save;
mod show;
mod stages;

pub use cards::{CardRow, card_of, cards_select};
pub use choices::{choices, form_page};
pub use filter::{Keyset, idle, narrow, ordered, past};
pub use list::{list, rows, sum_of, totals};
pub use moving::{move_page, move_to};
pub use save::save;
pub use show::show;
pub use stages::{all_stages, stage_of};
