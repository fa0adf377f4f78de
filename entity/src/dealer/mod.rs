//! The dealer's own places and lines of business. Everyone signed in may read them.

#[cfg(feature = "orm")]
pub mod branch;
#[cfg(feature = "orm")]
pub mod competitor;
#[cfg(feature = "orm")]
pub mod division;
#[cfg(feature = "orm")]
pub mod region;
#[cfg(feature = "orm")]
pub mod setting;

use crate::shared::ids::{CompetitorId, DivisionId, RegionId};
use serde::{Deserialize, Serialize};

/// A division in a choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DivisionRef {
    /// Which.
    pub id: DivisionId,
    /// Name on the screen.
    pub name: String,
}

/// A region in a choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegionRef {
    /// Which.
    pub id: RegionId,
    /// Name on the screen.
    pub name: String,
}

/// A competitor in a choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompetitorRef {
    /// Which.
    pub id: CompetitorId,
    /// Name on the screen.
    pub name: String,
}
