//! Users and settings.
