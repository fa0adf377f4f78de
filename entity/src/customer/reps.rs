//! Who looks after a customer, and where it belongs. Who may say so is decided here, not in forms.

use crate::shared::actor::{Action, Scope};
use crate::shared::ids::{RegionId, UserId};
use crate::{Actor, Role};

/// The reps of a customer: one for machines, one for parts and service. That is no overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reps {
    /// Sells machines.
    pub machine: Option<UserId>,
    /// Sells parts and service.
    pub support: Option<UserId>,
}

impl Reps {
    /// The reps after a save: `before` is `None` for a new customer, `asked` is what the form says.
    ///
    /// Those who may reassign get what they ask for. A rep who creates a customer becomes its rep by his role;
    /// what else he asks for is not heard, and a later save of his leaves the reps alone.
    #[must_use]
    pub fn settle(actor: &Actor, before: Option<Self>, asked: Self) -> Self {
        if actor.may(Action::Reassign) {
            return asked;
        }
        before.unwrap_or(match actor.role {
            Role::SalesRep => Self { machine: Some(actor.id), support: None },
            Role::ProductSupportRep => Self { machine: None, support: Some(actor.id) },
            Role::SalesManager | Role::Executive | Role::Admin => Self::default(),
        })
    }
}

/// Whether a role sells machines.
pub const fn sells_machines(role: Role) -> bool {
    matches!(role, Role::SalesRep | Role::SalesManager)
}

/// Whether a role sells parts and service.
pub const fn sells_support(role: Role) -> bool {
    matches!(role, Role::ProductSupportRep)
}

/// Said of a change to where a customer belongs or who looks after it, by somebody who does not decide that.
pub const ELSEWHERE: &str = "This customer belongs to another region, whose manager decides this.";

/// Whether somebody of this region or of all may say where a customer belongs and who looks after it. A customer of another
/// region is shared with those who work an opportunity there, and stays where it is.
pub fn decides(actor: &Actor, region: Option<RegionId>) -> bool {
    actor.scope() == Scope::Dealer || region.is_none() || region == actor.region
}

/// Where a customer belongs: its branch says so, else its machine rep, else its other rep, else where it was made.
pub fn region_of(
    branch: Option<RegionId>,
    machine_rep: Option<RegionId>,
    support_rep: Option<RegionId>,
    maker: Option<RegionId>,
) -> Option<RegionId> {
    branch.or(machine_rep).or(support_rep).or(maker)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const ME: UserId = UserId(Uuid::from_u128(1));
    const HER: UserId = UserId(Uuid::from_u128(2));

    fn actor(role: Role) -> Actor {
        Actor { id: ME, name: "A".into(), role, region: None }
    }

    #[test]
    fn a_rep_gets_what_he_creates_and_gives_nothing_away() {
        let asked = Reps { machine: Some(HER), support: Some(HER) };
        let mine = Reps { machine: Some(ME), support: None };
        let ours = Reps { machine: None, support: Some(ME) };
        let before = Reps { machine: Some(ME), support: Some(HER) };
        for (role, before, expected) in [
            (Role::SalesRep, None, mine),
            (Role::ProductSupportRep, None, ours),
            (Role::SalesRep, Some(before), before),
            (Role::ProductSupportRep, Some(before), before),
            (Role::SalesManager, None, asked),
            (Role::SalesManager, Some(before), asked),
            (Role::Admin, Some(before), asked),
        ] {
            assert_eq!(Reps::settle(&actor(role), before, asked), expected, "{role:?} {before:?}");
        }
        let none = Reps::default();
        assert_eq!(Reps::settle(&actor(Role::SalesManager), None, none), none, "a manager is nobody's rep by itself");
    }

    #[test]
    fn the_branch_says_where_a_customer_belongs() {
        let region = |n| Some(RegionId(Uuid::from_u128(n)));
        assert_eq!(region_of(region(1), region(2), region(3), region(4)), region(1));
        assert_eq!(region_of(None, region(2), region(3), region(4)), region(2));
        assert_eq!(region_of(None, None, region(3), region(4)), region(3));
        assert_eq!(region_of(None, None, None, region(4)), region(4));
    }
}
