//! What a list of customers shows. Shared by list, export and API; the URL is its text.

use super::{Kind, Status};
use crate::shared::ids::{DivisionId, UserId};
use crate::shared::page::{SIZES, Seek};
use crate::shared::query;
use crate::shared::vocabulary;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// Order of a customer list.
    CustomerSort {
        /// By name, A first.
        Name = "name" => "Name",
        /// By name, Z first.
        NameDown = "-name" => "Name, Z first",
        /// Last change first.
        Recent = "-updated" => "Last changed first",
        /// Longest unchanged first.
        Oldest = "updated" => "Longest unchanged first",
    }
}

/// Filter, order and place of a customer list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerFilter {
    /// Words in name, number, address, phone or industry; each must begin one.
    pub q: String,
    pub kind: Option<Kind>,
    pub status: Option<Status>,
    /// `me` in the URL is resolved by the server.
    pub owner: Option<OwnerFilter>,
    /// Industry, exactly.
    pub customer_type: String,
    pub tag: String,
    pub division: Option<DivisionId>,
    pub sort: CustomerSort,
    /// Rows of a page, one of [`SIZES`].
    pub per: u16,
    /// Which page.
    pub seek: Seek,
    /// Names of parameters that could not be applied (U-3).
    pub ignored: Vec<String>,
}

/// Whose rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum OwnerFilter {
    /// The reader's own.
    Me,
    /// One user's.
    User(UserId),
}

impl OwnerFilter {
    /// Reads `me` or an id.
    pub fn read(text: &str) -> Option<Self> {
        if text == "me" { Some(Self::Me) } else { text.parse().ok().map(Self::User) }
    }

    /// Writes it back.
    pub fn text(self) -> String {
        match self {
            Self::Me => "me".to_owned(),
            Self::User(id) => id.to_string(),
        }
    }
}

impl Default for CustomerFilter {
    fn default() -> Self {
        Self {
            q: String::new(),
            kind: None,
            status: None,
            owner: None,
            customer_type: String::new(),
            tag: String::new(),
            division: None,
            sort: CustomerSort::Name,
            per: SIZES[0],
            seek: Seek::First,
            ignored: Vec::new(),
        }
    }
}

impl CustomerFilter {
    /// Reads a query string; what is unknown is ignored and named (U-3).
    pub fn read(text: &str) -> Self {
        let mut filter = Self::default();
        for (name, value) in query::pairs(text) {
            let known = match name.as_str() {
                "q" => set(&mut filter.q, Some(value)),
                "kind" => set(&mut filter.kind, value.parse().ok().map(Some)),
                "status" => set(&mut filter.status, value.parse().ok().map(Some)),
                "owner" => set(&mut filter.owner, OwnerFilter::read(&value).map(Some)),
                "ctype" => set(&mut filter.customer_type, Some(value)),
                "tag" => set(&mut filter.tag, Some(value)),
                "division" => set(&mut filter.division, value.parse().ok().map(Some)),
                "sort" => set(&mut filter.sort, value.parse().ok()),
                "after" | "before" => set(&mut filter.seek, Seek::of(&name, value)),
                "per" => set(&mut filter.per, value.parse().ok().filter(|n| SIZES.contains(n))),
                // Words of every view's grammar that narrow nothing here.
                "peek" | "flash" | "view" | "page" | "cols" | "v" => true,
                _ => false,
            };
            if !known {
                filter.ignored.push(name);
            }
        }
        filter
    }

    /// The same rows from the first page on.
    #[must_use]
    pub fn from_the_start(&self) -> Self {
        Self { seek: Seek::First, ..self.clone() }
    }

    /// True when it leaves any row out.
    pub fn narrows(&self) -> bool {
        let Self { q, kind, status, owner, customer_type, tag, division, sort: _, per: _, seek: _, ignored: _ } = self;
        !(q.is_empty() && customer_type.is_empty() && tag.is_empty())
            || kind.is_some()
            || status.is_some()
            || owner.is_some()
            || division.is_some()
    }

    /// Writes the query string: defaults omitted, fixed order (U-1, U-2).
    pub fn write(&self) -> String {
        let Self { q, kind, status, owner, customer_type, tag, division, sort, per, seek, ignored: _ } = self;
        let sort = if *sort == CustomerSort::Name { String::new() } else { sort.word().to_owned() };
        query::write([
            ("q", q.clone()),
            ("kind", kind.map_or(String::new(), |kind| kind.word().to_owned())),
            ("status", status.map_or(String::new(), |status| status.word().to_owned())),
            ("owner", owner.map_or(String::new(), OwnerFilter::text)),
            ("ctype", customer_type.clone()),
            ("tag", tag.clone()),
            ("division", division.map_or(String::new(), |id| id.to_string())),
            ("sort", sort),
            ("per", if *per == SIZES[0] { String::new() } else { per.to_string() }),
            seek.pair(),
        ])
    }
}

/// Sets a field when a value could be read; tells whether it could.
pub(crate) fn set<T>(field: &mut T, value: Option<T>) -> bool {
    match value {
        Some(value) => {
            *field = value;
            true
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn u2_a_filter_survives_its_url() {
        let division = "019abcde-0000-7000-8000-000000000001";
        let text = format!("q=braz+pav&kind=prospect&owner=me&division={division}&sort=-updated");
        assert_eq!(CustomerFilter::read(&text).write(), text);
        assert!(CustomerFilter::read(&text).narrows());
        assert!(!CustomerFilter::read("sort=-name&after=x").narrows());
        assert_eq!(CustomerFilter::default().write(), "");
    }

    #[test]
    fn words_of_the_grammar_are_no_filters() {
        let filter = CustomerFilter::read("view=table&per=25&page=2&cols=name&v=sv_31&peek=cust:8");
        assert!(filter.ignored.is_empty() && !filter.narrows(), "{filter:?}");
        assert_eq!((filter.per, filter.write().as_str()), (25, "per=25"));
        assert_eq!(CustomerFilter::read("per=26").ignored, ["per"]);
    }

    #[test]
    fn u3_unknown_values_are_named_not_fatal() {
        let filter = CustomerFilter::read("kind=alien&colour=red&q=x");
        assert_eq!(filter.ignored, ["kind", "colour"]);
        assert_eq!(filter.q, "x");
    }
}
