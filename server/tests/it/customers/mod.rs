//! Customers and contacts: laws at the store, scope of every role, lists, files, search.

mod contacts;
mod export;
mod list;
mod save;
mod scope;
mod search;
mod similar;
mod world;
