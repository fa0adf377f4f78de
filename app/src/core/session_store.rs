//! What the shell shows of dealer and user.

use super::AppError;
use super::ctx::Ctx;
use super::session::SessionInfo;
use entity::dealer::setting;
use entity::user;
use sea_orm::sea_query::{Expr, UnionType};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

/// Beside the names of settings: the user's own.
const THEME: &str = "theme of user";

/// The signed-in user with the dealer's settings, in one statement: every page asks.
///
/// # Errors
/// The database's.
pub async fn info(ctx: &Ctx) -> Result<SessionInfo, AppError> {
    let mut statement = setting::Entity::find()
        .filter(setting::Column::Name.is_in(["demo", "dealer_name"]))
        .select_only()
        .columns([setting::Column::Name, setting::Column::Value])
        .into_query();
    let theme = user::row::Entity::find_by_id(ctx.signed_in().id)
        .select_only()
        .expr_as(Expr::val(THEME), "name")
        .column_as(user::row::Column::Theme, "value")
        .into_query();
    statement.union(UnionType::All, theme);
    let rows = ctx.db.read.query_all(&statement).await?;
    let pair = |row: &sea_orm::QueryResult| Ok((row.try_get("", "name")?, row.try_get("", "value")?));
    let rows = rows.iter().map(pair).collect::<Result<Vec<(String, String)>, sea_orm::DbErr>>()?;
    let value = |name: &str| rows.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    Ok(SessionInfo {
        actor: ctx.actor.clone(),
        viewer: ctx.viewer.as_ref().map(|viewer| viewer.name.clone()).unwrap_or_default(),
        today: ctx.today(),
        theme: value(THEME).unwrap_or_else(|| "auto".to_owned()),
        demo: value("demo").is_some_and(|value| value == "true"),
        dealer: value("dealer_name").unwrap_or_else(|| "Ironbook".to_owned()),
    })
}
