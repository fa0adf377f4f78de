//! The board in the database: cards by column, numbers in one statement.

mod cards;
mod numbers;

pub use cards::{board, look, more};
pub use numbers::{numbers, read_numbers};

use crate::core::AppError;
use crate::core::ctx::Ctx;
use crate::opportunities::store::move_to;
use crate::pipeline::types::Dropped;
use entity::opportunity::{MoveForm, OpportunityFilter};

/// Moves a card, then reads the numbers under the filter of the board it was dropped on.
///
/// # Errors
/// Those of [`move_to`].
pub async fn drop_card(ctx: &Ctx, form: MoveForm, query: &str) -> Result<Dropped, AppError> {
    let done = move_to(ctx, form).await?;
    let numbers = read_numbers(ctx, &OpportunityFilter::read(query)).await?;
    let goto = done.goto.clone();
    Ok(Dropped { done, numbers, goto })
}
