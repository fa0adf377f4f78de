//! Moves made on a board: the one way any opportunity moves, then the board as it is after it.

use super::{look, read_numbers};
use crate::core::AppError;
use crate::core::ctx::Ctx;
use crate::opportunities::store::move_to;
use crate::pipeline::types::{Dropped, DroppedMany};
use entity::opportunity::{MoveForm, OpportunityFilter};
use entity::shared::actor::Action;

/// Cards moved in one go.
const MANY: usize = 200;

/// Moves a card, then reads what the board it was dropped on shows now. The move is saved by then, so a board that cannot
/// be read is left out of the answer and is no error.
///
/// # Errors
/// Those of [`move_to`].
pub async fn drop_card(ctx: &Ctx, form: MoveForm, query: &str) -> Result<Dropped, AppError> {
    let done = move_to(ctx, form).await?;
    let filter = OpportunityFilter::read(query);
    let goto = done.goto.clone();
    // Under no filter every card fits that its mover may see.
    if !narrows(&filter) {
        let numbers = unless_away(read_numbers(ctx, &filter).await);
        return Ok(Dropped { done, fits: true, numbers, goto });
    }
    let now = unless_away(look(ctx, &filter, vec![done.card.id]).await);
    let fits = now.as_ref().is_none_or(|now| !now.cards.is_empty() || !done.phase.is_open());
    Ok(Dropped { done, fits, numbers: now.map(|now| now.numbers), goto })
}

/// Moves many cards, each on its own: what one is refused for holds no other back.
///
/// # Errors
/// [`AppError::Denied`] for readers, [`AppError::Refused`] for too many; what single cards are refused for is in the answer.
pub async fn drop_cards(ctx: &Ctx, forms: Vec<MoveForm>, query: &str) -> Result<DroppedMany, AppError> {
    ctx.allow(Action::WorkOpportunities)?;
    if forms.len() > MANY {
        return Err(AppError::Refused(format!("Move at most {MANY} cards at once.")));
    }
    let ids = forms.iter().map(|form| form.target().map(|target| target.id)).collect::<Result<Vec<_>, _>>()?;
    let mut done = Vec::with_capacity(forms.len());
    for (id, form) in ids.iter().zip(forms) {
        done.push((*id, move_to(ctx, form).await));
    }
    let now = unless_away(look(ctx, &OpportunityFilter::read(query), ids).await);
    Ok(DroppedMany { done, now })
}

/// Whether a filter leaves anything out.
fn narrows(filter: &OpportunityFilter) -> bool {
    let bare = OpportunityFilter { sort: filter.sort, limit: filter.limit, ..OpportunityFilter::default() };
    *filter != bare
}

fn unless_away<T>(read: Result<T, AppError>) -> Option<T> {
    read.inspect_err(|error| tracing::warn!("the board could not be read after a move: {error}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_limit_leave_nothing_out() {
        for (query, leaves_out) in
            [("", false), ("sort=manual", false), ("limit=200", false), ("q=paver", true), ("next=idle", true)]
        {
            assert_eq!(narrows(&OpportunityFilter::read(query)), leaves_out, "{query}");
        }
    }
}
