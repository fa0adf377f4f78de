//! The price list: what a line of an opportunity may name.

#[cfg(feature = "orm")]
pub mod row;

use crate::Money;
use crate::shared::ids::ProductId;
use serde::{Deserialize, Serialize};

/// A product in a choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductRef {
    /// Which.
    pub id: ProductId,
    /// Name on the screen.
    pub name: String,
    /// Series or category.
    pub category: String,
    /// Price of the list.
    pub list_price: Money,
}
