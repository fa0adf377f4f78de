//! Everything that is tested through more than one layer, in one binary.

mod customers;
mod imports;
mod seeded;
mod support;
mod tidy;
