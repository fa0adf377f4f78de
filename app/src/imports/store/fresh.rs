//! Records that come in beside the rows: regions, people, products and so on that cells name.

use super::insert::insert;
use crate::core::write::{NewEvent, Tx};
use crate::search::store as search;
use entity::customer::{Kind, Status, row as customer, sells_machines, sells_support};
use entity::dealer::{competitor, region};
use entity::event::{Deed, Detail, Noun};
use entity::import::{Counts, Fresh, FreshCustomer, NewPerson, Person};
use entity::shared::ids::{RegionId, UserId};
use entity::shared::text::fold;
use entity::{Money, product, user};
use sea_orm::DbErr;

/// Stores them, in the order in which they point to each other.
///
/// # Errors
/// The database's.
pub async fn store(tx: &Tx<'_>, fresh: Fresh, counts: &mut Counts, note: &str) -> Result<(), DbErr> {
    counts.add_fresh(&fresh);
    let Fresh { regions, people, products, customers, competitors } = fresh;
    insert(tx.db, regions.into_iter().map(|(id, name)| region::Model { id, name }).collect()).await?;
    let people: Vec<NewPerson> = people
        .into_iter()
        .map(|Person { id, name, email, role, region, active: _ }| NewPerson { id, name, email, role, region })
        .collect();
    self::people(tx, people, note).await?;
    let products = products.into_iter().map(|(id, name)| product::row::Model {
        id,
        name_key: fold(&name),
        name,
        category: String::new(),
        list_price: Money::ZERO,
        division_id: None,
        version: 1,
    });
    insert(tx.db, products.collect()).await?;
    insert(tx.db, competitors.into_iter().map(|(id, name)| competitor::Model { id, name }).collect()).await?;
    self::customers(tx, customers, note).await
}

/// Stores people who cannot sign in yet: their password is empty.
///
/// # Errors
/// The database's.
pub async fn people(tx: &Tx<'_>, people: Vec<NewPerson>, note: &str) -> Result<(), DbErr> {
    let ctx = tx.ctx;
    let detail = |name: &str| Detail { name: name.to_owned(), note: note.to_owned(), ..Detail::default() };
    let event = |person: &NewPerson| person_event((person.id, person.region), Deed::Imported, detail(&person.name));
    let events = people.iter().map(event).collect();
    let rows = people.into_iter().map(|NewPerson { id, name, email, role, region }| user::row::Model {
        id,
        email,
        name,
        role,
        region_id: region,
        branch_id: None,
        password_hash: String::new(),
        active: true,
        epoch: 1,
        time_zone: ctx.zone.name().to_owned(),
        theme: "auto".to_owned(),
        created_at: ctx.now,
        version: 1,
    });
    insert(tx.db, rows.collect()).await?;
    tx.events(events).await
}

/// An event of a person who has never signed in.
pub(super) fn person_event((id, region): (UserId, Option<RegionId>), deed: Deed, detail: Detail) -> NewEvent {
    NewEvent {
        noun: Noun::User,
        record: id.0,
        deed,
        version: 1,
        detail,
        customer: None,
        owner: Some(id),
        other_owner: None,
        region,
        other_region: None,
    }
}

async fn customers(tx: &Tx<'_>, customers: Vec<FreshCustomer>, note: &str) -> Result<(), DbErr> {
    let (mut rows, mut events) = (Vec::new(), Vec::new());
    for FreshCustomer { id, name, rep } in customers {
        // Whoever sells neither looks after nobody.
        let machine = sells_machines(rep.role).then_some(rep.id);
        let support = sells_support(rep.role).then_some(rep.id);
        events.push(NewEvent {
            noun: Noun::Customer,
            record: id.0,
            deed: Deed::Imported,
            version: 1,
            detail: Detail { name: name.clone(), note: note.to_owned(), ..Detail::default() },
            customer: Some(id),
            owner: machine,
            other_owner: support,
            region: rep.region,
            other_region: None,
        });
        rows.push(customer::Model {
            id,
            kind: Kind::Prospect,
            number: None,
            name_key: fold(&name),
            name,
            status: Status::Active,
            customer_type: None,
            size: None,
            division_id: None,
            branch_id: None,
            region_id: rep.region,
            phone: None,
            website: None,
            street: None,
            city: None,
            county: None,
            state: None,
            postal_code: None,
            country: None,
            parent_id: None,
            machine_rep_id: machine,
            support_rep_id: support,
            tags: String::new(),
            notes: None,
            created_at: tx.ctx.now,
            updated_at: tx.ctx.now,
            version: 1,
        });
    }
    search::index_many(tx.db, rows.iter().map(search::Entry::customer).collect()).await?;
    insert(tx.db, rows).await?;
    tx.events(events).await
}
