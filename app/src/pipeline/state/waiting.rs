//! Cards that wait in a column for an answer; the numbers count them where they come from (B-25).

use super::{BoardState, CardRef, Taken, moved};
use entity::opportunity::Stage;
use entity::shared::ids::OpportunityId;
use leptos::prelude::*;
use std::sync::Arc;

impl BoardState {
    /// Lets a card wait in the column of another stage. A stage without a column leaves it where it is.
    pub fn wait_in(self, card: &CardRef, to: &Stage) {
        let (Some(from), Some(there)) = (self.column(&card.stage), self.column(&to.key)) else { return };
        if card.stage == to.key {
            return;
        }
        let Some(place) = from.leave(card) else { return };
        from.away.update_value(|away| *away += 1);
        there.away.update_value(|away| *away -= 1);
        self.waiting.update_value(|waiting| {
            waiting.insert(card.id, Taken { card: CardRef::clone(card), place });
        });
        self.enter(there, Arc::new(moved(card, to, self.today)));
    }

    /// The waiting of a card is over: it is where it was.
    pub fn come_back(self, id: OpportunityId) {
        let waited = self.waiting.try_update_value(|waiting| waiting.remove(&id)).flatten();
        let Some(Taken { card, place }) = waited else { return };
        if let Some((guest, there)) = self.card(id).and_then(|guest| Some((guest.clone(), self.column(&guest.stage)?)))
        {
            there.away.update_value(|away| *away += 1);
            there.leave(&guest);
        }
        if let Some(from) = self.column(&card.stage) {
            from.away.update_value(|away| *away -= 1);
            from.enter_at(place, card);
        }
    }

    /// Nothing waits any more.
    pub(super) fn all_come_back(self) {
        let ids: Vec<OpportunityId> = self.waiting.with_value(|waiting| waiting.keys().copied().collect());
        ids.into_iter().for_each(|id| self.come_back(id));
    }
}
