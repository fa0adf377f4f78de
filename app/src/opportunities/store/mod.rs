//! Opportunities in the database: one verb a file.

mod cards;
mod changes;
mod choices;
mod closing;
mod export;
mod filter;
mod form;
mod lines;
mod list;
mod move_page;
mod moved;
mod moving;
mod numbers;
mod order;
mod ranks;
mod save;
mod show;
mod stages;

pub use cards::{CardRow, card_of, cards_select};
pub use choices::choices;
pub use closing::correct_actual;
pub use export::{ExportRow, export_rows, ids};
pub use filter::{idle_if_open, narrow, past_if_open};
pub use form::{form_of, form_page};
pub use list::{list, rows, rows_of, sum_of, totals};
pub use move_page::move_page;
pub use moved::event;
pub use moving::move_to;
pub use numbers::{own_number, reach_number};
pub use order::{cursor_of, ordered};
pub use ranks::end as end_of_ranks;
pub use save::save;
pub use show::show;
pub use stages::{all_stages, stage_of};
