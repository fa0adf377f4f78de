//! Cutting text into words, and the words of customers, contacts and opportunities.

use super::Place;
use crate::shared::text::fold;
use std::collections::BTreeSet;

/// Longest word kept, in characters; more of it would not help anybody find anything.
pub const WORD_MAX: usize = 40;
/// Most words of one record.
const WORDS_MAX: usize = 80;

/// The words of one record.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    words: BTreeSet<(Place, String)>,
}

impl Document {
    /// A record of this name. The name also counts as one word, so that `GTX Pro` and `GTXPro` find each other.
    pub fn named(name: &str) -> Self {
        let mut document = Self::default();
        document.add(Place::Name, name);
        document.put(Place::Name, plain(&fold(name)));
        document
    }

    /// More text, word by word.
    #[must_use]
    pub fn text(mut self, text: Option<&str>) -> Self {
        self.add(Place::More, text.unwrap_or_default());
        self
    }

    /// A number such as `C-20418`: its parts, and the whole without marks.
    #[must_use]
    pub fn number(mut self, text: Option<&str>) -> Self {
        let text = text.unwrap_or_default();
        self.add(Place::More, text);
        self.put(Place::More, plain(&fold(text)));
        self
    }

    /// A telephone number: its groups, all digits, and the last seven, as people dial within an area.
    #[must_use]
    pub fn phone(mut self, text: Option<&str>) -> Self {
        let text = text.unwrap_or_default();
        self.add(Place::More, text);
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        if digits.len() > 7 {
            self.put(Place::More, digits[digits.len() - 7..].to_owned());
        }
        if digits.len() > 10 {
            self.put(Place::More, digits[digits.len() - 10..].to_owned());
        }
        self.put(Place::More, digits);
        self
    }

    /// Place and word, each pair once.
    pub fn words(&self) -> impl Iterator<Item = (Place, &str)> {
        self.words.iter().map(|(place, word)| (*place, word.as_str()))
    }

    fn add(&mut self, place: Place, text: &str) {
        for word in pieces(text) {
            self.put(place, word);
        }
    }

    fn put(&mut self, place: Place, word: String) {
        let word: String = word.chars().take(WORD_MAX).collect();
        if !word.is_empty() && self.words.len() < WORDS_MAX {
            self.words.insert((place, word));
        }
    }
}

/// The words of a text, as they are stored and as they are asked for.
pub fn pieces(text: &str) -> Vec<String> {
    let plain = plain(text);
    plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(cut).collect()
}

fn cut(word: &str) -> String {
    word.chars().take(WORD_MAX).collect()
}

/// Lower case, with the letters of western Europe written without their marks: `Vögele` is found by `vogele`.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'à'..='å' | 'ā' | 'ă' | 'ą' => out.push('a'),
            'ç' | 'ć' | 'č' => out.push('c'),
            'ď' | 'đ' | 'ð' => out.push('d'),
            'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => out.push('e'),
            'ì'..='ï' | 'ī' | 'į' => out.push('i'),
            'ł' => out.push('l'),
            'ñ' | 'ń' | 'ň' => out.push('n'),
            'ò'..='ö' | 'ø' | 'ō' | 'ő' => out.push('o'),
            'ř' => out.push('r'),
            'ś' | 'š' | 'ş' | 'ș' => out.push('s'),
            'ť' | 'ț' => out.push('t'),
            'ù'..='ü' | 'ū' | 'ů' | 'ű' => out.push('u'),
            'ý' | 'ÿ' => out.push('y'),
            'ź' | 'ż' | 'ž' => out.push('z'),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            // An apostrophe inside a word is no border: O'Brien is one word.
            '\'' | '\u{2019}' => {}
            // Marks that stand apart (as some files bring them) are dropped.
            '\u{300}'..='\u{36f}' => {}
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(document: &Document) -> Vec<&str> {
        document.words().map(|(_, word)| word).collect()
    }

    #[test]
    fn words_are_cut_the_same_way_for_every_spelling() {
        for (text, expected) in [
            ("Brazos Paving", &["brazos", "paving"][..]),
            ("  C-20418 ", &["c", "20418"]),
            ("Vögele & Söhne", &["vogele", "sohne"]),
            ("Vo\u{308}gele", &["vogele"]),
            ("O'Brien's", &["obriens"]),
            ("100% _LIKE\\", &["100", "like"]),
            ("", &[]),
        ] {
            assert_eq!(pieces(text), expected, "{text}");
        }
    }

    #[test]
    fn a_name_is_also_one_word() {
        assert_eq!(words(&Document::named("GTX Pro")), ["gtx", "gtxpro", "pro"]);
        assert_eq!(words(&Document::named("Pecos")), ["pecos"]);
    }

    #[test]
    fn a_phone_is_found_by_groups_by_all_digits_and_within_its_area() {
        let document = Document::default().phone(Some("+1 (512) 555-0143"));
        assert_eq!(words(&document), ["0143", "1", "15125550143", "512", "5125550143", "555", "5550143"]);
    }

    #[test]
    fn a_number_is_found_with_and_without_its_marks() {
        assert_eq!(words(&Document::default().number(Some("C-20418"))), ["20418", "c", "c20418"]);
        assert_eq!(words(&Document::default().number(None)), [] as [&str; 0]);
    }

    proptest! {
        #[test]
        fn every_prefix_of_a_name_finds_it(name in "[A-Za-zÀ-ž0-9 .&'-]{1,60}", at in 0usize..60) {
            let document = Document::named(&name);
            let typed: String = name.chars().take(at).collect();
            for piece in pieces(&typed) {
                prop_assert!(words(&document).iter().any(|word| word.starts_with(&piece)), "{piece} of {name}");
            }
        }

        #[test]
        fn any_text_is_cut_and_bounded(text in ".{0,400}") {
            let document = Document::named(&text).text(Some(&text)).phone(Some(&text));
            prop_assert!(document.words().count() <= WORDS_MAX);
            prop_assert!(document.words().all(|(_, word)| (1..=WORD_MAX).contains(&word.chars().count())));
        }
    }
}
