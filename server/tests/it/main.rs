//! Everything that is tested through more than one layer, in one binary.

<<<<<<< HEAD
mod imports;
=======
mod customers;
>>>>>>> 7f11b33 (customers, export: Take out exactly what a filter shows)
mod seeded;
mod support;
mod tidy;
