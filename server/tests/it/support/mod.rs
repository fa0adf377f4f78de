//! What tests share.

pub mod engine;
