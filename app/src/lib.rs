//! The product as people see it. Features are folders; `core` is what they lean on, `ui` what they look like.
#![recursion_limit = "512"]

pub mod admin;
pub mod auth;
pub mod core;
pub mod customers;
pub mod home;
pub mod imports;
pub mod layout;
pub mod opportunities;
pub mod pipeline;
pub mod routes;
pub mod search;
pub mod ui;
