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
        /// An administrator looked on as this user, or ceased to.
        Viewed = "viewed" => "Viewed as",
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
    /// Customers whose names stand in the texts, one for each text that is not empty: whoever may not see one reads no name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub customers: Vec<CustomerId>,
}

impl FieldChange {
    /// A change that names nobody.
    pub fn new(field: &str, from: impl Into<String>, to: impl Into<String>) -> Self {
        Self { field: field.to_owned(), from: from.into(), to: to.into(), customers: Vec::new() }
    }

    /// A change from one customer to another, given by id and name. Whose name the writer does not know is left out.
    pub fn naming(field: &str, sides: [(Option<CustomerId>, &str); 2]) -> Self {
        let named = sides.iter().filter(|(_, name)| !name.is_empty());
        let customers = named.filter_map(|(id, _)| *id).collect();
        let [(_, from), (_, to)] = sides;
        Self { customers, ..Self::new(field, from, to) }
    }

    /// As somebody reads it in whose scope these customers are.
    #[must_use]
    pub fn read_by(mut self, visible: &[CustomerId]) -> Self {
        let mut customers = self.customers.iter();
        for text in [&mut self.from, &mut self.to].into_iter().filter(|text| !text.is_empty()) {
            if customers.next().is_some_and(|id| !visible.contains(id)) {
                "a customer you may not see".clone_into(text);
            }
        }
        self
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

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_name_is_read_by_whoever_may_see_its_customer() {
        let id = |n| CustomerId(Uuid::from_u128(n));
        let (a, b) = ((Some(id(1)), "A"), (Some(id(2)), "B"));
        let hidden = "a customer you may not see";
        for (sides, visible, expected) in [
            ([a, b], &[id(1), id(2)][..], ("A", "B")),
            ([a, b], &[id(2)], (hidden, "B")),
            ([a, b], &[id(1)], ("A", hidden)),
            ([a, b], &[], (hidden, hidden)),
            ([(None, ""), b], &[], ("", hidden)),
            ([a, (None, "")], &[id(1)], ("A", "")),
            // Whose name the writer did not know.
            ([(Some(id(1)), ""), b], &[id(2)], ("", "B")),
        ] {
            let read = FieldChange::naming("Customer", sides).read_by(visible);
            assert_eq!((read.from.as_str(), read.to.as_str()), expected, "{sides:?} {visible:?}");
        }
        let plain = FieldChange::new("Name", "Old", "New");
        assert_eq!(plain.clone().read_by(&[]), plain);
    }
}
