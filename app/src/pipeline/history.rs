//! Moves made in this tab, and the way back from each (B-27). It outlives the board: a filter makes a new one.

use entity::opportunity::{MoveForm, StageKey};
use entity::shared::ids::OpportunityId;

/// Moves remembered.
#[cfg(feature = "hydrate")]
const MOST: usize = 20;

/// A move that was made, and the way back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub id: OpportunityId,
    pub name: String,
    pub back_to: StageKey,
    /// The move that leads back, all but its key.
    pub form: MoveForm,
}

/// Remembers a move.
pub fn push(step: Step) {
    #[cfg(feature = "hydrate")]
    STEPS.with_borrow_mut(|steps| {
        steps.push(step);
        let surplus = steps.len().saturating_sub(MOST);
        steps.drain(..surplus);
    });
    #[cfg(not(feature = "hydrate"))]
    drop(step);
}

/// The last move.
pub fn last() -> Option<Step> {
    #[cfg(feature = "hydrate")]
    return STEPS.with_borrow(|steps| steps.last().cloned());
    #[cfg(not(feature = "hydrate"))]
    None
}

/// Forgets a move that was taken back, or cannot be.
pub fn forget(step: &Step) {
    #[cfg(feature = "hydrate")]
    STEPS.with_borrow_mut(|steps| steps.retain(|other| other != step));
    #[cfg(not(feature = "hydrate"))]
    let _ = step;
}

#[cfg(feature = "hydrate")]
thread_local! {
    static STEPS: std::cell::RefCell<Vec<Step>> = const { std::cell::RefCell::new(Vec::new()) };
}
