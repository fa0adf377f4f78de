//! Users as administrators see them.

use super::types::{UserLine, UserPage};
use crate::core::AppError;
use crate::core::ctx::Ctx;
use crate::core::keyset::{Keyset, cursor, text};
use entity::dealer::region;
use entity::shared::actor::Action;
use entity::shared::page::{PAGE, Page, Seek};
use entity::user::row::{Column, Entity, Model};
use sea_orm::{EntityTrait, JoinType, QuerySelect, RelationDef};

/// Everybody by name, a page from `seek` on.
///
/// # Errors
/// [`AppError::Denied`] for others than administrators.
pub async fn users(ctx: &Ctx, seek: &Seek) -> Result<UserPage, AppError> {
    ctx.allow(Action::Administer)?;
    let by_name = Keyset { by: Column::Name, id: Column::Id, down: false, value: text };
    let to_region: RelationDef =
        Entity::belongs_to(region::Entity).from(Column::RegionId).to(region::Column::Id).into();
    // unscoped: administrators see everybody, and nobody else comes this far
    let everybody = Entity::find();
    let found = by_name
        .ordered(everybody, seek)
        .limit(PAGE + 1)
        .join(JoinType::LeftJoin, to_region)
        .select_also(region::Entity)
        .all(&ctx.db.read)
        .await?;
    let lines = found.into_iter().map(|(user, region)| line(ctx, user, region)).collect();
    let size = usize::try_from(PAGE).unwrap_or(50);
    Ok(Page::of(lines, size, seek, |line: &UserLine| cursor(line.id, &line.name)))
}

fn line(ctx: &Ctx, user: Model, region: Option<region::Model>) -> UserLine {
    UserLine {
        me: user.id == ctx.actor.id,
        standing: user.standing(),
        region: region.map(|region| region.name).unwrap_or_default(),
        id: user.id,
        name: user.name,
        email: user.email,
        role: user.role,
    }
}
