//! The executable: configuration, router, sessions, headers, live events, imports, subcommands.

pub mod assets;
pub mod seed;
