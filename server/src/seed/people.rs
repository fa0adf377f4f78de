//! The people of the demo dealer: one to sign in as per role, and colleagues who cannot sign in.

use super::book::Book;
use super::calendar::ZONE;
use super::chance::Chance;
use super::places::{CENTRAL, GULF};
use anyhow::Result;
use app::auth::password;
use entity::Role;
use entity::shared::ids::UserId;
use entity::user::row;

/// A demo sign-in, as `seed` prints it and the README lists it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignIn {
    /// E-mail address.
    pub email: &'static str,
    /// Who that is.
    pub name: &'static str,
    /// In which role.
    pub role: Role,
    /// Where he works; empty: everywhere.
    pub region: &'static str,
}

/// One sign-in per role, and a rep of the other region.
pub const SIGN_INS: &[SignIn] = &[
    who("rep@demo.example", "Maria Reyes", Role::SalesRep, CENTRAL),
    who("rep2@demo.example", "Jonah Fields", Role::SalesRep, GULF),
    who("support@demo.example", "Kim Cho", Role::ProductSupportRep, CENTRAL),
    who("manager@demo.example", "Dana Moore", Role::SalesManager, CENTRAL),
    who("executive@demo.example", "Walter Hayes", Role::Executive, ""),
    who("admin@demo.example", "Priya Nair", Role::Admin, ""),
];

const COLLEAGUES: &[SignIn] = &[
    who("tom.becker@demo.example", "Tom Becker", Role::SalesRep, CENTRAL),
    who("lena.ortiz@demo.example", "Lena Ortiz", Role::SalesRep, CENTRAL),
    who("ana.novak@demo.example", "Ana Novak", Role::SalesRep, CENTRAL),
    who("victor.lang@demo.example", "Victor Lang", Role::SalesRep, GULF),
    who("june.abbott@demo.example", "June Abbott", Role::ProductSupportRep, GULF),
    who("grace.whitfield@demo.example", "Grace Whitfield", Role::SalesManager, GULF),
];

const fn who(email: &'static str, name: &'static str, role: Role, region: &'static str) -> SignIn {
    SignIn { email, name, role, region }
}

/// Puts them into the book; those of [`SIGN_INS`] get the password.
///
/// # Errors
/// When the password cannot be hashed.
pub async fn write(book: &mut Book, chance: &mut Chance, secret: &str) -> Result<()> {
    for person in SIGN_INS {
        let hash = password::hash(secret.to_owned()).await?;
        add(book, chance, person, hash);
    }
    for person in COLLEAGUES {
        add(book, chance, person, String::new());
    }
    Ok(())
}

/// Adds one more user; an empty `password_hash` cannot sign in.
pub fn add(book: &mut Book, chance: &mut Chance, person: &SignIn, password_hash: String) {
    let created_at = book.calendar.at(1_000, 480);
    let region_id = book.region(person.region);
    let branch_id = book.branches.iter().find(|branch| Some(branch.region_id) == region_id).map(|branch| branch.id);
    book.users.push(row::Model {
        id: UserId(chance.id(created_at)),
        email: person.email.to_owned(),
        name: person.name.to_owned(),
        role: person.role,
        region_id,
        branch_id,
        password_hash,
        active: true,
        epoch: 1,
        time_zone: ZONE.name().to_owned(),
        theme: "auto".to_owned(),
        created_at,
        version: 1,
    });
}
