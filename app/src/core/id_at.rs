//! Ids of what happened at a moment that is not now.

use super::ctx::Ctx;
use chrono::{DateTime, Utc};
use uuid::{Builder, Uuid};

impl Ctx {
    /// An id that sorts by the moment it stands for, not by when it was written down: history is read in that order.
    pub fn id_at(&self, at: DateTime<Utc>) -> Uuid {
        let mut random = [0u8; 10];
        random.copy_from_slice(&self.id().as_bytes()[6..]);
        made(at, random)
    }
}

/// The clock in these ids begins in 1970. What lies before it counts its seconds from 1834 in the bits that follow the
/// clock, around those that every id spends on its version and variant.
fn made(at: DateTime<Utc>, mut random: [u8; 10]) -> Uuid {
    let Ok(millis) = u64::try_from(at.timestamp_millis()) else {
        let seconds = u32::try_from(at.timestamp() + (1 << 32)).unwrap_or(0);
        let bits = |shift: u32, mask: u32| u8::try_from((seconds >> shift) & mask).unwrap_or(0);
        (random[0], random[1], random[2], random[3]) = (bits(28, 0x0f), bits(20, 0xff), bits(14, 0x3f), bits(6, 0xff));
        random[4] = (bits(0, 0x3f) << 2) | (random[4] & 0x03);
        return Builder::from_unix_timestamp_millis(0, &random).into_uuid();
    };
    Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_the_past_sort_like_the_past() {
        let moments = ["1900-01-01T00:00:00Z", "1934-05-06T12:00:00Z", "1934-05-06T12:00:01Z", "1969-12-31T23:59:59Z"];
        let later = ["1970-01-01T00:00:01Z", "2016-10-20T12:00:00Z", "2199-12-31T12:00:00Z"];
        let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap().to_utc();
        // Chance must not decide: the earlier of two gets the highest bits, the later the lowest.
        let high = moments.iter().chain(&later).map(|text| made(at(text), [0xff; 10])).collect::<Vec<_>>();
        let low = moments.iter().chain(&later).map(|text| made(at(text), [0; 10])).collect::<Vec<_>>();
        for (earlier, later) in high.iter().zip(&low[1..]) {
            assert!(earlier < later, "{earlier} {later}");
        }
        assert!(high.iter().all(|id| id.get_version_num() == 7));
    }
}
