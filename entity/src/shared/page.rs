//! Keyset paging: a page starts at a row, never at an offset, so reading the last one costs what reading the first does.

use super::money::grouped;
use super::query;
use serde::{Deserialize, Serialize};

/// Rows of a list page.
pub const PAGE: u64 = 50;
/// Rows a page of a list may have where its address says so; the first is the default.
pub const SIZES: [u16; 3] = [50, 25, 100];

/// From where the rows of a list are read. A cursor names a row and its place in the order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Seek {
    /// From the first row.
    #[default]
    First,
    /// What follows this row.
    After(String),
    /// What stands before this row, as near to it as fits.
    Before(String),
}

impl Seek {
    /// Of a parameter, `after` or `before`.
    pub fn of(name: &str, cursor: String) -> Option<Self> {
        match name {
            _ if cursor.is_empty() => Some(Self::First),
            "after" => Some(Self::After(cursor)),
            "before" => Some(Self::Before(cursor)),
            _ => None,
        }
    }

    /// The same as a parameter: its name, and its value, which is empty for the first row.
    pub fn pair(&self) -> (&'static str, String) {
        match self {
            Self::First => ("after", String::new()),
            Self::After(cursor) => ("after", cursor.clone()),
            Self::Before(cursor) => ("before", cursor.clone()),
        }
    }

    /// The row it names.
    pub fn cursor(&self) -> Option<&str> {
        match self {
            Self::First => None,
            Self::After(cursor) | Self::Before(cursor) => Some(cursor),
        }
    }

    /// Reads a query string.
    pub fn read(text: &str) -> Self {
        let mut seeks = query::pairs(text).into_iter().filter_map(|(name, cursor)| Self::of(&name, cursor));
        seeks.next_back().unwrap_or_default()
    }

    /// Whether rows are read against their order, from the cursor to the beginning.
    pub const fn is_backwards(&self) -> bool {
        matches!(self, Self::Before(_))
    }
}

/// A page of rows and how to ask for those around it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows, in the order asked for.
    pub rows: Vec<T>,
    /// Where the page before this one is; `None` on the first.
    pub previous: Option<Seek>,
    /// Where the next one is; `None` on the last.
    pub next: Option<Seek>,
}

impl<T> Page<T> {
    /// Makes a page of rows as they were read from `seek` on, one more than `size` of them if there are as many.
    pub fn of(mut rows: Vec<T>, size: usize, seek: &Seek, cursor: impl Fn(&T) -> String) -> Self {
        let more = rows.len() > size;
        rows.truncate(size);
        if seek.is_backwards() {
            rows.reverse();
        }
        if rows.is_empty() && *seek != Seek::First {
            // Where everything is gone, the beginning is still there.
            return Self { rows, previous: Some(Seek::First), next: None };
        }
        let (before, behind) = match seek {
            Seek::First => (false, more),
            Seek::After(_) => (true, more),
            Seek::Before(_) => (more, true),
        };
        let previous = rows.first().filter(|_| before).map(|row| Seek::Before(cursor(row)));
        let next = rows.last().filter(|_| behind).map(|row| Seek::After(cursor(row)));
        Self { rows, previous, next }
    }

    /// Which rows of `total` these are, with `ahead` rows before them: `51–100 of 1,240`.
    pub fn span(&self, ahead: u64, total: u64) -> String {
        let shown = self.rows.len() as u64;
        if shown == 0 {
            return format!("0 of {}", grouped(total));
        }
        let (first, last) = (grouped(ahead + 1), grouped(ahead + shown));
        format!("{first}\u{2013}{last} of {}", grouped(total))
    }

    /// The same page of other rows.
    pub fn map<U>(self, make: impl FnMut(T) -> U) -> Page<U> {
        let Self { rows, previous, next } = self;
        Page { rows: rows.into_iter().map(make).collect(), previous, next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page of two out of 1 to 5, as a database would read it.
    fn page(seek: &Seek) -> Page<u32> {
        let at = seek.cursor().and_then(|cursor| cursor.parse::<u32>().ok());
        let found: Vec<u32> = match seek {
            Seek::Before(_) => (1..=5).rev().filter(|row| at.is_none_or(|at| *row < at)).take(3).collect(),
            _ => (1..=5).filter(|row| at.is_none_or(|at| *row > at)).take(3).collect(),
        };
        Page::of(found, 2, seek, u32::to_string)
    }

    #[test]
    fn there_and_back_again() {
        let (mut seek, mut seen) = (Seek::First, Vec::new());
        loop {
            let Page { rows, next, .. } = page(&seek);
            seen.push(rows);
            let Some(next) = next else { break };
            seek = next;
        }
        assert_eq!(seen, [vec![1, 2], vec![3, 4], vec![5]]);
        let mut back = vec![page(&seek).rows];
        while let Some(previous) = page(&seek).previous {
            seek = previous;
            back.push(page(&seek).rows);
        }
        back.reverse();
        assert_eq!(back, seen);
    }

    #[test]
    fn from_a_page_without_rows_one_gets_back() {
        for seek in [Seek::After("9".into()), Seek::Before("0".into())] {
            let Page { rows, previous, next } = page(&seek);
            assert_eq!((rows, previous, next), (Vec::new(), Some(Seek::First), None));
        }
    }

    #[test]
    fn rows_are_counted_from_one() {
        let page = |rows| Page { rows: vec![(); rows], previous: None, next: None };
        assert_eq!(page(50).span(0, 1_240), "1\u{2013}50 of 1,240");
        assert_eq!(page(40).span(1_200, 1_240), "1,201\u{2013}1,240 of 1,240");
        assert_eq!(page(0).span(0, 0), "0 of 0");
    }

    #[test]
    fn a_place_survives_its_url() {
        for seek in [Seek::First, Seek::After("a:1".into()), Seek::Before("a:1".into())] {
            let (name, value) = seek.pair();
            assert_eq!(Seek::of(name, value), Some(seek));
        }
        assert_eq!(Seek::of("besides", "a".into()), None);
        assert_eq!(Seek::read("outcome=error&before=3.7"), Seek::Before("3.7".into()));
        assert_eq!(Seek::read("outcome=error"), Seek::First);
    }
}
