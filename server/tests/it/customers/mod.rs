//! Customers and contacts: laws at the store, scope of every role, lists, files, search.

pub mod browser;
mod contacts;
mod export;
mod list;
mod pages;
mod save;
mod scope;
mod search;
mod similar;
pub mod world;
