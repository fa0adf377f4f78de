//! Families of companies: each belongs to one other at most, and none to itself, however far up.

use crate::shared::ids::CustomerId;
use std::collections::HashMap;

/// Who belongs to whom.
#[derive(Debug, Clone, Default)]
pub struct Families(HashMap<CustomerId, CustomerId>);

/// What became of a parent that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    /// It is the parent now.
    Asked,
    /// The parent is the one from before.
    Earlier,
    /// There is none now.
    Nothing,
}

impl FromIterator<(CustomerId, CustomerId)> for Families {
    /// Of children and their parents, as they are stored.
    fn from_iter<T: IntoIterator<Item = (CustomerId, CustomerId)>>(ties: T) -> Self {
        Self(ties.into_iter().collect())
    }
}

impl Families {
    /// Whether somebody is found above himself by walking up from parent to parent.
    pub fn is_its_own_ancestor(&self, id: CustomerId) -> bool {
        self.0.get(&id).is_some_and(|parent| self.leads_to(*parent, id))
    }

    /// Settles what a file says of parents, as a whole: in whatever order it says it, what it says takes the place of what was.
    /// What would close a circle is not taken, nor is a parent that is not there (`None`); then the earlier one stays, unless
    /// that one closes a circle by now.
    pub fn settle(&mut self, asked: &[(CustomerId, Option<CustomerId>)]) -> Vec<Settled> {
        let earlier: HashMap<_, _> = asked.iter().filter_map(|(child, _)| self.0.remove_entry(child)).collect();
        let mut settle = |(child, parent): &(CustomerId, Option<CustomerId>)| {
            if parent.is_some_and(|parent| self.tie(*child, parent)) {
                Settled::Asked
            } else if earlier.get(child).is_some_and(|parent| self.tie(*child, *parent)) {
                Settled::Earlier
            } else {
                Settled::Nothing
            }
        };
        asked.iter().map(&mut settle).collect()
    }

    fn tie(&mut self, child: CustomerId, parent: CustomerId) -> bool {
        let free = !self.leads_to(parent, child);
        if free {
            self.0.insert(child, parent);
        }
        free
    }

    /// Whether `to` is `from` or above it. A book that holds a circle already is not walked for ever.
    fn leads_to(&self, from: CustomerId, to: CustomerId) -> bool {
        let up = std::iter::successors(Some(from), |id| self.0.get(id).copied());
        up.take(self.0.len() + 1).any(|id| id == to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn id(n: u128) -> CustomerId {
        CustomerId(Uuid::from_u128(n))
    }

    fn settled(here: &[(u128, u128)], asked: &[(u128, Option<u128>)]) -> Vec<Settled> {
        let mut families: Families = here.iter().map(|(child, parent)| (id(*child), id(*parent))).collect();
        let asked: Vec<_> = asked.iter().map(|(child, parent)| (id(*child), parent.map(id))).collect();
        families.settle(&asked)
    }

    #[test]
    fn a_family_is_turned_round_in_any_order_and_closes_no_circle() {
        use Settled::{Asked, Earlier, Nothing};
        for (here, asked, expected) in [
            (&[][..], &[(1, Some(1))][..], &[Nothing][..]),
            (&[(2, 1)], &[(1, Some(2))], &[Nothing]),
            // 1 belonged to 2; 2 is to belong to 1, and that one to 3.
            (&[(1, 2)], &[(2, Some(1)), (1, Some(3))], &[Asked, Asked]),
            (&[(1, 2)], &[(1, Some(3)), (2, Some(1))], &[Asked, Asked]),
            // 2 is below 1: 1 may not belong to it, and keeps what it had where that is lawful still.
            (&[(1, 3), (2, 1)], &[(1, Some(2))], &[Earlier]),
            (&[(1, 3), (2, 1)], &[(3, Some(1)), (1, Some(2))], &[Asked, Nothing]),
            (&[(1, 3)], &[(1, None), (2, None)], &[Earlier, Nothing]),
            // A circle that is there already.
            (&[(1, 2), (2, 1)], &[(3, Some(1))], &[Asked]),
        ] {
            assert_eq!(settled(here, asked), expected, "{here:?} {asked:?}");
        }
    }

    proptest! {
        /// I7: nobody is his own ancestor, whatever files say one after the other.
        #[test]
        fn no_file_puts_anybody_above_himself(files in prop::collection::vec(prop::collection::vec((0u128..8, prop::option::of(0u128..8)), 1..8), 1..5)) {
            let mut families = Families::default();
            for file in files {
                let asked: Vec<_> = file.iter().map(|(child, parent)| (id(*child), parent.map(id))).collect();
                families.settle(&asked);
                prop_assert!((0..8).all(|n| !families.is_its_own_ancestor(id(n))), "{families:?}");
            }
        }
    }
}
