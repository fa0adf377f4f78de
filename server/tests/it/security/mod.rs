//! The requirements of security, by their ids, through the very router.

mod access;
mod administrators;
mod answers;
mod given_up;
mod live;
mod live_again;
mod live_rights;
mod panics;
mod routes;
mod sessions;
mod signing_in;
mod viewing;
