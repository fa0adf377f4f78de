//! A card that somebody else moved goes its way in front of everyone's eyes (B-29).

use entity::shared::ids::OpportunityId;

/// More than this many at once is no motion to follow; they just stand where they belong.
#[cfg(feature = "hydrate")]
const MOST: usize = 6;

/// Where cards stand before something is changed. Then [`Standing::glide`].
#[derive(Default)]
pub struct Standing {
    #[cfg(feature = "hydrate")]
    cards: Vec<dom::Card>,
}

impl Standing {
    /// Remembers where these cards stand, as far as they are in view. Nothing for those who want no motion.
    pub fn of(ids: &[OpportunityId]) -> Self {
        #[cfg(feature = "hydrate")]
        if ids.len() <= MOST && !crate::ui::matches_media("(prefers-reduced-motion: reduce)") {
            return Self { cards: ids.iter().filter_map(|id| dom::Card::find(*id)).collect() };
        }
        let _ = ids;
        Self::default()
    }

    /// Lets each go from there to where it stands after the change.
    pub fn glide(self) {
        #[cfg(feature = "hydrate")]
        self.cards.into_iter().for_each(|card| {
            if let Some(copy) = card.copy() {
                crate::ui::on_frame(move || card.fly(copy));
            }
        });
    }
}

#[cfg(feature = "hydrate")]
mod dom {
    use crate::pipeline::card;
    use crate::ui::drag::copy;
    use entity::shared::ids::OpportunityId;
    use web_sys::{DomRect, HtmlElement};

    /// A card in view.
    pub struct Card {
        id: OpportunityId,
        element: HtmlElement,
        at: DomRect,
    }

    impl Card {
        pub fn find(id: OpportunityId) -> Option<Self> {
            let element = card::element(id)?;
            let at = element.get_bounding_client_rect();
            in_view(&element, &at).then_some(Self { id, element, at })
        }

        /// Its picture, where it stood.
        pub fn copy(&self) -> Option<HtmlElement> {
            let copy = copy::copy_of(&self.element, self.at.width(), "card-copy")?;
            copy::put(&copy, self.at.left(), self.at.top());
            Some(copy)
        }

        /// Sends the picture to the card, which shows itself when the two meet. One that left the board, or the view, is
        /// not followed.
        pub fn fly(self, copy: HtmlElement) {
            let Some(card) = card::element(self.id) else { return copy.remove() };
            let to = card.get_bounding_client_rect();
            let moved = (to.left() - self.at.left()).abs() + (to.top() - self.at.top()).abs() > 1.0;
            if !moved || !in_view(&card, &to) {
                return copy.remove();
            }
            let _ = card.set_attribute("data-arriving", "");
            copy::send(copy, &to, move || {
                let _ = card.remove_attribute("data-arriving");
            });
        }
    }

    /// Whether its middle is inside the list it stands in, and that on the screen.
    fn in_view(card: &HtmlElement, at: &DomRect) -> bool {
        let (x, y) = (at.left() + at.width() / 2.0, at.top() + at.height() / 2.0);
        let inside = |rect: &DomRect| x > rect.left() && x < rect.right() && y > rect.top() && y < rect.bottom();
        let around = [".cards", ".columns"].map(|around| card.closest(around).ok().flatten());
        around.iter().flatten().all(|around| inside(&around.get_bounding_client_rect()))
    }
}
