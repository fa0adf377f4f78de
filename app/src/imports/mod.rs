//! Bringing other people's files in.
