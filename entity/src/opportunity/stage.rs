//! Stages: what an admin may name and insert, and the six phases each of them maps to.

use crate::Percent;
use crate::shared::vocabulary;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

vocabulary! {
    /// Where a stage stands in the life of an opportunity.
    Phase {
        /// Is it real?
        Qualification = "qualification" => "Qualification",
        /// What do they need?
        Development = "development" => "Development",
        /// Our offer is out.
        Proposal = "proposal" => "Proposal",
        /// Sold.
        Won = "won" => "Won",
        /// Somebody else sold.
        Lost = "lost" => "Lost",
        /// Nobody sold.
        NoDeal = "no_deal" => "No deal",
    }
}

impl Phase {
    /// Whether work goes on in it.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Qualification | Self::Development | Self::Proposal)
    }
}

vocabulary! {
    /// What a stage asks for before it accepts an opportunity.
    Required {
        /// A customer.
        Customer = "customer" => "Customer",
        /// An amount.
        Amount = "amount" => "Amount",
        /// An expected close date.
        ExpectedClose = "expected_close" => "Expected close",
        /// At least one line.
        Line = "line" => "Product line",
    }
}

/// The lasting name of a stage in rows and links; renaming a stage changes its label only.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "orm", derive(sea_orm::DeriveValueType))]
pub struct StageKey(pub String);

impl fmt::Display for StageKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for StageKey {
    type Err = ();

    /// 1 to 24 of `a-z`, `0-9`, `_`.
    fn from_str(text: &str) -> Result<Self, ()> {
        let fits = (1..=24).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if fits { Ok(Self(text.to_owned())) } else { Err(()) }
    }
}

/// A stage of the pipeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// Lasting name.
    pub key: StageKey,
    /// Label.
    pub name: String,
    /// Phase it maps to.
    pub phase: Phase,
    /// Order on the board.
    pub position: i32,
    /// Probability of what stands in it.
    pub probability: Percent,
    /// Days without a stage change or activity until a card counts as idle.
    pub stale_days: i32,
    /// How many cards it should hold at most.
    pub wip_limit: Option<i32>,
    /// What it asks for beyond the laws of its phase.
    pub requires: Vec<Required>,
}

impl Stage {
    /// Everything this stage asks for: the laws of its phase, then what the admin added.
    pub fn asks_for(&self) -> Vec<Required> {
        let law: &[Required] = match self.phase {
            Phase::Proposal => &[Required::Amount, Required::ExpectedClose, Required::Line],
            _ => &[],
        };
        let mut all = law.to_vec();
        all.extend(self.requires.iter().filter(|required| !law.contains(required)));
        all
    }
}

/// The pipeline of a new dealer.
pub fn default_stages() -> Vec<Stage> {
    let stage = |position: i32, phase: Phase, probability: i32, stale_days: i32| Stage {
        key: StageKey(phase.word().to_owned()),
        name: phase.label().to_owned(),
        phase,
        position,
        probability: Percent(probability),
        stale_days,
        wip_limit: None,
        requires: Vec::new(),
    };
    vec![
        stage(1, Phase::Qualification, 20, 21),
        stage(2, Phase::Development, 40, 21),
        stage(3, Phase::Proposal, 70, 14),
        stage(4, Phase::Won, 100, 0),
        stage(5, Phase::Lost, 0, 0),
        stage(6, Phase::NoDeal, 0, 0),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proposal_always_asks_for_amount_close_and_line() {
        let stages = default_stages();
        assert!(stages[0].asks_for().is_empty());
        assert_eq!(stages[2].asks_for(), [Required::Amount, Required::ExpectedClose, Required::Line]);
    }

    #[test]
    fn stage_keys_are_plain_words() {
        assert!("site_survey".parse::<StageKey>().is_ok());
        for bad in ["", "Site", "a b", "a'--", "x".repeat(25).as_str()] {
            assert!(bad.parse::<StageKey>().is_err(), "{bad}");
        }
    }
}
