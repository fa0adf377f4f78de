//! The contacts of the demo dealer: two at each customer, three where the board looks most.

use super::book::Book;
use super::chance::Chance;
use entity::contact::{Influence, row};
use entity::customer;
use entity::event::{Deed, Detail, Noun, row as event};
use entity::shared::ids::{ContactId, RecordId};
use entity::shared::text;

const FIRST: &[&str] = &[
    "Alma", "Ben", "Cora", "Dale", "Elena", "Frank", "Gloria", "Hector", "Ines", "Jack", "Karla", "Luis", "Mina",
    "Nate", "Olga", "Pete", "Quinn", "Rosa", "Sam", "Tessa", "Uri", "Vera", "Wade", "Yolanda",
];
const LAST: &[&str] = &[
    "Alvarez", "Bishop", "Castillo", "Dunn", "Espinoza", "Foster", "Garza", "Hobbs", "Ibarra", "Jensen", "Kubiak",
    "Lozano", "Marsh", "Nowak", "Ochoa", "Pruitt", "Quintana", "Rowe", "Salinas", "Teague", "Urban", "Vance", "Weiss",
];

/// The people of the first page one looks at.
const BRAZOS: &[(&str, &str, Influence)] = &[
    ("Carla Nguyen", "Owner", Influence::Decides),
    ("Jim Tate", "Fleet manager", Influence::Uses),
    ("Rosa Silva", "Parts buyer", Influence::Buys),
];
const FIRST_CONTACT: &[(&str, Influence)] =
    &[("Owner", Influence::Decides), ("General manager", Influence::Decides), ("Fleet manager", Influence::Advises)];
const SECOND_CONTACT: &[(&str, Influence)] =
    &[("Shop foreman", Influence::Uses), ("Buyer", Influence::Buys), ("Yard supervisor", Influence::Uses)];

/// Puts them into the book, each with the event of its creation.
pub fn write(book: &mut Book, chance: &mut Chance) {
    for customer in book.customers.clone() {
        if customer.name == "Brazos Paving" {
            for (name, role, influence) in BRAZOS {
                add(book, chance, &customer, (*name).to_owned(), (role, *influence));
            }
            continue;
        }
        for roles in [FIRST_CONTACT, SECOND_CONTACT] {
            let name = format!("{} {}", chance.pick(FIRST, &"Alma"), chance.pick(LAST, &"Garza"));
            let role = *chance.pick(roles, &("Owner", Influence::Decides));
            add(book, chance, &customer, name, role);
        }
    }
}

fn add(book: &mut Book, chance: &mut Chance, at: &customer::row::Model, name: String, role: (&str, Influence)) {
    let (role, influence) = role;
    let created_at = at.created_at;
    let mailbox = name.to_lowercase().replace(' ', ".");
    let row = row::Model {
        id: ContactId(chance.id(created_at)),
        customer_id: at.id,
        role: Some(role.to_owned()),
        influence: Some(influence),
        phone: Some(format!("512-555-{:04}", chance.number(100..=199))),
        email: Some(format!("{mailbox}@{}.example", text::fold(&at.name))),
        do_not_contact: false,
        notes: (name == "Carla Nguyen").then(|| "Best on Tuesday mornings.".to_owned()),
        name,
        created_at,
        version: 1,
    };
    let detail = Detail { name: row.name.clone(), ..Detail::default() };
    book.events.push(event::Model {
        seq: 0,
        at: created_at,
        actor_id: at.machine_rep_id,
        noun: Noun::Contact,
        record_id: RecordId(row.id.0),
        customer_id: Some(at.id),
        deed: Deed::Created,
        version: 1,
        detail: serde_json::to_string(&detail).unwrap_or_default(),
        mutation: None,
        owner_id: at.machine_rep_id,
        other_owner_id: at.support_rep_id,
        region_id: at.region_id,
        other_region_id: None,
    });
    book.contacts.push(row);
}
