//! Where time and ids come from: the machine in service, a seed in tests.

use chrono::{DateTime, SubsecRound, Utc};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use uuid::Uuid;

/// A source of time and ids.
#[derive(Clone)]
pub struct Source(Kind);

#[derive(Clone)]
enum Kind {
    System,
    /// A clock that is set by hand, and ids that count.
    Seeded(Arc<Seeded>),
}

struct Seeded {
    micros: AtomicI64,
    count: AtomicI64,
}

impl Source {
    /// The machine's clock and chance.
    pub const fn system() -> Self {
        Self(Kind::System)
    }

    /// A clock that stands at `now`, and ids that repeat from run to run.
    pub fn seeded(now: DateTime<Utc>) -> Self {
        Self(Kind::Seeded(Arc::new(Seeded {
            micros: AtomicI64::new(now.timestamp_micros()),
            count: AtomicI64::new(0),
        })))
    }

    /// Moves a seeded clock; the machine's clock does not listen.
    pub fn advance(&self, by: chrono::TimeDelta) {
        if let Kind::Seeded(seeded) = &self.0 {
            seeded.micros.fetch_add(by.num_microseconds().unwrap_or(0), Ordering::Relaxed);
        }
    }

    /// Now, to the microsecond, which both engines keep.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    pub fn now(&self) -> DateTime<Utc> {
        match &self.0 {
            Kind::System => Utc::now().trunc_subsecs(6),
            Kind::Seeded(seeded) => {
                DateTime::from_timestamp_micros(seeded.micros.load(Ordering::Relaxed)).unwrap_or(DateTime::UNIX_EPOCH)
            }
        }
    }

    /// A fresh id, ordered by time (UUIDv7).
    pub fn id(&self) -> Uuid {
        let millis = self.now().timestamp_millis().unsigned_abs();
        let random: [u8; 10] = match &self.0 {
            Kind::System => rand::random(),
            Kind::Seeded(seeded) => {
                let n = seeded.count.fetch_add(1, Ordering::Relaxed).to_be_bytes();
                [0, 0, n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7]]
            }
        };
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}
