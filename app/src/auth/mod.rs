//! Signing in and out, sessions, the first administrator.
