//! What a sign-in form must hold, and what a password must be.

use crate::FieldErrors;
use crate::shared::text;
use serde::{Deserialize, Serialize};

/// Shortest password in characters (S21).
pub const PASSWORD_MIN: usize = 12;
/// Longest password in characters; longer ones would only cost hashing time.
pub const PASSWORD_MAX: usize = 128;

/// The sign-in form as the browser sends it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SignInForm {
    /// E-mail address.
    pub email: String,
    /// Password.
    pub password: String,
    /// `on` when the session shall outlive the browser.
    pub keep: String,
    /// Local path to return to.
    pub next: String,
}

impl std::fmt::Debug for SignInForm {
    /// Without the password: forms end up in logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignInForm").field("email", &self.email).field("next", &self.next).finish_non_exhaustive()
    }
}

impl SignInForm {
    /// Only what needs no look-up; whether address and password belong together is one answer for both (S24).
    ///
    /// # Errors
    /// Sentences by field.
    pub fn parse(&self) -> Result<(String, String), FieldErrors> {
        let mut errors = FieldErrors::default();
        let email = errors.take("email", text::email(&self.email));
        if self.password.is_empty() || self.password.chars().count() > PASSWORD_MAX {
            errors.add("password", "Enter your password.");
        }
        errors.or(|| Some((email?, self.password.clone())))
    }
}

/// Words that say where one is; a password that is one of them with digits around it is guessed first.
const CONTEXT: &[&str] =
    &["ironbook", "password", "dealer", "welcome", "letmein", "qwerty", "123456", "admin", "excavator"];

/// Whether a new password may be used (S21): long enough, and not a word everybody tries first.
///
/// # Errors
/// The sentence for the field.
pub fn password_fits(password: &str, email: &str) -> Result<(), String> {
    if password.chars().count() < PASSWORD_MIN {
        return Err(format!("Use at least {PASSWORD_MIN} characters; four random words are a good password."));
    }
    if password.chars().count() > PASSWORD_MAX {
        return Err(format!("Use at most {PASSWORD_MAX} characters."));
    }
    let letters: String = text::fold(password).chars().filter(|c| c.is_alphabetic()).collect();
    let mailbox = text::fold(email.split('@').next().unwrap_or_default());
    let distinct = password.chars().collect::<std::collections::BTreeSet<_>>().len();
    let guessed = CONTEXT.contains(&letters.as_str()) || letters == mailbox || distinct < 5;
    if guessed { Err("This password is one of the first that are tried. Use another.".to_owned()) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s21_short_common_and_own_names_are_refused() {
        for (password, fits) in [
            ("short", false),
            ("password123456", false),
            ("aaaaaaaaaaaaaaa", false),
            ("maria12345678", false),
            ("correct horse battery", true),
            ("ironbook-demo", true),
        ] {
            assert_eq!(password_fits(password, "maria@demo.example").is_ok(), fits, "{password}");
        }
    }

    #[test]
    fn s21_length_is_counted_in_characters() {
        let long: String = "äöüßéèñçøå".chars().cycle().take(PASSWORD_MAX).collect();
        assert!(long.len() > PASSWORD_MAX);
        assert_eq!(password_fits(&long, "maria@demo.example"), Ok(()));
        assert!(password_fits(&(long.clone() + "x"), "maria@demo.example").is_err());
        let form = SignInForm { email: "maria@demo.example".into(), password: long, ..SignInForm::default() };
        assert!(form.parse().is_ok());
    }

    #[test]
    fn debug_output_hides_the_password() {
        let form = SignInForm { password: "secret words".into(), ..SignInForm::default() };
        assert!(!format!("{form:?}").contains("secret"));
    }
}
