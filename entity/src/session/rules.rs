//! How long a session lives and how often one may try to sign in.

use chrono::{DateTime, TimeDelta, Utc};
use std::net::IpAddr;

/// A session ends after this long without a request (S13).
pub const IDLE: TimeDelta = TimeDelta::minutes(30);
/// And after this long in any case.
pub const ABSOLUTE: TimeDelta = TimeDelta::hours(12);
/// Absolute end of a session that shall be kept ("Keep me signed in").
pub const KEPT: TimeDelta = TimeDelta::days(30);
/// `last_seen_at` is written at most this often; the idle limit is that much too kind.
pub const TOUCH: TimeDelta = TimeDelta::minutes(1);

/// Whether a session is over.
pub fn is_over(now: DateTime<Utc>, last_seen: DateTime<Utc>, expires: DateTime<Utc>, kept: bool) -> bool {
    now >= expires || (!kept && now - last_seen >= IDLE)
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
        let start = DateTime::<Utc>::UNIX_EPOCH;
        let end = start + ABSOLUTE;
        assert!(!is_over(start + TimeDelta::minutes(29), start, end, false));
        assert!(is_over(start + IDLE, start, end, false));
        assert!(!is_over(start + IDLE, start, end, true));
        assert!(is_over(end, end, end, true));
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
