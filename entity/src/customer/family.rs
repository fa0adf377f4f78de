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
        let mut kin = Kin::default();
        for (child, parent) in &self.0 {
            kin.join(*child, *parent);
        }
        let mut tie = |child, parent: CustomerId| {
            let free = kin.join(child, parent);
            if free {
                self.0.insert(child, parent);
            }
            free
        };
        let new = asked.iter().map(|(child, parent)| parent.is_some_and(|parent| tie(*child, parent)));
        // All of what is new before any of what was: else a row further down would find its place taken.
        let new: Vec<bool> = new.collect();
        let settled = asked.iter().zip(new).map(|((child, _), new)| match (new, earlier.get(child)) {
            (true, _) => Settled::Asked,
            (false, Some(parent)) if tie(*child, *parent) => Settled::Earlier,
            (false, _) => Settled::Nothing,
        });
        settled.collect()
    }

    /// Whether `to` is `from` or above it. A book that holds a circle already is not walked for ever.
    fn leads_to(&self, from: CustomerId, to: CustomerId) -> bool {
        let up = std::iter::successors(Some(from), |id| self.0.get(id).copied());
        up.take(self.0.len() + 1).any(|id| id == to)
    }
}

/// Who is in one family, whichever way: each is led to the same head as all of his kin. A customer without a parent who is
/// tied to one of his own kin would close a circle, and to anybody else would not; so nobody has to walk up (a file may
/// name each row's parent in the row above it, a hundred thousand times).
#[derive(Default)]
struct Kin(HashMap<CustomerId, CustomerId>);

impl Kin {
    fn head(&mut self, mut id: CustomerId) -> CustomerId {
        while let Some(up) = self.0.get(&id).copied() {
            // The way is halved for the next one who asks.
            if let Some(above) = self.0.get(&up).copied() {
                self.0.insert(id, above);
            }
            id = up;
        }
        id
    }

    /// Makes two families one; `false` when they are already.
    fn join(&mut self, one: CustomerId, other: CustomerId) -> bool {
        let (one, other) = (self.head(one), self.head(other));
        let apart = one != other;
        if apart {
            self.0.insert(one, other);
        }
        apart
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
            // What is asked comes before what was, also where that stands further up.
            (&[(1, 3)], &[(1, None), (3, Some(1))], &[Nothing, Asked]),
            // A circle that is there already.
            (&[(1, 2), (2, 1)], &[(3, Some(1))], &[Asked]),
        ] {
            assert_eq!(settled(here, asked), expected, "{here:?} {asked:?}");
        }
    }

    #[test]
    fn a_chain_of_a_hundred_thousand_is_settled_without_walking_it() {
        let asked: Vec<_> = (1..100_000u128).map(|n| (n, Some(n - 1))).collect();
        assert!(settled(&[], &asked).iter().all(|settled| *settled == Settled::Asked));
        let back: Vec<_> = asked.iter().rev().copied().collect();
        assert!(settled(&[], &back).iter().all(|settled| *settled == Settled::Asked));
    }

    proptest! {
        /// What a file says of everybody is taken whole, in whatever order, when it closes no circle of its own.
        #[test]
        fn the_order_of_a_file_says_nothing(
            here in prop::collection::vec((0u128..8, 0u128..8), 0..8),
            parents in prop::collection::vec(0u128..100, 7),
            order in Just((1u128..8).collect::<Vec<_>>()).prop_shuffle(),
        ) {
            let mut families: Families = here.into_iter().filter(|(child, _)| *child != 0).map(|(child, parent)| (id(child), id(parent))).collect();
            // Each belongs to one with a smaller number.
            let parent = |n: u128| parents[usize::try_from(n).unwrap() - 1] % n;
            let asked: Vec<_> = order.into_iter().map(|n| (id(n), Some(id(parent(n))))).collect();
            prop_assert!(families.settle(&asked).iter().all(|settled| *settled == Settled::Asked));
        }

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
