//! By what a row finds the record that is here already (I-4).

use super::{ImportNoun, Plan, field};
use crate::shared::vocabulary;

vocabulary! {
    /// By what a row finds the record that is here already.
    #[derive(Default)]
    MatchBy {
        #[default]
        /// By the surest mark the row holds: its number or address, else its name.
        Surest = "surest" => "The surest mark",
        /// By its number alone.
        Number = "number" => "Number",
        /// By its e-mail address alone.
        Email = "email" => "E-mail address",
        /// By its name alone.
        Name = "name" => "Name",
    }
}

impl MatchBy {
    /// What rows of a noun can be matched by; the first holds when nothing is stated.
    pub const fn choices(noun: ImportNoun) -> &'static [Self] {
        match noun {
            ImportNoun::Accounts => &[Self::Surest, Self::Number, Self::Name],
            ImportNoun::Users => &[Self::Surest, Self::Email, Self::Name],
            ImportNoun::Products => &[Self::Name],
            ImportNoun::Opportunities => &[Self::Number],
        }
    }

    /// As people choose it.
    pub const fn words(self, noun: ImportNoun) -> &'static str {
        match (self, noun) {
            (Self::Surest, ImportNoun::Users) => "E-mail address; without one, name",
            (Self::Surest, _) => "Number; without one, name",
            (only, _) => only.label(),
        }
    }

    /// The field without which no row is found.
    const fn needs(self) -> Option<&'static str> {
        match self {
            Self::Surest => None,
            Self::Number => Some("number"),
            Self::Email => Some("email"),
            Self::Name => Some("name"),
        }
    }

    /// What is wrong with it for rows of a noun whose columns feed what `fed` says.
    ///
    /// # Errors
    /// A sentence.
    pub fn check(self, noun: ImportNoun, fed: impl Fn(&str) -> bool) -> Result<(), String> {
        // Where there is no other way its column is required anyway, and that is said there.
        if self == Self::Surest || Self::choices(noun) == [self] {
            return Ok(());
        }
        if !Self::choices(noun).contains(&self) {
            let (nouns, by) = (noun.label(), self.label().to_lowercase());
            return Err(format!("{nouns} cannot be matched by {by}."));
        }
        match self.needs().filter(|name| !fed(name)).and_then(|name| field(noun, name)) {
            Some(field) => Err(format!(
                "Choose the column that holds the {}, or match by something else.",
                field.label.to_lowercase()
            )),
            None => Ok(()),
        }
    }
}

impl Plan {
    /// What rows of a noun are matched by.
    pub fn matches_by(&self, noun: ImportNoun) -> MatchBy {
        let choices = MatchBy::choices(noun);
        if choices.contains(&self.match_by) { self.match_by } else { choices[0] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_fits_its_noun_and_has_its_column() {
        use ImportNoun::{Accounts, Opportunities, Products, Users};
        let all = |_: &str| true;
        for (by, noun, fits) in [
            (MatchBy::Surest, Opportunities, true),
            (MatchBy::Number, Opportunities, true),
            (MatchBy::Name, Opportunities, false),
            (MatchBy::Name, Accounts, true),
            (MatchBy::Email, Accounts, false),
            (MatchBy::Email, Users, true),
            (MatchBy::Number, Products, false),
        ] {
            assert_eq!(by.check(noun, all).is_ok(), fits, "{by:?} {noun:?}");
        }
        let sentence = MatchBy::Number.check(Accounts, |name| name == "name").unwrap_err();
        assert_eq!(sentence, "Choose the column that holds the number, or match by something else.");
    }
}
