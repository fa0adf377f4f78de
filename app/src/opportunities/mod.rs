//! Opportunities: list, page, form, moving and closing.

mod add;
pub mod api;
pub mod fields;
mod filter_bar;
mod form_fields;
mod history;
mod inputs;
mod list;
mod moving;
mod parts;
mod revert;
mod show;
#[cfg(feature = "ssr")]
pub mod store;
mod timeline;
pub mod types;

pub use add::AddOpportunity;
pub use filter_bar::{FilterBar, in_use};
pub use inputs::InputsPage;
pub use list::ListPage;
pub use moving::MovingPage;
pub use show::ShowPage;
