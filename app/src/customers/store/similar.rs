//! Customers like the one that is being typed, and customers to choose from.

use super::filter::narrow;
use super::form::reference;
use crate::core::AppError;
use crate::core::ctx::Ctx;
use crate::customers::types::{CustomerRef, Similar};
use crate::search::store::{bears, column};
use entity::Role;
use entity::customer::row::{Column, Entity, Model};
use entity::customer::{CustomerFilter, Likeness, likeness, namesake_keys};
use entity::dealer::region;
use entity::search::{Place, pieces};
use entity::shared::ids::{CustomerId, RegionId};
use entity::shared::text::NAME_MAX;
use entity::user::row as user;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashSet;

/// Namesakes that are shown.
const SHOWN: usize = 5;
/// Customers whose names are compared.
const COMPARED: u64 = 200;
/// Letters before anything is compared.
const LETTERS: usize = 3;
/// Customers offered while choosing one.
const OFFERED: u64 = 12;

/// Customers whose name is like `name`; `own` is the one being edited.
///
/// Of customers out of scope only those of the same name are told of, and of them only where to ask.
///
/// # Errors
/// The database's.
pub async fn similar(ctx: &Ctx, name: &str, own: Option<CustomerId>) -> Result<Similar, AppError> {
    let name: String = name.chars().take(NAME_MAX).collect();
    let Some(first) = pieces(&name).into_iter().next().filter(|_| name.trim().chars().count() >= LETTERS) else {
        return Ok(Similar::default());
    };
    let rows = Entity::visible_to(&ctx.actor)
        .filter(bears(&[column((Entity, Column::Id))], Some(Place::Name), &first))
        .order_by_asc(Column::NameKey)
        .limit(COMPARED)
        .all(&ctx.db.read)
        .await?;
    let others = rows.iter().filter(|row| Some(row.id) != own);
    let mut alike: Vec<(Likeness, &Model)> =
        others.filter_map(|row| likeness(&name, &row.name).map(|likeness| (likeness, row))).collect();
    alike.sort_by_key(|(likeness, _)| *likeness);
    let here = alike.into_iter().take(SHOWN).map(|(_, row)| reference(row)).collect();
    Ok(Similar { here, elsewhere: elsewhere(ctx, &name, own).await? })
}

/// `A customer of this name is in Gulf Coast. Ask Dana Morgan.`
async fn elsewhere(ctx: &Ctx, name: &str, own: Option<CustomerId>) -> Result<Option<String>, AppError> {
    let db = &ctx.db.read;
    let namesakes: Vec<(CustomerId, Option<RegionId>)> =
        Entity::namesakes(namesake_keys(name)).into_tuple().all(db).await?;
    if namesakes.is_empty() {
        return Ok(None);
    }
    let seen: HashSet<CustomerId> = Entity::visible_to(&ctx.actor)
        .filter(Column::Id.is_in(namesakes.iter().map(|(id, _)| *id)))
        .select_only()
        .column(Column::Id)
        .into_tuple()
        .all(db)
        .await?
        .into_iter()
        .collect();
    let Some((_, at)) = namesakes.into_iter().find(|(id, _)| Some(*id) != own && !seen.contains(id)) else {
        return Ok(None);
    };
    let Some(at) = at else { return Ok(Some("A customer of this name exists already. Ask an admin.".to_owned())) };
    let place = region::Entity::find_by_id(at).one(db).await?.map_or("another region".to_owned(), |row| row.name);
    let manager = user::Entity::find()
        .filter(user::Column::RegionId.eq(at))
        .filter(user::Column::Role.eq(Role::SalesManager))
        .filter(user::Column::Active.eq(true))
        .order_by_asc(user::Column::Name)
        .one(db)
        .await?;
    let whom = manager.map_or("an admin".to_owned(), |manager| manager.name);
    Ok(Some(format!("A customer of this name exists in {place}. Ask {whom}.")))
}

/// Customers in scope by the beginnings of words.
///
/// # Errors
/// The database's.
pub async fn pick(ctx: &Ctx, q: &str) -> Result<Vec<CustomerRef>, AppError> {
    let filter = CustomerFilter { q: q.chars().take(NAME_MAX).collect(), ..CustomerFilter::default() };
    let rows = narrow(ctx, &filter).order_by_asc(Column::NameKey).limit(OFFERED).all(&ctx.db.read).await?;
    Ok(rows.iter().map(reference).collect())
}
