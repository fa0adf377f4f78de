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
    fn appending_and_prepending_stay_short() {
        let mut last = between(None, None);
        for _ in 0..300 {
            last = between(Some(&last), None);
        }
        assert!(last.len() < 80, "{}", last.len());
    }
}
