//! Where on the board an event happened, and where the focus goes after a move (B-13).

use super::state::BoardState;
use entity::opportunity::StageKey;
use entity::opportunity::board::Card;
use entity::shared::ids::OpportunityId;

#[cfg(feature = "hydrate")]
mod dom;
#[cfg(feature = "hydrate")]
mod places;
#[cfg(feature = "hydrate")]
pub use dom::{came_to, card_at, last_on, menu_of, on};
#[cfg(feature = "hydrate")]
pub use places::{adds_to, column_in_view, is_typing, show_tab, stays_with_lift};

/// A card is about to be rendered elsewhere, or not at all: if it has the focus, it gets it back in [`settle`].
pub fn hold(card: &Card) {
    #[cfg(feature = "hydrate")]
    dom::hold(card);
    #[cfg(not(feature = "hydrate"))]
    let _ = card;
}

/// A sheet or a message is about to take the focus from a card, or has it: the card gets it after the answer. Should it not
/// be on the board then, the heading of the stage it would stand in.
pub fn remember(id: OpportunityId, stage: &StageKey) {
    #[cfg(feature = "hydrate")]
    dom::remember(id, stage);
    #[cfg(not(feature = "hydrate"))]
    let _ = (id, stage);
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
