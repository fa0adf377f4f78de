//! The requirements of security, by their ids, through the very router.

mod access;
mod answers;
mod live;
mod sessions;
mod signing_in;
