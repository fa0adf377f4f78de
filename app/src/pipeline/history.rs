//! Moves made in this tab, and the way back from each (B-27). It outlives the board: a filter makes a new one.

use entity::opportunity::{MoveForm, StageKey};
use entity::shared::ids::OpportunityId;

/// Deeds remembered.
#[cfg(any(feature = "hydrate", test))]
const MOST: usize = 20;

/// A move that was made, and the way back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The key it was made under.
    pub key: String,
    /// Those made by one deed share this: the key of the first of them.
    pub deed: String,
    pub id: OpportunityId,
    pub name: String,
    pub back_to: StageKey,
    /// The move that leads back, under the version that the move led to. It has a key once it was tried and not answered.
    pub form: MoveForm,
}

/// Remembers a move.
pub fn push(step: Step) {
    #[cfg(feature = "hydrate")]
    STEPS.with_borrow_mut(|steps| add(steps, step));
    #[cfg(not(feature = "hydrate"))]
    drop(step);
}

/// The moves of the last deed, the last one first.
pub fn last() -> Vec<Step> {
    #[cfg(feature = "hydrate")]
    return STEPS.with_borrow(|steps| last_deed(steps));
    #[cfg(not(feature = "hydrate"))]
    Vec::new()
}

/// Forgets a move that is about to be taken back, and gives it as it stands now: later ones may have been taken back since
/// somebody was offered this one. One that is too long ago to be remembered is as it was offered. Nothing when it was taken
/// back itself.
pub fn take(step: &Step) -> Option<Step> {
    #[cfg(feature = "hydrate")]
    return match STEPS.with_borrow_mut(|steps| remove(steps, step)) {
        Some(step) => Some(step),
        None => (!TAKEN.with_borrow(|taken| taken.contains(&step.key))).then(|| step.clone()),
    };
    #[cfg(not(feature = "hydrate"))]
    Some(step.clone())
}

/// A move was taken back, which led the card to version `now`: the move before it can follow.
pub fn taken_back(step: &Step, now: i64) {
    #[cfg(feature = "hydrate")]
    {
        TAKEN.with_borrow_mut(|taken| taken.insert(step.key.clone()));
        STEPS.with_borrow_mut(|steps| follow(steps, step, now));
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (step, now);
}

#[cfg(feature = "hydrate")]
thread_local! {
    static STEPS: std::cell::RefCell<Vec<Step>> = const { std::cell::RefCell::new(Vec::new()) };
    /// Keys of moves that were taken back.
    static TAKEN: std::cell::RefCell<std::collections::HashSet<String>> = Default::default();
}

#[cfg(any(feature = "hydrate", test))]
fn add(steps: &mut Vec<Step>, step: Step) {
    steps.push(step);
    while steps.chunk_by(|one, next| one.deed == next.deed).count() > MOST {
        let oldest = steps.chunk_by(|one, next| one.deed == next.deed).next().map_or(1, <[Step]>::len);
        steps.drain(..oldest);
    }
}

#[cfg(any(feature = "hydrate", test))]
fn last_deed(steps: &[Step]) -> Vec<Step> {
    let last = steps.chunk_by(|one, next| one.deed == next.deed).next_back().unwrap_or_default();
    last.iter().rev().cloned().collect()
}

#[cfg(any(feature = "hydrate", test))]
fn remove(steps: &mut Vec<Step>, step: &Step) -> Option<Step> {
    let at = steps.iter().position(|other| other.key == step.key)?;
    Some(steps.remove(at))
}

/// Only where nobody changed the card between the two moves: what somebody else did is never hidden.
#[cfg(any(feature = "hydrate", test))]
fn follow(steps: &mut [Step], undone: &Step, now: i64) {
    let version = |step: &Step| step.form.version.parse::<i64>().unwrap_or_default();
    let before = version(undone) - 1;
    if let Some(step) = steps.iter_mut().rev().find(|step| step.id == undone.id && version(step) == before) {
        step.form.version = now.to_string();
        // Under another version it is another move.
        step.form.key.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn step(card: u128, version: i64) -> Step {
        Step {
            key: format!("{card}-{version}"),
            deed: format!("{card}-{version}"),
            id: OpportunityId(Uuid::from_u128(card)),
            name: String::new(),
            back_to: StageKey("qualification".into()),
            form: MoveForm { version: version.to_string(), ..MoveForm::default() },
        }
    }

    #[test]
    fn b27_a_card_moved_twice_goes_back_twice() {
        // Moved to versions 2 and 3; another card in between.
        let mut steps = vec![step(1, 2), step(2, 2), step(1, 3)];
        let last = remove(&mut steps, &step(1, 3)).unwrap();
        follow(&mut steps, &last, 4);
        assert_eq!(steps[0].form.version, "4");
        assert_eq!(steps[1].form.version, "2");
        // Who was offered the first move by a message takes it back as it stands now.
        assert_eq!(remove(&mut steps, &step(1, 2)).unwrap().form.version, "4");
    }

    #[test]
    fn b27_what_somebody_else_changed_in_between_is_not_hidden() {
        let mut steps = vec![step(1, 2)];
        follow(&mut steps, &step(1, 4), 5);
        assert_eq!(steps[0].form.version, "2");
    }

    #[test]
    fn b27_twenty_moves_are_remembered() {
        let mut steps = Vec::new();
        (0..25).for_each(|version| add(&mut steps, step(1, version)));
        assert_eq!((steps.len(), steps[0].form.version.as_str()), (20, "5"));
    }

    #[test]
    fn b27_many_moved_at_once_are_one_deed() {
        let mut steps = vec![step(1, 2)];
        let many = (10..40).map(|card| Step { deed: "pile".into(), ..step(card, 2) });
        many.for_each(|step| add(&mut steps, step));
        let last = last_deed(&steps);
        assert_eq!((last.len(), last[0].key.as_str(), steps.len()), (30, "39-2", 31));
        (50..70).for_each(|card| add(&mut steps, step(card, 2)));
        assert!(steps.iter().all(|step| step.deed != "pile"), "the pile goes as it came, whole");
        assert_eq!(last_deed(&steps).len(), 1);
        assert!(last_deed(&[]).is_empty());
    }
}
