//! Everything that is tested through more than one layer, in one binary.

mod imports;
mod seeded;
mod support;
mod tidy;
