//! Where one can go. Only pages that exist are listed; groups appear with their first page.

use crate::routes;
use entity::shared::actor::Action;

/// A link of the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub label: &'static str,
    pub icon: &'static str,
    pub href: &'static str,
    /// What the role must allow for the place to be shown.
    pub needs: Option<Action>,
}

/// A group of the top bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    pub label: &'static str,
    /// Id of its popover.
    pub id: &'static str,
    pub places: &'static [Place],
}

const fn place(label: &'static str, icon: &'static str, href: &'static str) -> Place {
    Place { label, icon, href, needs: None }
}

/// The groups, left to right (product.md 2).
pub const GROUPS: &[Group] = &[
    Group { label: "On the go", id: "nav-go", places: &[place("Home", "house", routes::HOME)] },
    Group { label: "Customers", id: "nav-customers", places: &[place("Customers", "building-2", routes::CUSTOMERS)] },
    Group {
        label: "Pipeline",
        id: "nav-pipeline",
        places: &[
            place("Board", "kanban", routes::PIPELINE),
            place("Opportunities", "circle-dollar-sign", routes::OPPORTUNITIES),
        ],
    },
];

/// Behind the gear.
pub const GEAR: &[Place] = &[
    place("Settings", "settings", routes::SETTINGS),
    Place { label: "Imports", icon: "upload", href: routes::IMPORTS, needs: Some(Action::Import) },
    Place { label: "Users", icon: "users", href: routes::USERS, needs: Some(Action::Administer) },
    Place { label: "Gallery", icon: "layout-dashboard", href: routes::GALLERY, needs: Some(Action::Administer) },
];

/// What + adds, with its key.
pub const PLUS: &[(Place, &str)] = &[
    (
        Place {
            label: "Opportunity",
            icon: "circle-dollar-sign",
            href: routes::OPPORTUNITY_NEW,
            needs: Some(Action::WorkOpportunities),
        },
        "o",
    ),
    (
        Place { label: "Customer", icon: "building-2", href: routes::CUSTOMER_NEW, needs: Some(Action::EditCustomers) },
        "u",
    ),
    (Place { label: "Import", icon: "upload", href: routes::IMPORT_NEW, needs: Some(Action::Import) }, "i"),
];

/// The bottom bar of a phone, before More.
pub const TABBAR: &[Place] = &[
    place("Home", "house", routes::HOME),
    place("Pipeline", "kanban", routes::PIPELINE),
    place("Customers", "building-2", routes::CUSTOMERS),
];

/// `g` and then this letter goes there.
pub const GO_KEYS: &[(&str, &str)] =
    &[("h", routes::HOME), ("u", routes::CUSTOMERS), ("p", routes::PIPELINE), ("o", routes::OPPORTUNITIES)];

/// Whether `path` belongs to the place at `href`.
pub fn is_at(href: &str, path: &str) -> bool {
    path == href || (href != "/" && path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_belongs_to_its_list() {
        assert!(is_at("/customers", "/customers/55"));
        assert!(is_at("/", "/"));
        assert!(!is_at("/", "/customers"));
        assert!(!is_at("/customers", "/customers.csv"));
    }
}
