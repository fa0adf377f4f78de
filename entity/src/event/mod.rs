//! What happened. One table feeds timeline, audit and live updates.

#[cfg(feature = "orm")]
pub mod row;
#[cfg(feature = "orm")]
pub mod scope;

use crate::opportunity::Before;
use crate::shared::ids::CustomerId;
use crate::shared::vocabulary;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// The noun an event is about.
    Noun {
        /// A customer or prospect.
        Customer = "customer" => "Customer",
        /// A contact.
        Contact = "contact" => "Contact",
        /// An opportunity.
        Opportunity = "opportunity" => "Opportunity",
        /// A user or his sign-in.
        User = "user" => "User",
        /// An import.
        Import = "import" => "Import",
    }
}

vocabulary! {
    /// What was done.
    Deed {
        /// Made new.
        Created = "created" => "Created",
        /// Fields changed.
        Changed = "changed" => "Changed",
        /// An opportunity went to another open stage.
        Moved = "moved" => "Moved",
        /// An opportunity was closed.
        Closed = "closed" => "Closed",
        /// A closed opportunity was opened again.
        Reopened = "reopened" => "Reopened",
        /// A place in a column changed, nothing else.
        Ranked = "ranked" => "Reordered",
        /// Came in with a file.
        Imported = "imported" => "Imported",
        /// Taken out again, because the import that brought it was undone.
        Removed = "removed" => "Removed",
        /// Somebody signed in.
        SignedIn = "signed_in" => "Signed in",
        /// All sessions were ended.
        SignedOut = "signed_out" => "Signed out everywhere",
        /// Rows left as a file.
        Exported = "exported" => "Exported",
    }
}

/// How the events of moves call the field that moved.
pub const STAGE: &str = "Stage";

/// One changed field, for people to read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// Label of the field.
    pub field: String,
    /// Text before; empty when there was none.
    pub from: String,
    /// Text after; empty when it was removed.
    pub to: String,
    /// Customers whose names stand in the texts: whoever may not see them reads no names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub customers: Vec<CustomerId>,
}

impl FieldChange {
    /// A change that names nobody.
    pub fn new(field: &str, from: impl Into<String>, to: impl Into<String>) -> Self {
        Self { field: field.to_owned(), from: from.into(), to: to.into(), customers: Vec::new() }
    }

    /// As somebody reads it in whose scope these customers are.
    #[must_use]
    pub fn read_by(self, visible: &[CustomerId]) -> Self {
        if self.customers.iter().all(|id| visible.contains(id)) {
            return self;
        }
        let unnamed = |text: String| if text.is_empty() { text } else { "a customer you may not see".to_owned() };
        Self { from: unnamed(self.from), to: unnamed(self.to), ..self }
    }

    /// What differs between two forms of one kind, given as name, label and text of each field.
    pub fn between<'a, const N: usize>(
        before: [(&'static str, &'static str, &'a str); N],
        after: [(&'static str, &'static str, &'a str); N],
    ) -> Vec<Self> {
        let pairs = before.into_iter().zip(after).filter(|((_, _, from), (_, _, to))| from != to);
        let change = |((_, label, from), (_, _, to)): ((_, &str, &str), (_, _, &str))| Self::new(label, from, to);
        pairs.map(change).collect()
    }
}

/// What an event tells beyond who, when and what.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Detail {
    /// Name of the record at that time.
    pub name: String,
    /// Fields that changed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<FieldChange>,
    /// A sentence of its own, for example the reason of a closing.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// What a move took away, so that it can be taken back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Before>,
}

impl Detail {
    /// Notes a change of one field when the two texts differ.
    pub fn change(&mut self, field: &str, from: impl ToString, to: impl ToString) {
        let (from, to) = (from.to_string(), to.to_string());
        if from != to {
            self.changes.push(FieldChange::new(field, from, to));
        }
    }
}
