//! Customers and their contacts: list, page, forms.

pub mod api;
mod choose;
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
mod timeline;
pub mod types;

pub use choose::CustomerBox;
pub use contact_inputs::ContactInputsPage;
pub use inputs::InputsPage;
pub use list::ListPage;
pub use show::ShowPage;
