//! The known name that a text most likely meant, for "Closest: GTX Plus Pro".

use crate::shared::text::fold;

/// The known name nearest to a text, when it differs by at most a quarter of its letters. Only offered, never applied.
pub fn closest<'a>(text: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted: Vec<char> = fold(text).chars().take(64).collect();
    let allowed = (wanted.len() / 4).max(1);
    known
        .into_iter()
        .filter_map(|name| {
            let other: Vec<char> = fold(name).chars().take(64).collect();
            let far = wanted.len().abs_diff(other.len()) > allowed || other.is_empty() || wanted.is_empty();
            let distance = if far { usize::MAX } else { distance(&wanted, &other) };
            (distance <= allowed).then_some((distance, name))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// Letters to add, drop or change (Levenshtein).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = change.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_offered_and_far_ones_are_not() {
        let known = ["GTX Plus Pro", "GTX Pro", "GTX Plus Basic", "GTK 500"];
        for (text, name) in [
            ("GTX Pluss Pro", Some("GTX Plus Pro")),
            ("GTXPro", Some("GTX Pro")),
            ("gtk-50", Some("GTK 500")),
            ("Excavator", None),
            ("", None),
        ] {
            assert_eq!(closest(text, known), name, "{text}");
        }
    }
}
