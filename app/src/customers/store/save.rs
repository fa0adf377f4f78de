//! Creating and changing customers.

use super::changes::changes;
use super::links::{Links, links};
use crate::core::AppError;
use crate::core::changed::changed;
use crate::core::ctx::Ctx;
use crate::core::timeline;
use crate::core::write::{Fail, NewEvent, Once, Tx, write};
use crate::customers::types::SavedCustomer;
use crate::routes;
use crate::search::store as search;
use entity::customer::row::{ActiveModel, Column, Entity, Model};
use entity::customer::{CustomerDraft, CustomerForm, Reps, Standing};
use entity::event::{Deed, Detail, Noun};
use entity::shared::actor::Action;
use entity::shared::ids::CustomerId;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter};
use serde::Serialize;
use uuid::Uuid;

/// Creates (`id` is `None`) or changes a customer.
///
/// # Errors
/// [`AppError::Invalid`] by field, [`AppError::Conflict`] on a stale version, [`AppError::NotFound`] out of scope.
pub async fn save(
    ctx: &Ctx,
    id: Option<CustomerId>,
    version: i64,
    key: Uuid,
    form: CustomerForm,
) -> Result<SavedCustomer, AppError> {
    #[derive(Clone, Serialize)]
    struct Input {
        id: Option<CustomerId>,
        version: i64,
        form: CustomerForm,
    }
    ctx.allow(Action::EditCustomers)?;
    form.parse()?;
    let input = Input { id, version, form };
    let once = Once::new(key, "customers/save", &input);
    write(ctx, Some(once), input, |tx, Input { id, version, form }| {
        Box::pin(async move {
            let draft = form.parse()?;
            let id = match id {
                Some(id) => change(tx, id, version, draft).await?,
                None => create(tx, draft).await?,
            };
            Ok(SavedCustomer { id, goto: routes::customer(id) })
        })
    })
    .await
}

async fn create(tx: &Tx<'_>, draft: CustomerDraft) -> Result<CustomerId, Fail> {
    let links = links(tx, None, &draft).await?;
    let row = filled(None, CustomerId(tx.ctx.id()), draft, links, tx);
    let insert: ActiveModel = row.clone().into();
    insert.reset_all().insert(tx.db).await?;
    search::index(tx.db, search::Entry::customer(&row)).await?;
    let detail = Detail { name: row.name.clone(), ..Detail::default() };
    tx.event(event(&row, Deed::Created, detail)).await?;
    Ok(row.id)
}

async fn change(tx: &Tx<'_>, id: CustomerId, version: i64, draft: CustomerDraft) -> Result<CustomerId, Fail> {
    let before = Entity::visible_one(&tx.ctx.actor, id).one(tx.db).await?.ok_or(AppError::NotFound)?;
    if before.version != version {
        return Err(timeline::conflict(tx.ctx, tx.db, id.0, before.version, None).await?.into());
    }
    let links = links(tx, Some(&before), &draft).await?;
    let after = filled(Some(&before), id, draft, links, tx);
    // By what they point to, not by how that is called: two customers may bear one name.
    if (Model { version: before.version, updated_at: before.updated_at, ..after.clone() }) == before {
        return Ok(id);
    }
    let changes = changes(tx, &before, &after).await?;
    let done = Entity::update_many()
        .set(changed(&before, after.clone()))
        .filter(Column::Id.eq(id))
        .filter(Column::Version.eq(before.version))
        .exec(tx.db)
        .await?;
    if done.rows_affected != 1 {
        return Err(timeline::conflict(tx.ctx, tx.db, id.0, before.version + 1, None).await?.into());
    }
    let words = search::Entry::customer(&after);
    if words != search::Entry::customer(&before) {
        search::index(tx.db, words).await?;
    }
    let detail = Detail { name: after.name.clone(), changes, ..Detail::default() };
    tx.event(event(&after, Deed::Changed, detail).out_of_hands(None, before.region_id)).await?;
    Ok(id)
}

/// The row of a draft, with the reps as they were decided.
fn filled(before: Option<&Model>, id: CustomerId, draft: CustomerDraft, links: Links, tx: &Tx<'_>) -> Model {
    let Links { reps: Reps { machine, support }, region } = links;
    let standing = Standing {
        id,
        region,
        created_at: before.map_or(tx.ctx.now, |row| row.created_at),
        updated_at: tx.ctx.now,
        version: before.map_or(1, |row| row.version + 1),
    };
    CustomerDraft { machine_rep: machine, support_rep: support, ..draft }.into_row(standing)
}

/// An event about a customer, seen by its reps and its region.
pub fn event(row: &Model, deed: Deed, detail: Detail) -> NewEvent {
    NewEvent {
        noun: Noun::Customer,
        record: row.id.0,
        deed,
        version: row.version,
        detail,
        customer: Some(row.id),
        owner: row.machine_rep_id,
        other_owner: row.support_rep_id,
        region: row.region_id,
        other_region: None,
    }
}
