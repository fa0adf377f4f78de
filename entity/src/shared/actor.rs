//! Who acts, and what each role may do at all. *Which rows* is the finders' business; this is *which actions*.

use super::ids::{RegionId, UserId};
use super::vocabulary;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// The roles of a dealer (product.md 1).
    Role {
        /// Sells machines; reaches his own book.
        SalesRep = "sales_rep" => "Sales rep",
        /// Sells parts and service; reaches his own book.
        ProductSupportRep = "product_support_rep" => "Product support rep",
        /// Leads a region.
        SalesManager = "sales_manager" => "Sales manager",
        /// Reads everything, approves.
        Executive = "executive" => "Executive",
        /// Users, settings, imports.
        Admin = "admin" => "Admin",
    }
}

/// The signed-in user, read from the database on each request; never from the cookie.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Who.
    pub id: UserId,
    /// Name on the screen.
    pub name: String,
    /// Role.
    pub role: Role,
    /// The region he works in; executives and admins may have none.
    pub region: Option<RegionId>,
}

/// How far an actor reaches. Every finder takes it; there is no query without one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// His own book and what is shared with him.
    Own(UserId),
    /// One region.
    Region(RegionId),
    /// The whole dealer.
    Dealer,
    /// Nothing: a manager who leads no region yet.
    Nothing,
}

/// What one may want to do, besides reading what is in scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Create or change customers and contacts in scope.
    EditCustomers,
    /// Create, change, move and close opportunities in scope.
    WorkOpportunities,
    /// Give an opportunity or customer to another owner.
    Reassign,
    /// Bring in files.
    Import,
    /// Take rows out as a file.
    Export,
    /// Ask for boards of thousands of cards.
    LargeBoards,
    /// Users, stages, settings.
    Administer,
}

impl Actor {
    /// How far this actor reaches.
    pub fn scope(&self) -> Scope {
        match (self.role, self.region) {
            (Role::SalesRep | Role::ProductSupportRep, _) => Scope::Own(self.id),
            (Role::SalesManager, Some(region)) => Scope::Region(region),
            (Role::SalesManager, None) => Scope::Nothing,
            (Role::Executive | Role::Admin, _) => Scope::Dealer,
        }
    }

    /// Whether the role allows the action at all.
    pub fn may(&self, action: Action) -> bool {
        use Role::{Admin, Executive, ProductSupportRep, SalesManager, SalesRep};
        match action {
            Action::EditCustomers | Action::WorkOpportunities => self.role != Executive,
            Action::Reassign | Action::Import | Action::LargeBoards => matches!(self.role, SalesManager | Admin),
            Action::Export => matches!(self.role, SalesRep | ProductSupportRep | SalesManager | Executive | Admin),
            Action::Administer => self.role == Admin,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn actor(role: Role, region: Option<RegionId>) -> Actor {
        Actor { id: UserId(Uuid::from_u128(1)), name: "A".into(), role, region }
    }

    #[test]
    fn scope_follows_role_and_region() {
        let region = RegionId(Uuid::from_u128(9));
        assert_eq!(actor(Role::SalesRep, Some(region)).scope(), Scope::Own(UserId(Uuid::from_u128(1))));
        assert_eq!(actor(Role::SalesManager, Some(region)).scope(), Scope::Region(region));
        assert_eq!(actor(Role::SalesManager, None).scope(), Scope::Nothing);
        assert_eq!(actor(Role::Executive, Some(region)).scope(), Scope::Dealer);
        assert_eq!(actor(Role::Admin, None).scope(), Scope::Dealer);
    }

    #[test]
    fn executives_read_and_reps_do_not_import() {
        assert!(!actor(Role::Executive, None).may(Action::WorkOpportunities));
        assert!(!actor(Role::SalesRep, None).may(Action::Import));
        assert!(actor(Role::SalesManager, None).may(Action::Import));
        assert!(!actor(Role::SalesManager, None).may(Action::Administer));
    }
}
