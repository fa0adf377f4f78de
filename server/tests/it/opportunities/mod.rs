//! Opportunities: laws at the store, lists and files, pages without scripting, and what every page costs.

mod hands;
mod limits;
mod list;
mod moving;
mod pages;
mod reverting;
mod save;
mod statements;
