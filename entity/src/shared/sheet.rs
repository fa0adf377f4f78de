//! Text on its way into a spreadsheet and back: no cell of ours is ever taken for a formula (S32).

/// Text that a spreadsheet would read as a formula, or that hides one.
fn triggers(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\0' | '＝' | '＋' | '－' | '＠')
}

/// True for `=1+1`, and for `'=1+1`, which would lose its mark on the way back.
fn needs_mark(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(triggers)
}

/// The text as a cell: an apostrophe in front of what a spreadsheet would calculate.
pub fn guard(text: &str) -> String {
    if needs_mark(text) { format!("'{text}") } else { text.to_owned() }
}

/// A cell as the text it was before [`guard`].
pub fn unguard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if needs_mark(rest) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn s32_what_would_calculate_is_marked() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("+1 512 555 0143", "'+1 512 555 0143"),
            ("-7", "'-7"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("\0=1", "'\0=1"),
            ("＝1", "'＝1"),
            ("＠x", "'＠x"),
            ("'=1", "''=1"),
            ("'tis", "'tis"),
            ("Brazos = Paving", "Brazos = Paving"),
            ("", ""),
        ] {
            assert_eq!(guard(text), cell, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn s32_there_and_back_is_the_same(text in "['=+@\\-\\t\\r＝＠]{0,4}\\PC{0,20}") {
            let cell = guard(&text);
            prop_assert_eq!(unguard(&cell), text);
        }

        #[test]
        fn s32_no_cell_starts_a_formula(text in ".{0,20}") {
            prop_assert!(!guard(&text).starts_with(triggers));
        }
    }
}
