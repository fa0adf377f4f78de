//! Flashes in the database: written by the layer around server functions, read by pages.

use super::AppError;
use super::ctx::{Ctx, Guest, guest};
use super::flash::Flash;
use axum::http::request::Parts;
use chrono::TimeDelta;
use entity::session::flash as row;
use leptos::prelude::use_context;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};
use uuid::Uuid;

/// How long a flash lives.
const LIFE: TimeDelta = TimeDelta::minutes(10);

/// Whose flash it is: the session's, or for somebody not signed in the browser's own random cookie, hashed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlashOwner(pub String);

/// Keeps a flash; the id goes into the URL of the redirect.
///
/// # Errors
/// The database's.
pub async fn keep(guest: &Guest, owner: &FlashOwner, flash: &Flash) -> Result<Uuid, AppError> {
    let now = guest.source.now();
    row::Entity::delete_many().filter(row::Column::ExpiresAt.lt(now)).exec(&guest.db.write).await?;
    let id = guest.source.id();
    let content = serde_json::to_string(flash).map_err(AppError::internal)?;
    let kept = row::ActiveModel {
        id: Set(id),
        owner: Set(owner.0.clone()),
        content: Set(content),
        expires_at: Set(now + LIFE),
    };
    kept.insert(&guest.db.write).await?;
    Ok(id)
}

/// The flash with this id, when it belongs to the one who asks and still lives.
///
/// # Errors
/// The database's.
pub(super) async fn read(id: Uuid) -> Result<Option<Flash>, AppError> {
    let guest = guest()?;
    let Some(owner) = owner() else { return Ok(None) };
    // unscoped: a flash belongs to the session that is asked for below
    let found = row::Entity::find_by_id(id)
        .filter(row::Column::Owner.eq(owner.0))
        .filter(row::Column::ExpiresAt.gt(guest.source.now()))
        .one(&guest.db.read)
        .await?;
    Ok(found.and_then(|row| serde_json::from_str(&row.content).ok()))
}

/// Set on the request by the session layer.
fn owner() -> Option<FlashOwner> {
    let parts = use_context::<Parts>()?;
    let session = parts.extensions.get::<Ctx>().map(|ctx| FlashOwner(ctx.session.clone()));
    session.or_else(|| parts.extensions.get::<FlashOwner>().cloned())
}

/// A path whose page says that something went well; the plain path when that cannot be kept.
pub async fn telling(ctx: &Ctx, path: &str, message: &str) -> String {
    let flash = Flash { message: message.to_owned(), ..Flash::default() };
    let Ok(guest) = guest() else { return path.to_owned() };
    match keep(&guest, &FlashOwner(ctx.session.clone()), &flash).await {
        Ok(id) => format!("{path}?flash={id}"),
        Err(_) => path.to_owned(),
    }
}
