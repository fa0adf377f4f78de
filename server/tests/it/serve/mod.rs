//! The server as a process is: on sockets, while the database is busy, when it starts and when it stops.

mod busy;
mod check;
mod collisions;
mod full;
mod secrets;
mod slow;
mod sockets;
mod start;
mod versions;
