//! Which rows of a report are shown; the URL is its text.

use super::Outcome;
use crate::shared::page::Seek;
use crate::shared::query;

/// Outcome and place of a page of a report.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReportFilter {
    /// Rows of this outcome alone.
    pub outcome: Option<Outcome>,
    /// Which page.
    pub seek: Seek,
}

impl ReportFilter {
    /// Reads a query string; what is unknown is ignored (U-3).
    pub fn read(text: &str) -> Self {
        let outcome = query::pairs(text).into_iter().find(|(name, _)| name == "outcome");
        Self { outcome: outcome.and_then(|(_, word)| word.parse().ok()), seek: Seek::read(text) }
    }

    /// Writes the query string: defaults omitted, fixed order (U-1, U-2).
    pub fn write(&self) -> String {
        let outcome = self.outcome.map_or(String::new(), |outcome| outcome.word().to_owned());
        query::write([("outcome", outcome), self.seek.pair()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn u2_a_filter_survives_its_url() {
        for text in ["", "outcome=error", "outcome=update&before=3.7", "after=0.12"] {
            assert_eq!(ReportFilter::read(text).write(), text);
        }
        assert_eq!(ReportFilter::read("outcome=fun&flash=1").write(), "");
    }
}
