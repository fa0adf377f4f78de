//! What the shell shows of dealer and user.

use super::AppError;
use super::ctx::Ctx;
use super::session::SessionInfo;
use entity::dealer::setting;
use entity::user;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// The signed-in user with the dealer's settings.
///
/// # Errors
/// The database's.
pub async fn info(ctx: &Ctx) -> Result<SessionInfo, AppError> {
    let rows =
        setting::Entity::find().filter(setting::Column::Name.is_in(["demo", "dealer_name"])).all(&ctx.db.read).await?;
    let value = |name: &str| rows.iter().find(|row| row.name == name).map(|row| row.value.clone());
    let theme = user::row::Entity::find_by_id(ctx.actor.id).one(&ctx.db.read).await?.map(|user| user.theme);
    Ok(SessionInfo {
        actor: ctx.actor.clone(),
        today: ctx.today(),
        theme: theme.unwrap_or_else(|| "auto".to_owned()),
        demo: value("demo").is_some_and(|value| value == "true"),
        dealer: value("dealer_name").unwrap_or_else(|| "Ironbook".to_owned()),
    })
}
