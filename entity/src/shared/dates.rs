//! Dates as text. One formatter for server and browser, so that both write the same (no `Intl`, no locale).

use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, Timelike};

/// Stands for "no date" where rows are ordered by date: it sorts last on every engine.
pub const FAR_FUTURE: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(date) => date,
    None => NaiveDate::MAX,
};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

// Written out here rather than by `format`: chrono's reader of patterns is 12 kB of code that every browser would load.

/// `December`.
pub fn month(date: NaiveDate) -> &'static str {
    usize::try_from(date.month0()).ok().and_then(|at| MONTHS.get(at)).copied().unwrap_or_default()
}

/// `Friday`.
pub fn weekday(date: NaiveDate) -> &'static str {
    usize::try_from(date.weekday().num_days_from_monday())
        .ok()
        .and_then(|at| WEEKDAYS.get(at))
        .copied()
        .unwrap_or_default()
}

/// `Dec`, `Fri`.
fn short(name: &str) -> &str {
    name.get(..3).unwrap_or(name)
}

/// `18 Dec`.
fn day_month(date: NaiveDate) -> String {
    format!("{} {}", date.day(), short(month(date)))
}

/// `18 Dec`, with the year when it is not this one: `11 Mar 2017`.
pub fn day(date: NaiveDate, today: NaiveDate) -> String {
    if date.year() == today.year() { day_month(date) } else { full(date) }
}

/// `18 Dec 2026`.
pub fn full(date: NaiveDate) -> String {
    format!("{} {}", day_month(date), date.year())
}

/// `Friday, 18 December 2026`.
pub fn long(date: NaiveDate) -> String {
    format!("{}, {} {} {}", weekday(date), date.day(), month(date), date.year())
}

/// `Today 8:40`, `Fri 20 Nov` within a week, else [`day`].
pub fn moment(at: NaiveDateTime, today: NaiveDate) -> String {
    let date = at.date();
    if date == today {
        return format!("Today {}", clock(at));
    }
    match (today - date).num_days() {
        1..=6 => format!("{} {}", short(weekday(date)), day_month(date)),
        _ => day(date, today),
    }
}

/// `10:42`.
pub fn clock(at: NaiveDateTime) -> String {
    format!("{}:{:02}", at.hour(), at.minute())
}

/// `2026-12-18T08:40`, for machines.
pub fn machine(at: NaiveDateTime) -> String {
    format!("{}T{:02}:{:02}", at.date(), at.hour(), at.minute())
}

/// First day of the month of `date` and first day of the next.
pub fn month_of(date: NaiveDate) -> (NaiveDate, NaiveDate) {
    let first = date.checked_sub_days(Days::new(u64::from(date.day0()))).unwrap_or(date);
    (first, first.checked_add_months(Months::new(1)).unwrap_or(first))
}

/// Reads the value of a date field, `2026-11-23`; years 1900 to 2199.
///
/// # Errors
/// The sentence for the field.
pub fn parse(text: &str) -> Result<NaiveDate, &'static str> {
    NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d")
        .ok()
        .filter(|date| (1900..2200).contains(&date.year()))
        .ok_or("Enter a date such as 2026-11-23.")
}

/// An optional date field.
///
/// # Errors
/// The sentence for the field.
pub fn parse_optional(text: &str) -> Result<Option<NaiveDate>, &'static str> {
    if text.trim().is_empty() { Ok(None) } else { parse(text).map(Some) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        parse(text).unwrap()
    }

    #[test]
    fn days_name_the_year_only_when_it_differs() {
        assert_eq!(day(date("2026-12-18"), date("2026-11-23")), "18 Dec");
        assert_eq!(day(date("2017-03-11"), date("2026-11-23")), "11 Mar 2017");
    }

    #[test]
    fn words_are_those_of_the_calendar() {
        // A whole year and the next day, against the patterns of the calendar's library.
        for at in date("2026-01-01").iter_days().take(366).filter_map(|day| day.and_hms_opt(day.day0() % 24, 7, 0)) {
            let by = |pattern: &str| at.format(pattern).to_string();
            assert_eq!(full(at.date()), by("%-d %b %Y"));
            assert_eq!(long(at.date()), by("%A, %-d %B %Y"));
            assert_eq!(machine(at), by("%Y-%m-%dT%H:%M"));
            assert_eq!(moment(at, at.date()), by("Today %-H:%M"));
            assert_eq!(moment(at, at.date() + Days::new(3)), by("%a %-d %b"));
            assert_eq!(month(at.date()), by("%B"));
        }
    }

    #[test]
    fn months_start_and_end_right() {
        assert_eq!(month_of(date("2026-12-31")), (date("2026-12-01"), date("2027-01-01")));
        assert_eq!(month_of(date("2028-02-29")), (date("2028-02-01"), date("2028-03-01")));
    }

    #[test]
    fn dates_that_do_not_exist_are_refused() {
        for bad in ["", "2017-02-30", "23.11.2026", "0001-01-01", "9999-12-31", "2026-1"] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
