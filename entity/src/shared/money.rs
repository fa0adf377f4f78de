//! Money: whole minor units (cents), exact on every engine. No float ever touches a price.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Neg, Sub};

/// An amount in cents of the dealer's currency. Negative for credits such as trade-ins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "orm", derive(sea_orm::DeriveValueType))]
pub struct Money(pub i64);

/// Largest amount anyone may type: ten billion in either direction keeps every sum far from overflow.
pub const MONEY_LIMIT: Money = Money(1_000_000_000_000);

/// Why a text is not an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Not a number as people write one.
    #[error("Write the amount as a number, for example 1,250.50.")]
    NotANumber,
    /// More than two digits after the point.
    #[error("Amounts have at most two digits after the point.")]
    TooPrecise,
    /// Beyond [`MONEY_LIMIT`].
    #[error("Amounts go up to 10,000,000,000.00.")]
    TooLarge,
}

impl Money {
    /// Nothing.
    pub const ZERO: Money = Money(0);

    /// Whole currency units.
    pub const fn whole(units: i64) -> Self {
        Self(units * 100)
    }

    /// Reads an amount as people type it: `1250`, `1,250.5`, `$ 1 250.50`, `-41,000`. A comma stands before three digits or not
    /// at all: `12,5` is meant as twelve and a half in some countries, and 125 in none.
    ///
    /// # Errors
    /// [`MoneyError`], whose text is the sentence for the field.
    pub fn parse(text: &str) -> Result<Self, MoneyError> {
        let compact: String = text.chars().filter(|c| !matches!(c, ' ' | '$' | '\u{a0}' | '\u{202f}')).collect();
        let (negative, digits) = match compact.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (true, rest),
            None => (false, compact.as_str()),
        };
        let (units, cents) = digits.split_once('.').unwrap_or((digits, ""));
        if !is_grouped(units) {
            return Err(MoneyError::NotANumber);
        }
        let units = &*units.replace(',', "");
        let only_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if digits.is_empty() || digits == "." || !only_digits(units) || !only_digits(cents) {
            return Err(MoneyError::NotANumber);
        }
        let trimmed = cents.trim_end_matches('0');
        if trimmed.len() > 2 {
            return Err(MoneyError::TooPrecise);
        }
        if units.trim_start_matches('0').len() > 11 {
            return Err(MoneyError::TooLarge);
        }
        let units: i64 = if units.is_empty() { 0 } else { units.parse().map_err(|_| MoneyError::NotANumber)? };
        let cents: i64 = format!("{trimmed:0<2}").parse().map_err(|_| MoneyError::NotANumber)?;
        let total = units * 100 + cents;
        if total > MONEY_LIMIT.0 {
            return Err(MoneyError::TooLarge);
        }
        Ok(Self(if negative { -total } else { total }))
    }

    /// The amount times a whole quantity.
    pub fn times(self, quantity: i64) -> Self {
        Self(self.0.saturating_mul(quantity))
    }

    /// For a field: `1250` or `1250.50`, as [`Money::parse`] reads it back.
    pub fn field_text(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (units, cents) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        if cents == 0 { format!("{sign}{units}") } else { format!("{sign}{units}.{cents:02}") }
    }

    /// For tight places: `$950`, `$41,000`, `$702k`, `$1.25M`. Full text belongs beside it (link or title).
    pub fn short(self) -> String {
        let units = self.0.unsigned_abs() / 100;
        let sign = if self.0 < 0 { "\u{2212}" } else { "" };
        match units {
            0..=99_999 => self.to_string(),
            100_000..=999_499 => format!("{sign}${}k", (units + 500) / 1_000),
            999_500..=999_994_999 => format!("{sign}${}M", decimals(units + 5_000, 1_000_000)),
            _ => format!("{sign}${}B", decimals(units + 5_000_000, 1_000_000_000)),
        }
    }
}

/// Two decimals of `value / scale`; the caller has added half a unit of the last place.
fn decimals(value: u64, scale: u64) -> String {
    format!("{}.{:02}", value / scale, value % scale / (scale / 100))
}

/// Digits in groups of three: `12,345,678`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

impl fmt::Display for Money {
    /// `$214,500`, `$12,345,678.90`, `−$41,000`. Cents are written when there are any.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "\u{2212}" } else { "" };
        let (units, cents) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        write!(f, "{sign}${}", grouped(units))?;
        if cents == 0 { Ok(()) } else { write!(f, ".{cents:02}") }
    }
}

impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Neg for Money {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

/// Whether commas, if there are any, part a whole number into thousands.
fn is_grouped(units: &str) -> bool {
    let Some((first, rest)) = units.split_once(',') else { return true };
    (1..=3).contains(&first.len()) && rest.split(',').all(|group| group.len() == 3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_amounts_as_people_type_them() {
        for (text, cents) in [
            ("1250", 125_000),
            ("1,250.5", 125_050),
            ("$ 1 250.50", 125_050),
            ("-41,000", -4_100_000),
            ("1,234,567.8", 123_456_780),
            ("0.07", 7),
            (".5", 50),
            ("12345678.90", 1_234_567_890),
            ("1.500", 150),
        ] {
            assert_eq!(Money::parse(text), Ok(Money(cents)), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_amount() {
        for (text, why) in [
            ("", MoneyError::NotANumber),
            ("abc", MoneyError::NotANumber),
            ("1.2.3", MoneyError::NotANumber),
            ("--5", MoneyError::NotANumber),
            ("1e9", MoneyError::NotANumber),
            ("12,5", MoneyError::NotANumber),
            ("1250,50", MoneyError::NotANumber),
            ("1,2500", MoneyError::NotANumber),
            ("1234,567", MoneyError::NotANumber),
            (",500", MoneyError::NotANumber),
            ("1.250,50", MoneyError::NotANumber),
            ("1.005", MoneyError::TooPrecise),
            ("99999999999999999999", MoneyError::TooLarge),
            ("10000000000.01", MoneyError::TooLarge),
        ] {
            assert_eq!(Money::parse(text), Err(why), "{text}");
        }
    }

    #[test]
    fn writes_short_and_full() {
        for (cents, full, short) in [
            (21_450_000, "$214,500", "$215k"),
            (9_420_000, "$94,200", "$94,200"),
            (362_000_000, "$3,620,000", "$3.62M"),
            (1_234_567_890, "$12,345,678.90", "$12.35M"),
            (-4_100_000, "\u{2212}$41,000", "\u{2212}$41,000"),
            (99_949_900, "$999,499", "$999k"),
            (99_950_000, "$999,500", "$1.00M"),
            (100_000_000_000, "$1,000,000,000", "$1.00B"),
        ] {
            assert_eq!(Money(cents).to_string(), full);
            assert_eq!(Money(cents).short(), short);
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(cents in -1_000_000_000_000i64..=1_000_000_000_000) {
            prop_assert_eq!(Money::parse(&Money(cents).field_text()), Ok(Money(cents)));
            prop_assert_eq!(Money::parse(&Money(cents).to_string()), Ok(Money(cents)));
        }

        #[test]
        fn any_text_is_answered(text in ".{0,40}") {
            let _ = Money::parse(&text);
        }
    }
}
