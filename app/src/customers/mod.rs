//! Customers and their contacts.
