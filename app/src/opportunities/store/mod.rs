//! Opportunities in the database: one verb a file.

mod cards;
mod changes;
mod choices;
mod closing;
mod export;
mod filter;
mod form;
mod list;
mod moving;
mod save;
mod show;
mod stages;

pub use cards::{CardRow, card_of, cards_select};
pub use choices::choices;
pub use closing::correct_actual;
pub use export::{ExportRow, export_rows};
pub use filter::{Keyset, idle, narrow, ordered, past};
pub use form::{form_of, form_page};
pub use list::{list, rows, sum_of, totals};
pub use moving::{event, move_page, move_to};
pub use save::save;
pub use show::show;
pub use stages::{all_stages, stage_of};
