//! Bringing in files: the command line, the upload, the downloads, and the jobs behind the pages.

pub mod cli;
mod mapping;
