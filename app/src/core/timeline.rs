//! What happened to a record, newest first; and who touched it last, for conflicts.

#[cfg(feature = "ssr")]
mod reading;

#[cfg(feature = "ssr")]
pub use reading::{Of, conflict, read};

use chrono::NaiveDateTime;
use entity::event::{Deed, FieldChange, Noun};
use entity::opportunity::Before;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The entry whose older ones a page's address asks for: `?before=120`.
pub fn older_than() -> Memo<Option<i64>> {
    let query = use_query_map();
    Memo::new(move |_| query.with(|query| query.get("before")).and_then(|before| before.parse().ok()))
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its place in time; ask for older ones with it.
    pub seq: i64,
    /// Wall clock of the reader.
    pub at: NaiveDateTime,
    /// Who did it; empty for the system or the command line.
    pub who: String,
    pub noun: Noun,
    /// Which.
    pub record: Uuid,
    pub deed: Deed,
    /// Name of the record then.
    pub name: String,
    pub changes: Vec<FieldChange>,
    pub note: String,
    /// Version of the record after it. Stays on the server, as what follows.
    #[serde(skip)]
    pub version: i64,
    /// What a move took away.
    #[serde(skip)]
    pub before: Option<Before>,
}

impl Entry {
    /// Who did it, in words.
    pub fn author(&self) -> &str {
        if self.who.is_empty() { "Ironbook" } else { &self.who }
    }

    /// The sign that stands for it.
    pub const fn icon(&self) -> &'static str {
        match (self.noun, self.deed) {
            (Noun::Contact, _) => "user",
            (_, Deed::Created) => "plus",
            (_, Deed::Moved | Deed::Ranked) => "arrow-right",
            (_, Deed::Closed) => "flag",
            (_, Deed::Reopened | Deed::Removed) => "undo-2",
            (_, Deed::Imported) => "upload",
            (_, Deed::Exported) => "download",
            (_, Deed::Changed | Deed::SignedIn | Deed::SignedOut | Deed::Viewed) => "pencil",
        }
    }

    /// What was done, between its author and the record's name.
    pub const fn did(&self) -> &'static str {
        match self.deed {
            Deed::Created => "added",
            Deed::Changed => "changed",
            Deed::Moved => "moved",
            Deed::Closed => "closed",
            Deed::Reopened => "reopened",
            Deed::Ranked => "reordered",
            Deed::Imported => "brought in",
            Deed::Removed => "removed",
            Deed::Exported => "exported",
            Deed::SignedIn => "signed in to",
            Deed::SignedOut => "signed out of",
            Deed::Viewed => "looked on as",
        }
    }

    /// Each change on a line of its own, and what was said.
    pub fn text(&self) -> String {
        let line = |change: &FieldChange| match (change.from.as_str(), change.to.as_str()) {
            ("", to) => format!("{}: {to}", change.field),
            (from, "") => format!("{}: {from}, removed", change.field),
            (from, to) => format!("{}: {from} \u{2192} {to}", change.field),
        };
        let note = (!self.note.is_empty()).then(|| self.note.clone());
        self.changes.iter().map(line).chain(note).collect::<Vec<_>>().join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_say_before_and_after() {
        for (from, to, note, expected) in [
            ("1", "2", "", "Phone: 1 \u{2192} 2"),
            ("", "2", "", "Phone: 2"),
            ("1", "", "He moved.", "Phone: 1, removed\nHe moved."),
        ] {
            let changes = vec![FieldChange::new("Phone", from, to)];
            let entry = Entry {
                seq: 1,
                at: NaiveDateTime::default(),
                who: String::new(),
                noun: Noun::Contact,
                record: Uuid::nil(),
                deed: Deed::Changed,
                name: "Carla Nguyen".into(),
                changes,
                note: note.into(),
                version: 2,
                before: None,
            };
            assert_eq!(entry.text(), expected);
            assert_eq!(entry.author(), "Ironbook");
        }
    }
}
