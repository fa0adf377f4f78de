//! Place in a column under manual order: a text between its neighbours', so that a move writes one row.

/// Digits of a rank, in the order of their bytes, which is how both engines compare them.
const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// A rank strictly between two others; `None` is the open end on that side.
///
/// Never ends in the lowest digit, so that there is always room before it.
pub fn between(before: Option<&str>, after: Option<&str>) -> String {
    let low = |i: usize| before.and_then(|text| text.as_bytes().get(i)).map_or(0, |byte| digit(*byte));
    let mut bounded = after.is_some();
    let mut out = Vec::new();
    for i in 0.. {
        let floor = low(i);
        let ceiling = if bounded {
            after.and_then(|text| text.as_bytes().get(i)).map_or(0, |byte| digit(*byte))
        } else {
            DIGITS.len()
        };
        if ceiling > floor + 1 {
            out.push(DIGITS[(floor + ceiling) / 2]);
            break;
        }
        out.push(DIGITS[floor]);
        if ceiling > floor {
            bounded = false;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Width of the whole part that ranks at the end of a column have, in digits.
const WIDTH: u32 = 8;
/// Distance of two neighbours at the end: room between them, and billions of them.
const STEP: u64 = 62 * 62;

/// The rank of the `n`th card of a fresh column, for bringing in many at once.
pub fn nth(n: u64) -> String {
    // Ends in a digit above the lowest, so that there is room before it.
    whole(62u64.pow(WIDTH) / 4 / STEP * STEP + n * STEP + 1)
}

/// Cards that may be appended behind the last one before they reach what begins far behind it.
const FAR: u64 = 1 << 20;

/// A rank far behind `last`, and further by `more` cards: for many that are brought in while others append too.
pub fn far_behind(last: Option<&str>, more: u32) -> String {
    let next = number(&after(last)) + (FAR + u64::from(more)) * STEP;
    if next < 62u64.pow(WIDTH) { whole(next) } else { after(last) }
}

/// A rank behind `last`, the highest of its column. Stays short however many are appended.
pub fn after(last: Option<&str>) -> String {
    let Some(last) = last else { return nth(0) };
    let next = (number(last) / STEP + 1) * STEP + 1;
    if next < 62u64.pow(WIDTH) { whole(next) } else { between(Some(last), None) }
}

/// The whole part of a rank.
fn number(rank: &str) -> u64 {
    let digits = rank.bytes().chain(std::iter::repeat(b'0')).take(WIDTH as usize);
    digits.fold(0u64, |sum, byte| sum * 62 + digit(byte) as u64)
}

fn whole(number: u64) -> String {
    (0..WIDTH).rev().map(|place| char::from(DIGITS[(number / 62u64.pow(place) % 62) as usize])).collect()
}

/// Place of a byte among the digits; foreign bytes count as the lowest.
fn digit(byte: u8) -> usize {
    DIGITS.iter().position(|known| *known == byte).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// However cards are inserted, ranks stay strictly ordered and distinct (I6).
        #[test]
        fn there_is_always_a_place_between(places in prop::collection::vec(any::<prop::sample::Index>(), 1..200)) {
            let mut ranks: Vec<String> = Vec::new();
            for place in places {
                let i = place.index(ranks.len() + 1);
                let rank = between(i.checked_sub(1).map(|i| ranks[i].as_str()), ranks.get(i).map(String::as_str));
                ranks.insert(i, rank);
            }
            prop_assert!(ranks.windows(2).all(|pair| pair[0] < pair[1]), "{ranks:?}");
        }
    }

    #[test]
    fn far_behind_lies_a_million_appended_cards_away() {
        let mut last = after(None);
        let (far, further) = (far_behind(Some(&last), 0), far_behind(Some(&last), 7));
        for _ in 0..1_000_000 {
            last = after(Some(&last));
        }
        assert!(last < far && far < further && far.len() == 8, "{last} {far} {further}");
        assert_eq!(far_behind(None, 0), far_behind(None, 0));
        assert!(far_behind(None, 0) > nth(1_000_000));
        let end = "zzzzzzzz";
        assert!(far_behind(Some(end), u32::MAX).as_str() > end, "there is no room left, and still a place");
    }

    #[test]
    fn appending_stays_short_and_leaves_room() {
        let mut last = after(None);
        for _ in 0..20_000 {
            let next = after(Some(&last));
            let middle = between(Some(&last), Some(&next));
            assert!(last < middle && middle < next && next.len() == 8, "{last} {middle} {next}");
            last = next;
        }
        assert_eq!(after(Some(&nth(7))), nth(8));
        assert!(after(Some(&between(Some(&nth(3)), Some(&nth(4))))) > nth(3));
    }
}
