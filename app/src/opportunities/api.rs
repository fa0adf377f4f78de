//! Server functions of opportunities. Each asks who is there and calls one store function.

use super::types::{FormPage, MoveDone, MovePage, OpportunityList, OpportunityPage, Saved};
use crate::core::AppError;
use entity::opportunity::{MoveForm, OpportunityForm, StageKey};
use entity::shared::ids::{CustomerId, OpportunityId};
use leptos::prelude::*;
use uuid::Uuid;

/// A page of the list; `query` is the query string of the URL.
#[server(endpoint = "opportunities/list")]
pub async fn list_opportunities(query: String) -> Result<OpportunityList, AppError> {
    let ctx = crate::core::ctx::ctx()?;
    super::store::list(&ctx, &entity::opportunity::OpportunityFilter::read(&query)).await
}

/// Everything on an opportunity's page. `before` asks for older entries of the timeline.
#[server(endpoint = "opportunities/show")]
pub async fn show_opportunity(
    id: OpportunityId,
    #[server(default)] before: Option<i64>,
) -> Result<OpportunityPage, AppError> {
    super::store::show(&crate::core::ctx::ctx()?, id, before).await
}

/// The form of an opportunity, or of a new one.
#[server(endpoint = "opportunities/form")]
pub async fn opportunity_form_page(
    id: Option<OpportunityId>,
    customer: Option<CustomerId>,
) -> Result<FormPage, AppError> {
    super::store::form_page(&crate::core::ctx::ctx()?, id, customer).await
}

/// Creates or changes an opportunity.
#[server(endpoint = "opportunities/save")]
pub async fn save_opportunity(
    form: OpportunityForm,
    #[server(default)] id: Option<OpportunityId>,
    #[server(default)] version: i64,
    key: Uuid,
    stage: StageKey,
) -> Result<Saved, AppError> {
    let saved = super::store::save(&crate::core::ctx::ctx()?, id, version, key, stage, form).await?;
    crate::core::reply::goto(&saved.goto);
    Ok(saved)
}

/// What the move and close pages, and the sheet on the board, show.
#[server(endpoint = "opportunities/move_page")]
pub async fn opportunity_move_page(id: OpportunityId) -> Result<MovePage, AppError> {
    super::store::move_page(&crate::core::ctx::ctx()?, id).await
}

/// Moves, closes, reopens or reorders an opportunity.
#[server(endpoint = "opportunities/move")]
pub async fn move_opportunity(form: MoveForm) -> Result<MoveDone, AppError> {
    let done = super::store::move_to(&crate::core::ctx::ctx()?, form).await?;
    crate::core::reply::goto(&done.goto);
    Ok(done)
}
