//! Signed-in sessions, throttling, and the short-lived memory of forms. Rows only; the rules are in [`rules`].

#[cfg(feature = "orm")]
pub mod flash;
#[cfg(feature = "orm")]
pub mod idempotency;
#[cfg(feature = "orm")]
pub mod row;
pub mod rules;
#[cfg(feature = "orm")]
pub mod throttle;
