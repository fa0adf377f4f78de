//! Where on the board an event happened, and where the focus goes after a move (B-13).

use super::state::BoardState;
use entity::opportunity::board::Card;
use entity::shared::ids::OpportunityId;

#[cfg(feature = "hydrate")]
mod dom;
#[cfg(feature = "hydrate")]
mod places;
#[cfg(feature = "hydrate")]
pub use dom::{card_at, menu_of, on};
#[cfg(feature = "hydrate")]
pub use places::{adds_to, column_in_view, is_typing, show_tab, stays_with_lift};

/// A card is about to be rendered elsewhere, or not at all: if it has the focus, it gets it back in [`settle`].
pub fn hold(card: &Card) {
    #[cfg(feature = "hydrate")]
    dom::hold(card, dom::Need::Inside);
    #[cfg(not(feature = "hydrate"))]
    let _ = card;
}

/// A sheet is about to take the focus from a card, and gives it back after its answer.
pub fn remember(card: &Card) {
    #[cfg(feature = "hydrate")]
    dom::hold(card, dom::Need::Any);
    #[cfg(not(feature = "hydrate"))]
    let _ = card;
}

/// Gives the focus back to the part of the card that had it, scrolled into view. If the card left the board, the heading of
/// its column takes it.
pub fn settle(state: BoardState) {
    #[cfg(feature = "hydrate")]
    dom::settle(state);
    #[cfg(not(feature = "hydrate"))]
    let _ = state;
}

/// The card under the mouse: it does not move now.
pub fn under_pointer() -> Option<OpportunityId> {
    #[cfg(feature = "hydrate")]
    return dom::under_pointer();
    #[cfg(not(feature = "hydrate"))]
    None
}
