//! Text that people type or files bring.

/// Longest name of anything, in characters.
pub const NAME_MAX: usize = 120;
/// Longest note, in characters.
pub const NOTE_MAX: usize = 10_000;

/// A single line as it is kept: trimmed, without control characters, white space folded.
pub fn tidy(text: &str) -> String {
    clean(text, false)
}

/// Trims, drops control characters (line breaks stay when `lines`), and folds inner white space of single lines.
fn clean(text: &str, lines: bool) -> String {
    let kept = text.chars().filter(|c| !c.is_control() || (lines && *c == '\n') || *c == '\t' || *c == '\r');
    if lines {
        return kept.filter(|c| *c != '\r').collect::<String>().trim().to_owned();
    }
    kept.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A required single line of at most `max` characters.
///
/// # Errors
/// The sentence for the field; `what` names it, as in "the name".
pub fn line(text: &str, what: &str, max: usize) -> Result<String, String> {
    match optional_line(text, what, max)? {
        Some(text) => Ok(text),
        None => Err(format!("Enter {what}.")),
    }
}

/// An optional single line of at most `max` characters.
///
/// # Errors
/// The sentence for the field.
pub fn optional_line(text: &str, what: &str, max: usize) -> Result<Option<String>, String> {
    let text = clean(text, false);
    if text.chars().count() > max {
        return Err(format!("Shorten {what} to {max} characters; it has {}.", text.chars().count()));
    }
    Ok(if text.is_empty() { None } else { Some(text) })
}

/// An optional text of several lines.
///
/// # Errors
/// The sentence for the field.
pub fn note(text: &str, what: &str) -> Result<Option<String>, String> {
    let text = clean(text, true);
    let length = text.chars().count();
    if length > NOTE_MAX {
        return Err(format!("Shorten {what} to {NOTE_MAX} characters; it has {length}."));
    }
    Ok(if text.is_empty() { None } else { Some(text) })
}

/// An e-mail address, lower case, plausibly deliverable: one `@`, a dot in the domain, no spaces.
///
/// # Errors
/// The sentence for the field.
pub fn email(text: &str) -> Result<String, String> {
    let text = clean(text, false).to_lowercase();
    let plausible = text.len() <= 254
        && !text.contains(' ')
        && text.split_once('@').is_some_and(|(name, domain)| {
            !name.is_empty()
                && !domain.contains('@')
                && domain.split('.').count() >= 2
                && domain.split('.').all(|part| !part.is_empty())
        });
    if plausible { Ok(text) } else { Err("Enter an e-mail address such as name@example.com.".to_owned()) }
}

/// The link that dials a phone number, with what a telephone takes of it: digits and the plus in front. Nothing for words that
/// are no number.
pub fn dial(phone: &str) -> Option<String> {
    let dialled: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    (dialled.len() > 2).then(|| format!("tel:{dialled}"))
}

/// Two capital letters for an avatar.
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let first = words.next();
    let last = words.next_back();
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

/// One of six hues for an avatar, the same for a name everywhere.
pub fn hue(name: &str) -> u8 {
    (name.bytes().fold(7u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte))) % 6) as u8
}

/// Lower-cased and stripped of what differs between two spellings of one name: `GTX Pro` and `GTXPro`.
pub fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// For `LIKE`: `%`, `_` and the escape character itself stand for themselves. Pairs with `ESCAPE '\'`.
pub fn like_escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_trimmed_folded_and_bounded() {
        assert_eq!(line("  Two\tPC210 \n", "the name", 20), Ok("Two PC210".into()));
        assert_eq!(line(" \u{0} ", "the name", 20), Err("Enter the name.".into()));
        assert_eq!(line("abcd", "the name", 3), Err("Shorten the name to 3 characters; it has 4.".into()));
    }

    #[test]
    fn notes_keep_their_lines() {
        assert_eq!(note("a\r\nb\u{7}", "the note"), Ok(Some("a\nb".into())));
        assert!(note(&"x".repeat(NOTE_MAX + 1), "the note").is_err());
    }

    #[test]
    fn e_mail_addresses_are_plausible() {
        assert_eq!(email(" Rep@Demo.Example "), Ok("rep@demo.example".into()));
        for bad in ["", "rep", "rep@", "@x.y", "a b@x.y", "a@b", "a@b..c", "a@b@c.d"] {
            assert!(email(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn names_become_initials() {
        assert_eq!(initials("Maria Reyes"), "MR");
        assert_eq!(initials("Madonna"), "M");
        assert_eq!(initials("Ana de la Cruz"), "AC");
        assert_eq!(initials(""), "");
    }

    #[test]
    fn spellings_fold_together() {
        assert_eq!(fold("GTX Pro"), fold("GTXPro"));
    }

    #[test]
    fn only_a_number_is_dialled() {
        for (phone, link) in [
            ("+1 (512) 555-0143", Some("tel:+15125550143")),
            ("911", Some("tel:911")),
            ("call me maybe", None),
            ("ext. 7", None),
        ] {
            assert_eq!(dial(phone).as_deref(), link, "{phone}");
        }
    }
}
