//! Server functions of customers and contacts. Each asks who is there and calls one store function.

use super::types::{
    ContactFormPage, CustomerFormPage, CustomerList, CustomerPage, CustomerRef, SavedContact, SavedCustomer, Similar,
    Tab,
};
use crate::core::AppError;
use entity::contact::ContactForm;
use entity::customer::CustomerForm;
use entity::shared::ids::{ContactId, CustomerId};
use leptos::prelude::*;
use uuid::Uuid;

/// A page of the list; `query` is the query string of the URL.
#[server(endpoint = "customers/list")]
pub async fn list_customers(query: String) -> Result<CustomerList, AppError> {
    let ctx = crate::core::ctx::ctx()?;
    super::store::list(&ctx, &entity::customer::CustomerFilter::read(&query)).await
}

/// Everything on a customer's page. `before` asks for older entries of the timeline.
#[server(endpoint = "customers/show")]
pub async fn show_customer(
    id: CustomerId,
    tab: Tab,
    #[server(default)] before: Option<i64>,
) -> Result<CustomerPage, AppError> {
    super::store::show(&crate::core::ctx::ctx()?, id, tab, before).await
}

/// The form of a customer, or of a new one.
#[server(endpoint = "customers/form")]
pub async fn load_customer_form(#[server(default)] id: Option<CustomerId>) -> Result<CustomerFormPage, AppError> {
    super::store::form_page(&crate::core::ctx::ctx()?, id).await
}

/// Creates or changes a customer.
#[server(endpoint = "customers/save")]
pub async fn save_customer(
    form: CustomerForm,
    #[server(default)] id: Option<CustomerId>,
    #[server(default)] version: i64,
    key: Uuid,
) -> Result<SavedCustomer, AppError> {
    let saved = super::store::save(&crate::core::ctx::ctx()?, id, version, key, form).await?;
    crate::core::reply::goto(&saved.goto);
    Ok(saved)
}

/// Customers that may be the one whose name is being typed; `id` is the one being edited.
#[server(endpoint = "customers/similar")]
pub async fn similar_customers(name: String, #[server(default)] id: Option<CustomerId>) -> Result<Similar, AppError> {
    super::store::similar(&crate::core::ctx::ctx()?, &name, id).await
}

/// Customers in scope by the beginnings of words, for choosing one.
#[server(endpoint = "customers/pick")]
pub async fn pick_customer(q: String) -> Result<Vec<CustomerRef>, AppError> {
    super::store::pick(&crate::core::ctx::ctx()?, &q).await
}

/// The form of a contact, or of a new one, at a customer.
#[server(endpoint = "contacts/form")]
pub async fn load_contact_form(
    customer: CustomerId,
    #[server(default)] id: Option<ContactId>,
) -> Result<ContactFormPage, AppError> {
    super::store::contact_form_page(&crate::core::ctx::ctx()?, customer, id).await
}

/// Creates or changes a contact.
#[server(endpoint = "contacts/save")]
pub async fn save_contact(
    form: ContactForm,
    customer: CustomerId,
    #[server(default)] id: Option<ContactId>,
    #[server(default)] version: i64,
    key: Uuid,
) -> Result<SavedContact, AppError> {
    let saved = super::store::save_contact(&crate::core::ctx::ctx()?, customer, id, version, key, form).await?;
    crate::core::reply::goto(&saved.goto);
    Ok(saved)
}
