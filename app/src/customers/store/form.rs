//! The form of a customer, filled.

use super::choices::{divisions, near, people, sells_machines, sells_support};
use super::record::{Record, place};
use crate::core::AppError;
use crate::core::ctx::Ctx;
use crate::customers::types::{CustomerFormPage, CustomerRef};
use entity::Role;
use entity::customer::row::{Column, Entity, Model};
use entity::customer::{CustomerForm, tags_of};
use entity::dealer::branch;
use entity::shared::actor::Action;
use entity::shared::ids::{BranchId, CustomerId, UserId};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// How many customers a plain choice lists; beyond that one types.
const PARENTS: u64 = 500;

/// The form of a customer, or of a new one.
///
/// # Errors
/// [`AppError::NotFound`] out of scope, [`AppError::Denied`] for readers.
pub async fn form_page(ctx: &Ctx, id: Option<CustomerId>) -> Result<CustomerFormPage, AppError> {
    ctx.allow(Action::EditCustomers)?;
    let ctx = &ctx.snapshot().await?;
    let record = match id {
        Some(id) => {
            let found = Record::of(Entity::visible_one(&ctx.actor, id)).one(&ctx.db.read).await?;
            Some(found.ok_or(AppError::NotFound)?)
        }
        None => None,
    };
    let parents = parents(ctx, id).await?;
    let parent = record.as_ref().and_then(|record| record.row.parent_id);
    let mut page = CustomerFormPage {
        form: CustomerForm::default(),
        id,
        version: record.as_ref().map_or(0, |record| record.row.version),
        key: ctx.id(),
        parent: parents.iter().find(|row| Some(row.id) == parent).cloned(),
        parents,
        divisions: divisions(&ctx.db.read).await?,
        branches: branches(ctx).await?,
        machine_reps: Vec::new(),
        support_reps: Vec::new(),
        may_assign: ctx.actor.may(Action::Reassign),
    };
    if page.may_assign {
        let all = people(&ctx.actor, &ctx.db.read).await?;
        let those = |fits: fn(Role) -> bool| -> Vec<(UserId, String)> {
            all.iter().filter(|user| fits(user.role)).map(|user| (user.id, user.name.clone())).collect()
        };
        (page.machine_reps, page.support_reps) = (those(sells_machines), those(sells_support));
    }
    if let Some(record) = record {
        keep_choices(&mut page, &record);
        page.form = form_of(record.row);
    }
    Ok(page)
}

/// What is set stays choosable, also when it could not be chosen today: an unknown choice would be sent back empty.
fn keep_choices(page: &mut CustomerFormPage, record: &Record) {
    fn keep<T: PartialEq + Copy>(all: &mut Vec<(T, String)>, id: Option<T>, name: &Option<String>) {
        if let (Some(id), Some(name)) = (id, name)
            && all.iter().all(|(known, _)| *known != id)
        {
            all.push((id, name.clone()));
        }
    }
    keep(&mut page.branches, record.row.branch_id, &record.branch);
    if page.may_assign {
        keep(&mut page.machine_reps, record.row.machine_rep_id, &record.machine_rep);
        keep(&mut page.support_reps, record.row.support_rep_id, &record.support_rep);
    }
    if let (Some(id), None) = (record.row.parent_id, &page.parent) {
        // Out of scope, or far down the alphabet: it stays, under a name that tells nothing.
        page.parent = Some(CustomerRef { id, name: "The parent that is set".to_owned(), note: String::new() });
    }
}

/// Customers that could be the parent, by name; the one that is set first.
async fn parents(ctx: &Ctx, own: Option<CustomerId>) -> Result<Vec<CustomerRef>, DbErr> {
    let mut select = Entity::visible_to(&ctx.actor);
    if let Some(own) = own {
        select = select.filter(Column::Id.ne(own));
    }
    let rows: Vec<Model> = select.order_by_asc(Column::NameKey).limit(PARENTS).all(&ctx.db.read).await?;
    Ok(rows.iter().map(reference).collect())
}

/// A customer as a choice or link.
pub fn reference(row: &Model) -> CustomerRef {
    let note = [Some(place(row)), row.number.clone()].into_iter().flatten().filter(|part| !part.is_empty());
    CustomerRef { id: row.id, name: row.name.clone(), note: note.collect::<Vec<_>>().join(" \u{b7} ") }
}

async fn branches(ctx: &Ctx) -> Result<Vec<(BranchId, String)>, DbErr> {
    branch::Entity::find()
        .filter(near(&ctx.actor))
        .order_by_asc(branch::Column::Name)
        .select_only()
        .columns([branch::Column::Id, branch::Column::Name])
        .into_tuple()
        .all(&ctx.db.read)
        .await
}

/// A stored customer as the form shows it. Destructured, so that a new field must find its place here.
pub fn form_of(row: Model) -> CustomerForm {
    let Model {
        id: _,
        kind,
        number,
        name,
        name_key: _,
        status,
        customer_type,
        size,
        division_id,
        branch_id,
        region_id: _,
        phone,
        website,
        street,
        city,
        county,
        state,
        postal_code,
        country,
        parent_id,
        machine_rep_id,
        support_rep_id,
        tags,
        notes,
        created_at: _,
        updated_at: _,
        version: _,
    } = row;
    let text = Option::unwrap_or_default;
    CustomerForm {
        kind: kind.word().to_owned(),
        number: text(number),
        name,
        status: status.word().to_owned(),
        customer_type: text(customer_type),
        size: text(size),
        division: id_text(division_id),
        branch: id_text(branch_id),
        phone: text(phone),
        website: text(website),
        street: text(street),
        city: text(city),
        county: text(county),
        state: text(state),
        postal_code: text(postal_code),
        country: text(country),
        parent: id_text(parent_id),
        machine_rep: id_text(machine_rep_id),
        support_rep: id_text(support_rep_id),
        tags: tags_of(&tags).join(", "),
        notes: text(notes),
    }
}

fn id_text(id: Option<impl ToString>) -> String {
    id.map_or(String::new(), |id| id.to_string())
}
