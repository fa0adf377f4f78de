//! What was wrong with a form, field by field.

use serde::{Deserialize, Serialize};

/// Sentences by field name, in the order of the form. Empty means the form is fine.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FieldErrors(Vec<(String, String)>);

impl FieldErrors {
    /// One error alone.
    pub fn one(field: &str, sentence: impl Into<String>) -> Self {
        let mut errors = Self::default();
        errors.add(field, sentence);
        errors
    }

    /// Adds a sentence; the first one for a field is kept, so that a field never says two things.
    pub fn add(&mut self, field: &str, sentence: impl Into<String>) {
        if self.at(field).is_none() {
            self.0.push((field.to_owned(), sentence.into()));
        }
    }

    /// Takes the value of a result, or notes its sentence and gives `None`.
    pub fn take<T, E: ToString>(&mut self, field: &str, result: Result<T, E>) -> Option<T> {
        result.map_err(|why| self.add(field, why.to_string())).ok()
    }

    /// The sentence at a field.
    pub fn at(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, sentence)| sentence.as_str())
    }

    /// True when nothing was wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Field and sentence, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(field, sentence)| (field.as_str(), sentence.as_str()))
    }

    /// `Ok(value)` when nothing was wrong.
    ///
    /// # Errors
    /// These errors.
    pub fn or<T>(self, value: impl FnOnce() -> Option<T>) -> Result<T, Self> {
        if !self.is_empty() {
            return Err(self);
        }
        value().ok_or_else(|| Self::one("form", "Something is missing. Check the form."))
    }
}
