//! Files of other systems, from the command line, over HTTP and as jobs.

mod again;
mod command;
mod data_set;
mod forms;
mod matching;
mod steps;
mod undo;
