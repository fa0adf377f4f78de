//! What the dealer's things *are*: vocabulary and laws, one folder per noun.
//!
//! Everything here is pure. Time, chance and I/O come in as values, so each law can be replayed.
//! Behind the feature `orm` each noun also has its row and its scoped finders; they build queries and run none.
//!
//! Invariants kept here (ids of the project's reliability goals):
//! - I1 an opportunity stands in exactly one existing stage;
//! - I2 its stage history is contiguous;
//! - money is whole minor units and every sum is exact;
//! - a row outside an actor's scope cannot be named: finders take the actor.

pub mod contact;
pub mod customer;
pub mod dealer;
pub mod event;
pub mod import;
pub mod opportunity;
pub mod product;
pub mod search;
pub mod session;
pub mod shared;
pub mod user;

pub use shared::{
    actor::{Actor, Role},
    field_errors::FieldErrors,
    money::Money,
    percent::Percent,
};
