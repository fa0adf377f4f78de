//! Customers and contacts in the database: one verb a file.

mod changes;
mod choices;
mod contacts;
mod export;
mod filter;
mod form;
mod links;
mod list;
mod record;
mod save;
mod show;
mod similar;

pub use contacts::{contact_form_page, save_contact};
pub use export::{ExportRow, export_rows, ids};
pub use filter::{count, narrow};
pub use form::form_page;
pub use links::alone_with_families;
pub use list::{list, records};
pub use record::Record;
pub use save::{event, save};
pub use show::show;
pub use similar::{pick, similar};
