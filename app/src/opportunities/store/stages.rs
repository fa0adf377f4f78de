//! The stages of the pipeline. Everyone signed in may read them.

use crate::core::AppError;
use crate::core::write::Fail;
use entity::opportunity::row::stage;
use entity::opportunity::{Stage, StageKey};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, QueryOrder};

/// All stages in board order.
///
/// # Errors
/// The database's.
pub async fn all_stages(db: &impl ConnectionTrait) -> Result<Vec<Stage>, DbErr> {
    let rows = stage::Entity::find().order_by_asc(stage::Column::Position).all(db).await?;
    Ok(rows.into_iter().map(Stage::from).collect())
}

/// One stage, or the sentence at the field that named it.
///
/// # Errors
/// [`AppError::Invalid`] for an unknown stage.
pub async fn stage_of(db: &impl ConnectionTrait, key: &StageKey) -> Result<Stage, Fail> {
    let row = stage::Entity::find_by_id(key.0.clone()).one(db).await?;
    row.map(Stage::from).ok_or_else(|| unknown().into())
}

/// One of the stages read, or the sentence at the field that named it.
pub(super) fn stage_in<'a>(stages: &'a [Stage], key: &StageKey) -> Result<&'a Stage, AppError> {
    stages.iter().find(|stage| stage.key == *key).ok_or_else(unknown)
}

fn unknown() -> AppError {
    AppError::field("to", "There is no such stage.")
}
