//! Files of other systems, from the command line, over HTTP and as jobs.

mod again;
mod brought;
mod command;
mod data_set;
mod door;
mod forms;
mod interrupted;
mod matching;
mod meanwhile;
mod odd;
mod sending;
mod spared;
mod steps;
mod undo;

pub use again::bring;
