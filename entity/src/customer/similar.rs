//! Whether two names may mean one company: the duplicate warning while typing, and the question for other regions.

use crate::search::plain;
use crate::shared::text::fold;

/// What companies write behind their names; it does not tell two apart.
const FORMS: &[&str] =
    &["inc", "incorporated", "llc", "llp", "lp", "ltd", "limited", "co", "company", "corp", "gmbh", "ag", "sa", "plc"];
/// Names shorter than this are like too many others.
const SHORTEST: usize = 4;

/// How much one name is like another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The same but for case, marks, spaces and legal form.
    Same,
    /// One begins with the other, or a letter or two differ.
    Close,
}

/// A name without legal form, case, marks and spaces.
fn core(name: &str) -> String {
    let name = plain(name);
    let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut kept = words.len();
    while kept > 1 && FORMS.contains(&words[kept - 1]) {
        kept -= 1;
    }
    words[..kept].concat()
}

/// How much two names are alike; `None` when they are not.
pub fn likeness(one: &str, other: &str) -> Option<Likeness> {
    let (one, other) = (core(one), core(other));
    let (short, long) = if one.chars().count() <= other.chars().count() { (one, other) } else { (other, one) };
    if short == long {
        return (!short.is_empty()).then_some(Likeness::Same);
    }
    let length = short.chars().count();
    let begins = length >= SHORTEST && long.starts_with(&short);
    let allowed = match length {
        0..6 => 0,
        6..10 => 1,
        _ => 2,
    };
    (begins || differs_by_at_most(&short, &long, allowed)).then_some(Likeness::Close)
}

/// Every `name_key` a namesake may have: with and without each legal form.
pub fn namesake_keys(name: &str) -> Vec<String> {
    let core = core(name);
    if core.chars().count() < SHORTEST {
        return vec![fold(name)];
    }
    let mut keys: Vec<String> = FORMS.iter().map(|form| format!("{core}{form}")).collect();
    keys.extend([core, fold(name)]);
    keys.sort();
    keys.dedup();
    keys
}

/// Levenshtein distance at most `most`; long differences in length end it at once.
fn differs_by_at_most(one: &str, other: &str, most: usize) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if most == 0 || one.len().abs_diff(other.len()) > most {
        return false;
    }
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let above = row[j + 1];
            let step = corner + usize::from(a != b);
            row[j + 1] = step.min(above + 1).min(row[j] + 1);
            corner = above;
        }
    }
    row[other.len()] <= most
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_compared_as_people_mean_them() {
        use Likeness::{Close, Same};
        for (one, other, expected) in [
            ("Brazos Paving", "brazos  paving, Inc.", Some(Same)),
            ("Vögele Bau GmbH", "Vogele Bau", Some(Same)),
            ("Brazos Pav", "Brazos Paving", Some(Close)),
            ("Brazos Pavign", "Brazos Paving", Some(Close)),
            ("Brazos Paving", "Brazos Piping", Some(Close)),
            ("Bra", "Brazos Paving", None),
            ("Acme", "Acne", None),
            ("Delta Earthworks", "Gulf Coast Materials", None),
            ("", "", None),
            ("Co", "Company", None),
        ] {
            assert_eq!(likeness(one, other), expected, "{one} / {other}");
            assert_eq!(likeness(other, one), expected, "{other} / {one}");
        }
    }

    #[test]
    fn namesakes_have_their_form_or_none() {
        let keys = namesake_keys("Brazos Paving LLC");
        assert!(["brazospaving", "brazospavingllc", "brazospavinginc"].iter().all(|key| keys.contains(&(*key).into())));
    }

    proptest! {
        #[test]
        fn everybody_is_his_own_namesake(name in "[A-Za-z0-9 ]{4,40}") {
            prop_assert!(namesake_keys(&name).contains(&fold(&name)));
            prop_assert!(likeness(&name, &name) == Some(Likeness::Same) || name.trim().is_empty());
        }

        #[test]
        fn any_two_texts_are_compared(one in ".{0,60}", other in ".{0,60}") {
            prop_assert_eq!(likeness(&one, &other), likeness(&other, &one));
        }
    }
}
