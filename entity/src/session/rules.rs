//! How long a session lives and how often one may try to sign in.

use chrono::{DateTime, TimeDelta, Utc};
use std::net::IpAddr;

/// How long sessions live (S13).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lives {
    /// A session ends after this long without a request.
    pub idle: TimeDelta,
    /// And after this long in any case.
    pub longest: TimeDelta,
}

/// Absolute end of a session that shall be kept ("Keep me signed in").
pub const KEPT: TimeDelta = TimeDelta::days(30);
/// `last_seen_at` is written at most this often; a session may idle that much less.
pub const TOUCH: TimeDelta = TimeDelta::minutes(1);
/// Less would end sessions between two clicks.
const LEAST_IDLE: TimeDelta = TimeDelta::minutes(5);

impl Default for Lives {
    fn default() -> Self {
        Self { idle: TimeDelta::minutes(30), longest: TimeDelta::hours(12) }
    }
}

impl Lives {
    /// What an operator decided, in minutes and in hours.
    ///
    /// # Errors
    /// A sentence for his terminal.
    pub fn new(idle: Option<u32>, longest: Option<u32>) -> Result<Self, String> {
        let usual = Self::default();
        let idle = idle.map_or(usual.idle, |minutes| TimeDelta::minutes(minutes.into()));
        let longest = longest.map_or(usual.longest, |hours| TimeDelta::hours(hours.into()));
        if idle < LEAST_IDLE {
            return Err("a session has to outlast a pause; let it idle for 5 minutes or more".to_owned());
        }
        if longest > KEPT {
            return Err("a session that is not kept may last for 720 hours at most".to_owned());
        }
        if idle > longest {
            return Err("a session cannot idle for longer than it lasts".to_owned());
        }
        Ok(Self { idle, longest })
    }

    /// Whether a session is over.
    pub fn is_over(self, now: DateTime<Utc>, last_seen: DateTime<Utc>, expires: DateTime<Utc>, kept: bool) -> bool {
        now >= expires || (!kept && now - last_seen >= self.idle)
    }
}

/// Attempts inside this window count together (S23).
pub const WINDOW: TimeDelta = TimeDelta::minutes(15);
/// Free attempts per account and window; after them each attempt has to wait longer.
pub const FREE_PER_ACCOUNT: i64 = 10;
/// Free attempts per address and window; a branch may share one address.
pub const FREE_PER_IP: i64 = 100;
/// Longest wait: strangers may slow an account down, never lock it.
pub const LONGEST_WAIT: TimeDelta = TimeDelta::minutes(5);

/// An address from which somebody signed in stays familiar to the account this long.
pub const FAMILIAR: TimeDelta = TimeDelta::days(60);

/// What attempts from an address are counted on: itself, or for IPv6 the /64 that one household or machine owns whole.
pub fn network(ip: &str) -> String {
    match ip.parse() {
        Ok(IpAddr::V6(v6)) => match v6.to_ipv4_mapped() {
            Some(v4) => v4.to_string(),
            None => {
                let [a, b, c, d, ..] = v6.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
            }
        },
        Ok(IpAddr::V4(v4)) => v4.to_string(),
        Err(_) => "unknown".to_owned(),
    }
}

/// How long the next attempt has to wait, counted from the last one.
pub fn wait(count: i64, free: i64) -> TimeDelta {
    if count < free {
        return TimeDelta::zero();
    }
    let doublings = u32::try_from((count - free).clamp(0, 9)).unwrap_or(9);
    TimeDelta::seconds(2i64.pow(doublings)).min(LONGEST_WAIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s13_sessions_end_idle_and_absolutely() {
        let (start, lives) = (DateTime::<Utc>::UNIX_EPOCH, Lives::default());
        let end = start + lives.longest;
        assert!(!lives.is_over(start + TimeDelta::minutes(29), start, end, false));
        assert!(lives.is_over(start + lives.idle, start, end, false));
        assert!(!lives.is_over(start + lives.idle, start, end, true));
        assert!(lives.is_over(end, end, end, true));
    }

    #[test]
    fn s13_an_operator_cannot_decide_nonsense() {
        for (idle, longest, expected) in [
            (None, None, Ok((30, 12 * 60))),
            (Some(5), Some(1), Ok((5, 60))),
            (Some(43_200), Some(720), Ok((43_200, 43_200))),
            (Some(4), None, Err("5 minutes")),
            (Some(0), None, Err("5 minutes")),
            (None, Some(721), Err("720 hours")),
            (None, Some(u32::MAX), Err("720 hours")),
            (Some(u32::MAX), None, Err("longer than it lasts")),
            (None, Some(0), Err("longer than it lasts")),
        ] {
            match (Lives::new(idle, longest), expected) {
                (Ok(lives), Ok(minutes)) => {
                    assert_eq!((lives.idle.num_minutes(), lives.longest.num_minutes()), minutes);
                }
                (Err(told), Err(about)) => assert!(told.contains(about), "{idle:?} {longest:?}: {told}"),
                (told, _) => panic!("{idle:?} {longest:?}: {told:?}"),
            }
        }
    }

    #[test]
    fn s23_attempts_get_slower_and_never_stop() {
        assert_eq!(wait(9, FREE_PER_ACCOUNT), TimeDelta::zero());
        assert_eq!(wait(10, FREE_PER_ACCOUNT), TimeDelta::seconds(1));
        assert_eq!(wait(13, FREE_PER_ACCOUNT), TimeDelta::seconds(8));
        assert_eq!(wait(1_000_000, FREE_PER_ACCOUNT), LONGEST_WAIT);
    }

    #[test]
    fn s23_one_network_counts_as_one_address() {
        assert_eq!(network("203.0.113.9"), "203.0.113.9");
        assert_eq!(network("::ffff:203.0.113.9"), "203.0.113.9");
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), network("2001:db8:1:2:ffff::1"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("evil"), "unknown");
    }
}
