//! What tests share.
#![allow(dead_code, reason = "a helper is written for more tests than the first")]

pub mod browser;
pub mod dealer;
pub mod engine;
pub mod fingerprint;
pub mod process;
pub mod served;
pub mod talkative;
