//! Dragging with mouse, pen and touch, by pointer events alone: no HTML5 drag, which never works by touch.
//!
//! [`machine`] and [`autoscroll`] are pure and tested without a browser; [`dom`] binds them to one.

#[cfg(feature = "hydrate")]
mod air;
pub mod autoscroll;
#[cfg(feature = "hydrate")]
pub mod copy;
#[cfg(feature = "hydrate")]
pub mod dom;
pub mod machine;
#[cfg(feature = "hydrate")]
pub mod owner;
#[cfg(feature = "hydrate")]
mod scrolling;
