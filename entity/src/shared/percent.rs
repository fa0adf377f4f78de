//! Whole percents, used for probabilities.

use crate::Money;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A probability in whole percent, 0 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "orm", derive(sea_orm::DeriveValueType))]
pub struct Percent(pub i32);

impl Percent {
    /// Reads `40`, `40 %`, and `40.00 %` as others write it.
    ///
    /// # Errors
    /// The sentence for the field.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let number = text.trim().trim_end_matches('%').trim();
        let whole = match number.split_once(['.', ',']) {
            Some((whole, zeros)) if !zeros.is_empty() && zeros.bytes().all(|digit| digit == b'0') => whole,
            _ => number,
        };
        match whole.parse::<i32>() {
            Ok(n) if (0..=100).contains(&n) => Ok(Self(n)),
            _ => Err("Write a whole percentage from 0 to 100."),
        }
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\u{a0}%", self.0)
    }
}

/// A sum of amount x probability, in cents x percent, so that rounding happens once, at display (B-20).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Weighted(pub i64);

impl Weighted {
    /// What one amount at one probability weighs.
    pub const fn of(amount: Money, probability: Percent) -> Self {
        Self(amount.0.saturating_mul(probability.0 as i64))
    }

    /// Rounded to the cent, half to even.
    pub const fn rounded(self) -> Money {
        let (whole, rest) = (self.0.div_euclid(100), self.0.rem_euclid(100));
        let up = rest > 50 || (rest == 50 && whole % 2 != 0);
        Money(if up { whole + 1 } else { whole })
    }
}

impl std::ops::Add for Weighted {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl std::ops::Sub for Weighted {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_once_half_to_even() {
        for (parts, cents) in [(250, 2), (350, 4), (249, 2), (251, 3), (-250, -2), (21_450_000 * 70, 15_015_000)] {
            assert_eq!(Weighted(parts).rounded(), Money(cents), "{parts}");
        }
    }

    #[test]
    fn reads_percentages() {
        assert_eq!(Percent::parse("40 %"), Ok(Percent(40)));
        assert!(Percent::parse("101").is_err());
        assert!(Percent::parse("-1").is_err());
        assert!(Percent::parse("4.5").is_err());
    }
}
