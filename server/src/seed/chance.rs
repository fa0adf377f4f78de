//! Chance that repeats: the same seed throws the same dice.

use chrono::{DateTime, Utc};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::ops::RangeInclusive;
use uuid::Uuid;

/// Seeded dice.
pub struct Chance(StdRng);

impl Chance {
    /// Dice that always fall the same way.
    pub fn seeded(seed: u64) -> Self {
        Self(StdRng::seed_from_u64(seed))
    }

    /// A number in a range.
    pub fn number(&mut self, range: RangeInclusive<i64>) -> i64 {
        self.0.random_range(range)
    }

    /// True `percent` times of a hundred.
    pub fn happens(&mut self, percent: i64) -> bool {
        self.number(1..=100) <= percent
    }

    /// One of a list; `otherwise` when it is empty.
    pub fn pick<'a, T>(&mut self, list: &'a [T], otherwise: &'a T) -> &'a T {
        let last = i64::try_from(list.len()).unwrap_or(1) - 1;
        let index = usize::try_from(self.number(0..=last.max(0))).unwrap_or(0);
        list.get(index).unwrap_or(otherwise)
    }

    /// Minutes after midnight within office hours, on a five-minute mark.
    pub fn office_minute(&mut self) -> u32 {
        u32::try_from(self.number(90..=206)).unwrap_or(120) * 5
    }

    /// An id that sorts by `at`: stage histories and closures are read in the order of their ids.
    pub fn id(&mut self, at: DateTime<Utc>) -> Uuid {
        let millis = at.timestamp_millis().unsigned_abs();
        uuid::Builder::from_unix_timestamp_millis(millis, &self.0.random()).into_uuid()
    }
}
