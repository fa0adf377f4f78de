//! Spans of days that stay what they are called: a link to this month is one next month, too (U-8).

use super::dates::month_of;
use super::vocabulary;
use chrono::{Datelike, Days, Months, NaiveDate};

vocabulary! {
    /// A span of days, seen from today.
    Period {
        /// The month of today.
        ThisMonth = "this-month" => "This month",
        /// The month after it.
        NextMonth = "next-month" => "Next month",
        /// The month before it.
        LastMonth = "last-month" => "Last month",
        /// The quarter of today, January to March being the first.
        ThisQuarter = "this-quarter" => "This quarter",
        /// The quarter after it.
        NextQuarter = "next-quarter" => "Next quarter",
        /// The quarter before it.
        LastQuarter = "last-quarter" => "Last quarter",
        /// The calendar year of today.
        ThisYear = "this-year" => "This year",
    }
}

impl Period {
    /// Its first and its last day.
    pub fn days(self, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        let (month, _) = month_of(today);
        let quarter = back(month, today.month0() % 3);
        let (first, months) = match self {
            Self::ThisMonth => (month, 1),
            Self::NextMonth => (on(month, 1), 1),
            Self::LastMonth => (back(month, 1), 1),
            Self::ThisQuarter => (quarter, 3),
            Self::NextQuarter => (on(quarter, 3), 3),
            Self::LastQuarter => (back(quarter, 3), 3),
            Self::ThisYear => (back(month, today.month0()), 12),
        };
        let next = on(first, months);
        (first, next.checked_sub_days(Days::new(1)).unwrap_or(next))
    }
}

fn on(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_add_months(Months::new(months)).unwrap_or(day)
}

fn back(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_sub_months(Months::new(months)).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn u8_periods_are_seen_from_today() {
        for (today, period, first, last) in [
            ("2026-11-30", Period::ThisMonth, "2026-11-01", "2026-11-30"),
            ("2026-12-31", Period::NextMonth, "2027-01-01", "2027-01-31"),
            ("2027-01-31", Period::LastMonth, "2026-12-01", "2026-12-31"),
            ("2028-02-29", Period::ThisMonth, "2028-02-01", "2028-02-29"),
            ("2026-11-27", Period::ThisQuarter, "2026-10-01", "2026-12-31"),
            ("2026-11-27", Period::NextQuarter, "2027-01-01", "2027-03-31"),
            ("2026-01-01", Period::LastQuarter, "2025-10-01", "2025-12-31"),
            ("2026-11-27", Period::ThisYear, "2026-01-01", "2026-12-31"),
        ] {
            let day = |text: &str| text.parse::<NaiveDate>().unwrap();
            assert_eq!(period.days(day(today)), (day(first), day(last)), "{today} {period:?}");
        }
    }
}
