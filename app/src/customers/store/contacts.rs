//! Creating and changing contacts. One reaches the contacts of the customers one reaches.

use crate::core::AppError;
use crate::core::changed::changed;
use crate::core::ctx::Ctx;
use crate::core::timeline;
use crate::core::write::{Fail, NewEvent, Once, Tx, write};
use crate::customers::types::{ContactFormPage, SavedContact};
use crate::routes;
use crate::search::store as search;
use entity::contact::row::{ActiveModel, Column, Entity, Model};
use entity::contact::{ContactDraft, ContactForm, Influence};
use entity::customer::row as customer;
use entity::event::{Deed, Detail, Noun};
use entity::shared::actor::Action;
use entity::shared::ids::{ContactId, CustomerId};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde::Serialize;
use uuid::Uuid;

/// The form of a contact, or of a new one, at a customer.
///
/// # Errors
/// [`AppError::NotFound`] out of scope, [`AppError::Denied`] for readers.
pub async fn contact_form_page(
    ctx: &Ctx,
    customer: CustomerId,
    id: Option<ContactId>,
) -> Result<ContactFormPage, AppError> {
    ctx.allow(Action::EditCustomers)?;
    let at = at(ctx, &ctx.db.read, customer).await?;
    let (form, version) = match id {
        Some(id) => {
            let row = one(ctx, &ctx.db.read, customer, id).await?;
            let version = row.version;
            (form_of(row), version)
        }
        None => (ContactForm::default(), 0),
    };
    Ok(ContactFormPage { form, customer, customer_name: at.name, id, version, key: ctx.id() })
}

/// Creates (`id` is `None`) or changes a contact.
///
/// # Errors
/// [`AppError::Invalid`] by field, [`AppError::Conflict`] on a stale version, [`AppError::NotFound`] out of scope.
pub async fn save_contact(
    ctx: &Ctx,
    customer: CustomerId,
    id: Option<ContactId>,
    version: i64,
    key: Uuid,
    form: ContactForm,
) -> Result<SavedContact, AppError> {
    #[derive(Clone, Serialize)]
    struct Input {
        customer: CustomerId,
        id: Option<ContactId>,
        version: i64,
        form: ContactForm,
    }
    ctx.allow(Action::EditCustomers)?;
    form.parse()?;
    let input = Input { customer, id, version, form };
    let once = Once::new(key, "contacts/save", &input);
    write(ctx, Some(once), input, |tx, Input { customer, id, version, form }| {
        Box::pin(async move {
            let draft = form.parse()?;
            let at = at(tx.ctx, tx.db, customer).await?;
            let id = match id {
                Some(id) => change(tx, &at, id, version, draft).await?,
                None => create(tx, &at, draft).await?,
            };
            Ok(SavedContact { id, goto: routes::customer(customer) })
        })
    })
    .await
}

/// The customer, in scope.
async fn at(ctx: &Ctx, db: &impl ConnectionTrait, id: CustomerId) -> Result<customer::Model, AppError> {
    customer::Entity::visible_one(&ctx.actor, id).one(db).await?.ok_or(AppError::NotFound)
}

/// The contact, in scope and at that customer.
async fn one(ctx: &Ctx, db: &impl ConnectionTrait, customer: CustomerId, id: ContactId) -> Result<Model, AppError> {
    let found = Entity::visible_to(&ctx.actor).filter(Column::Id.eq(id)).filter(Column::CustomerId.eq(customer));
    found.one(db).await?.ok_or(AppError::NotFound)
}

async fn create(tx: &Tx<'_>, at: &customer::Model, draft: ContactDraft) -> Result<ContactId, Fail> {
    let id = ContactId(tx.ctx.id());
    let row = filled(id, at.id, draft, tx.ctx.now, 1);
    let insert: ActiveModel = row.clone().into();
    insert.reset_all().insert(tx.db).await?;
    search::index(tx.db, search::Entry::contact(&row)).await?;
    let detail = Detail { name: row.name.clone(), ..Detail::default() };
    tx.event(event(at, &row, Deed::Created, detail)).await?;
    Ok(id)
}

async fn change(
    tx: &Tx<'_>,
    at: &customer::Model,
    id: ContactId,
    version: i64,
    draft: ContactDraft,
) -> Result<ContactId, Fail> {
    let before = one(tx.ctx, tx.db, at.id, id).await?;
    if before.version != version {
        return Err(timeline::conflict(tx.ctx, tx.db, id.0, before.version, None).await?.into());
    }
    let after = filled(id, at.id, draft, before.created_at, before.version + 1);
    let changes = readable(before.clone()).differences(&readable(after.clone()));
    if changes.is_empty() {
        return Ok(id);
    }
    let done = Entity::update_many()
        .set(changed(&before, after.clone()))
        .filter(Column::Id.eq(id))
        .filter(Column::Version.eq(before.version))
        .exec(tx.db)
        .await?;
    if done.rows_affected != 1 {
        return Err(timeline::conflict(tx.ctx, tx.db, id.0, before.version + 1, None).await?.into());
    }
    search::index(tx.db, search::Entry::contact(&after)).await?;
    let detail = Detail { name: after.name.clone(), changes, ..Detail::default() };
    tx.event(event(at, &after, Deed::Changed, detail)).await?;
    Ok(id)
}

/// The row a draft makes. Destructured, so that a new field must find its place here.
fn filled(
    id: ContactId,
    customer_id: CustomerId,
    draft: ContactDraft,
    created_at: chrono::DateTime<chrono::Utc>,
    version: i64,
) -> Model {
    let ContactDraft { name, role, influence, phone, email, do_not_contact, notes } = draft;
    Model { id, customer_id, name, role, influence, phone, email, do_not_contact, notes, created_at, version }
}

/// A stored contact as the form shows it.
fn form_of(row: Model) -> ContactForm {
    let Model {
        id: _,
        customer_id: _,
        name,
        role,
        influence,
        phone,
        email,
        do_not_contact,
        notes,
        created_at: _,
        version: _,
    } = row;
    let text = Option::unwrap_or_default;
    ContactForm {
        name,
        role: text(role),
        influence: influence.map(Influence::word).unwrap_or_default().to_owned(),
        phone: text(phone),
        email: text(email),
        do_not_contact: if do_not_contact { "on".to_owned() } else { String::new() },
        notes: text(notes),
    }
}

/// The same as people read it.
fn readable(row: Model) -> ContactForm {
    let influence = row.influence.map(Influence::label).unwrap_or_default().to_owned();
    let do_not_contact = if row.do_not_contact { "yes" } else { "no" }.to_owned();
    ContactForm { influence, do_not_contact, ..form_of(row) }
}

fn event(at: &customer::Model, row: &Model, deed: Deed, detail: Detail) -> NewEvent {
    NewEvent {
        noun: Noun::Contact,
        record: row.id.0,
        deed,
        version: row.version,
        detail,
        customer: Some(at.id),
        owner: at.machine_rep_id,
        other_owner: at.support_rep_id,
        region: at.region_id,
        other_region: None,
    }
}
