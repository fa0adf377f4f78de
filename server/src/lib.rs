//! server

pub mod seed;
