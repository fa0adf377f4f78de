//! The days of the demo, counted from today in the dealer's zone.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// The zone of the dealer.
pub const ZONE: Tz = chrono_tz::America::Chicago;

/// Today, and how to get from there to any other day.
#[derive(Debug, Clone, Copy)]
pub struct Calendar {
    /// The moment of seeding; nothing happens after it.
    pub now: DateTime<Utc>,
    /// The dealer's day at that moment.
    pub today: NaiveDate,
}

impl Calendar {
    /// The calendar of a moment.
    pub fn new(now: DateTime<Utc>) -> Self {
        Self { now, today: now.with_timezone(&ZONE).date_naive() }
    }

    /// The day `ahead` days from today; negative lies in the past.
    pub fn day(&self, ahead: i64) -> NaiveDate {
        self.today.checked_add_signed(TimeDelta::days(ahead)).unwrap_or(self.today)
    }

    /// A moment `ago` days back, `minutes` after midnight of the dealer's zone; never later than now.
    pub fn at(&self, ago: i64, minutes: u32) -> DateTime<Utc> {
        let time = NaiveTime::from_hms_opt(minutes / 60 % 24, minutes % 60, 0).unwrap_or(NaiveTime::MIN);
        let local = self.day(-ago).and_time(time);
        // An hour that a clock change skips or doubles: the earlier one, or the plain UTC reading.
        let at = ZONE.from_local_datetime(&local).earliest().map_or_else(|| local.and_utc(), |at| at.to_utc());
        at.min(self.now)
    }

    /// Days of this month that have passed; 0 on the first.
    pub fn month_gone(&self) -> i64 {
        i64::from(self.today.day0())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_happens_after_now() {
        let now = DateTime::parse_from_rfc3339("2026-11-23T05:30:00Z").unwrap().to_utc();
        let calendar = Calendar::new(now);
        assert_eq!(calendar.today.to_string(), "2026-11-22", "in Texas it is still Sunday evening");
        assert_eq!(calendar.at(0, 24 * 60 - 1), now);
        assert_eq!(calendar.at(1, 9 * 60).to_rfc3339(), "2026-11-21T15:00:00+00:00");
    }
}
