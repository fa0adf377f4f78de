//! The commands of the program, as a terminal sees them.

mod seed;
mod user;
