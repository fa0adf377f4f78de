//! What the pages that move an opportunity show.

use super::{CardRow, all_stages, card_of, cards_select};
use crate::core::AppError;
use crate::core::ctx::Ctx;
use crate::opportunities::types::MovePage;
use entity::dealer::{CompetitorRef, competitor};
use entity::opportunity::row::{self, line};
use entity::shared::actor::Action;
use entity::shared::ids::OpportunityId;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

/// What the move and close pages, and the sheet on the board, show.
///
/// # Errors
/// [`AppError::NotFound`] out of scope, [`AppError::Denied`] for readers.
pub async fn move_page(ctx: &Ctx, id: OpportunityId) -> Result<MovePage, AppError> {
    ctx.allow(Action::WorkOpportunities)?;
    let ctx = &ctx.snapshot().await?;
    let db = &ctx.db.read;
    let card = cards_select(row::Entity::visible_one(&ctx.actor, id)).into_model::<CardRow>().one(db).await?;
    let card = card.ok_or(AppError::NotFound)?;
    let lines = line::Entity::find().filter(line::Column::OpportunityId.eq(id)).count(db).await?;
    let competitors = competitor::Entity::find().order_by_asc(competitor::Column::Name).all(db).await?;
    Ok(MovePage {
        phase: card.phase,
        card: card_of(ctx, card),
        has_lines: lines > 0,
        stages: all_stages(db).await?,
        competitors: competitors.into_iter().map(|row| CompetitorRef { id: row.id, name: row.name }).collect(),
        key: ctx.id(),
        today: ctx.today(),
    })
}
