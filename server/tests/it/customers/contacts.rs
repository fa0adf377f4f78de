//! Contacts: stored whole, versioned, told of at their customer.

use super::world::{Who, person, worlds};
use app::core::AppError;
use app::customers::store;
use app::customers::types::Tab;
use entity::contact::ContactForm;
use entity::event::{Detail, Noun};
use std::collections::BTreeSet;

fn carla() -> ContactForm {
    ContactForm {
        name: "Carla Nguyen".into(),
        role: "Owner".into(),
        influence: "decides".into(),
        phone: "512-555-0143".into(),
        email: "carla@brazos.example".into(),
        do_not_contact: String::new(),
        notes: "Tuesday mornings".into(),
    }
}

#[tokio::test]
async fn every_field_is_stored_and_comes_back_in_the_form() {
    for world in worlds().await {
        let customer = world.customer(Who::Rep, "Brazos Paving").await;
        let id = world.save_contact(Who::Rep, customer, None, 0, carla()).await.unwrap();
        let page = store::contact_form_page(&world.ctx(Who::Rep), customer, Some(id)).await.unwrap();
        assert_eq!((page.form, page.version, page.customer_name.as_str()), (carla(), 1, "Brazos Paving"));
    }
}

#[tokio::test]
async fn who_asked_not_to_be_contacted_is_shown_without_phone_and_e_mail() {
    for world in worlds().await {
        let customer = world.customer(Who::Rep, "Brazos Paving").await;
        let id = world.save_contact(Who::Rep, customer, None, 0, carla()).await.unwrap();
        let quiet = ContactForm { do_not_contact: "on".into(), ..carla() };
        world.save_contact(Who::Rep, customer, Some(id), 1, quiet).await.unwrap();
        let page = store::show(&world.ctx(Who::Rep), customer, Tab::Contacts, None).await.unwrap();
        let contact = &page.contacts[0];
        assert!(contact.do_not_contact && contact.phone.is_none() && contact.email.is_none());
        let found = app::search::store::find(&world.ctx(Who::Rep), "carla", 0).await.unwrap();
        assert!(!format!("{found:?}").contains("555"), "{} {found:?}", world.engine.name);
        assert!(world.contact_row(id).await.phone.is_some(), "it is kept");
        let events = world.events().await;
        let event = events.last().unwrap();
        let detail: Detail = serde_json::from_str(&event.detail).unwrap();
        assert_eq!((event.noun, event.customer_id, event.version), (Noun::Contact, Some(customer), 2));
        let change = &detail.changes[0];
        assert_eq!((change.field.as_str(), change.from.as_str(), change.to.as_str()), ("Do not contact", "no", "yes"));
        assert_eq!(detail.changes.len(), 1);
    }
}

#[tokio::test]
async fn s40_a_stale_contact_is_told_and_s41_a_key_creates_once() {
    for world in worlds().await {
        let customer = world.customer(Who::Rep, "Brazos Paving").await;
        let ctx = world.ctx(Who::Rep);
        let key = ctx.id();
        let mut made = BTreeSet::new();
        for _ in 0..3 {
            made.insert(store::save_contact(&ctx, customer, None, 0, key, carla()).await.unwrap().id);
        }
        assert_eq!(made.len(), 1, "{}", world.engine.name);
        let id = *made.first().unwrap();
        world.save_contact(Who::Manager, customer, Some(id), 1, person("Carla N.")).await.unwrap();
        let before = world.state().await;
        let error = world.save_contact(Who::Rep, customer, Some(id), 1, person("Karla")).await.unwrap_err();
        let AppError::Conflict(conflict) = error else { panic!("{error:?}") };
        assert_eq!((conflict.who.as_str(), conflict.version), ("Manager Person", 2));
        assert_eq!(world.state().await, before, "{}", world.engine.name);
    }
}
