//! Everything that is tested through more than one layer, in one binary.
// Clippy knows test functions, not their helpers: in this binary everything is a test.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod commands;
mod customers;
mod imports;
mod opportunities;
mod security;
mod seeded;
mod serve;
mod support;
mod tidy;
