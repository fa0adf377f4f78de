//! Customers and their contacts: list, page, forms.

pub mod api;
mod contact_inputs;
mod duplicates;
mod fields;
mod filter_bar;
mod inputs;
mod list;
mod parts;
mod show;
#[cfg(feature = "ssr")]
pub mod store;
mod theirs;
mod timeline;
pub mod types;

pub use contact_inputs::ContactInputsPage;
pub use inputs::InputsPage;
pub use list::ListPage;
pub use show::ShowPage;
pub use theirs::Theirs;
