//! Server functions of the board.

use super::types::{Board, Dropped, DroppedMany, Looked, More};
use crate::core::AppError;
use entity::opportunity::{MoveForm, StageKey};
use entity::shared::ids::OpportunityId;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

/// The board; `query` is the query string of the URL.
#[server(endpoint = "pipeline/board")]
pub async fn read_board(query: String) -> Result<Board, AppError> {
    let ctx = crate::core::ctx::ctx()?;
    super::store::board(&ctx, &entity::opportunity::OpportunityFilter::read(&query)).await
}

/// More cards of a column, after the last one loaded; without one, its first.
#[server(endpoint = "pipeline/more")]
pub async fn more_cards(query: String, stage: StageKey, last: Option<OpportunityId>) -> Result<More, AppError> {
    let ctx = crate::core::ctx::ctx()?;
    super::store::more(&ctx, &entity::opportunity::OpportunityFilter::read(&query), stage, last).await
}

/// What some cards are now.
#[server(endpoint = "pipeline/look", input = Json)]
pub async fn look_at_cards(query: String, ids: Vec<OpportunityId>) -> Result<Looked, AppError> {
    let ctx = crate::core::ctx::ctx()?;
    super::store::look(&ctx, &entity::opportunity::OpportunityFilter::read(&query), ids).await
}

/// Moves a card and answers with the numbers of the board it was dropped on.
#[server(endpoint = "pipeline/drop")]
pub async fn drop_card(form: MoveForm, query: String) -> Result<Dropped, AppError> {
    let dropped = super::store::drop_card(&crate::core::ctx::ctx()?, form, &query).await?;
    crate::core::reply::goto(&dropped.goto);
    Ok(dropped)
}

/// Moves many cards, each in a transaction of its own, and answers with what became of them and of the board.
#[server(endpoint = "pipeline/drop_many", input = Json)]
pub async fn drop_cards(forms: Vec<MoveForm>, query: String) -> Result<DroppedMany, AppError> {
    super::store::drop_cards(&crate::core::ctx::ctx()?, forms, &query).await
}

/// The numbers of a board alone.
#[server(endpoint = "pipeline/numbers")]
pub async fn read_numbers(query: String) -> Result<super::types::Numbers, AppError> {
    let ctx = crate::core::ctx::ctx()?;
    super::store::read_numbers(&ctx, &entity::opportunity::OpportunityFilter::read(&query)).await
}
