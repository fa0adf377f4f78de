//! Showing why something was found: the typed beginnings of words stand out.

use crate::core::erase::Erase;
use entity::search::{pieces, plain};
use leptos::prelude::*;

/// A text in runs, `true` for those that were asked for.
fn runs(text: &str, q: &str) -> Vec<(String, bool)> {
    let asked = pieces(q);
    let mut runs: Vec<(String, bool)> = Vec::new();
    let mut push = |part: &str, found: bool| match runs.last_mut() {
        _ if part.is_empty() => {}
        Some((last, same)) if *same == found => last.push_str(part),
        _ => runs.push((part.to_owned(), found)),
    };
    let mut rest = text;
    while !rest.is_empty() {
        let word_end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        let (word, after) = rest.split_at(word_end);
        let found = beginning(word, &asked);
        push(&word[..found], true);
        push(&word[found..], false);
        let gap_end = after.find(char::is_alphanumeric).unwrap_or(after.len());
        push(&after[..gap_end], false);
        rest = &after[gap_end..];
    }
    runs
}

/// How many bytes at the start of a word were asked for, the longest match counts.
fn beginning(word: &str, asked: &[String]) -> usize {
    let ends = word.char_indices().map(|(at, c)| at + c.len_utf8());
    ends.rev().find(|end| asked.contains(&plain(&word[..*end]))).unwrap_or(0)
}

/// A text in which what was asked for is marked.
#[component]
pub fn Marked(
    /// The text.
    #[prop(into)]
    text: String,
    /// The question.
    q: String,
) -> impl IntoView {
    runs(&text, &q)
        .into_iter()
        .map(|(part, found)| if found { view! { <mark>{part}</mark> }.erased() } else { part.erased() })
        .collect_view()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn beginnings_of_words_stand_out() {
        let yes = |text: &str| (text.to_owned(), true);
        let no = |text: &str| (text.to_owned(), false);
        assert_eq!(runs("Brazos Paving", "braz"), [yes("Braz"), no("os Paving")]);
        assert_eq!(runs("Brazos Paving", "pav br"), [yes("Br"), no("azos "), yes("Pav"), no("ing")]);
        assert_eq!(runs("Vögele Bau", "vogele"), [yes("Vögele"), no(" Bau")]);
        assert_eq!(runs("C-20418", "c-204"), [yes("C"), no("-"), yes("204"), no("18")]);
        assert_eq!(runs("Pecos", "razo"), [no("Pecos")]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in ".{0,60}", q in ".{0,20}") {
            let whole: String = runs(&text, &q).into_iter().map(|(part, _)| part).collect();
            prop_assert_eq!(whole, text);
        }
    }
}
