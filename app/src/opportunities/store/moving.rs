//! Moving: the one way any opportunity changes its stage, whoever asks and however.

use super::lines::summary_of;
use super::moved::{event, record};
use super::stages::stage_in;
use super::{CardRow, all_stages, card_of, cards_select, ranks};
use crate::core::AppError;
use crate::core::changed::changed;
use crate::core::ctx::Ctx;
use crate::core::timeline;
use crate::core::write::{Fail, Once, Tx, write};
use crate::opportunities::types::MoveDone;
use crate::routes;
use crate::search::store as search;
use entity::dealer::competitor;
use entity::event::{Deed, Detail};
use entity::opportunity::history;
use entity::opportunity::row::{self, line};
use entity::opportunity::transition::{Moved, Refused, Standing, decide};
use entity::opportunity::{Ask, Close, LineDraft, MoveForm, Place, Required, Stage};
use entity::shared::actor::Action;
use entity::shared::ids::{LineId, OpportunityId};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, Set};

/// Moves, closes, reopens or reorders an opportunity.
///
/// # Errors
/// [`AppError::Conflict`] when somebody was faster, [`AppError::Law`] when the pipeline says no,
/// [`AppError::Invalid`] for the fields of the sheet, [`AppError::NotFound`] out of scope.
pub async fn move_to(ctx: &Ctx, form: MoveForm) -> Result<MoveDone, AppError> {
    ctx.allow(Action::WorkOpportunities)?;
    let once = Once::new(form.target()?.key, "opportunities/move", &form);
    write(ctx, Some(once), form, |tx, form| Box::pin(attempt(tx, form))).await
}

async fn attempt(tx: &Tx<'_>, form: MoveForm) -> Result<MoveDone, Fail> {
    let target = form.target()?;
    let found = row::Entity::visible_one(&tx.ctx.actor, target.id).one(tx.db).await?;
    let before = found.ok_or(AppError::NotFound)?;
    let stages = all_stages(tx.db).await?;
    let to = stage_in(&stages, &target.to)?.clone();
    if before.version != target.version {
        return Err(stale(tx, &before).await?);
    }
    let rank = ranks::at(tx, &to, target.place).await?;
    if before.stage == to.key && target.place != Place::Ordered {
        return reorder(tx, before, rank).await;
    }
    let ask = form.ask(&to, tx.ctx.today())?;
    known(tx, &ask).await?;
    let lines = lines_if_asked(tx, before.id, &to, &ask).await?;
    let standing = standing(tx.ctx, &before, lines);
    let decided = decide(&standing, &to, &ask, tx.ctx.today());
    if let (Err(Refused::NeedsFacts(_) | Refused::NeedsReopening), Err(errors)) =
        (&decided, form.answer(&standing, &to, tx.ctx.today()))
    {
        // A closing says of every fact that it lacks, and a reopening of its reason, each at its field.
        return Err(errors.into());
    }
    let moved = decided?;
    let after = store(tx, &before, &moved, &ask, lines, rank).await?;
    record(tx, &before, &after, &moved, &stages).await?;
    answer(tx, after.id, &moved.from).await
}

/// How many lines it has; not counted where nobody asks for them.
async fn lines_if_asked(tx: &Tx<'_>, id: OpportunityId, to: &Stage, ask: &Ask) -> Result<u64, Fail> {
    if ask.line.is_none() && !to.asks_for().into_iter().any(|asked| asked == Required::Line) {
        return Ok(0);
    }
    Ok(line::Entity::find().filter(line::Column::OpportunityId.eq(id)).count(tx.db).await?)
}

fn standing(ctx: &Ctx, row: &row::Model, lines: u64) -> Standing {
    Standing {
        stage: row.stage.clone(),
        phase: row.phase,
        has_customer: row.customer_id.is_some(),
        amount: row.amount,
        expected_close: row.expected_close,
        lines: usize::try_from(lines).unwrap_or(usize::MAX),
        probability_override: row.probability_override,
        entered_on: ctx.local(row.stage_since).date(),
    }
}

/// Linked ids are checked like any other: an unknown competitor is an error at its field.
async fn known(tx: &Tx<'_>, ask: &Ask) -> Result<(), Fail> {
    if let Some(Close::Lost { competitor: Some(id), .. }) = &ask.close
        && competitor::Entity::find_by_id(*id).one(tx.db).await?.is_none()
    {
        return Err(AppError::field("competitor", "Choose the competitor, or Unknown.").into());
    }
    Ok(())
}

/// Saves the row under its version, with what the sheet brought.
async fn store(
    tx: &Tx<'_>,
    before: &row::Model,
    moved: &Moved,
    ask: &Ask,
    lines: u64,
    rank: String,
) -> Result<row::Model, Fail> {
    let mut after = before.clone();
    if let (0, Some(draft)) = (lines, &ask.line) {
        add_line(tx, before.id, draft).await?;
        after.summary = summary_of(tx, std::slice::from_ref(draft)).await?;
    }
    after.amount = ask.amount.unwrap_or(before.amount);
    after.expected_close = ask.expected_close.or(before.expected_close);
    after.stage = moved.to.clone();
    after.phase = moved.phase;
    after.probability = moved.probability;
    after.closed_on = moved.close.as_ref().map(Close::on);
    if let Some(Close::Won { actual, .. }) = moved.close {
        after.amount = actual;
    }
    after.stage_since = history::after(before.stage_since, tx.ctx.now);
    after.rank = rank;
    save_version(tx, before, after).await
}

/// Writes a changed row when its version is still the one read; else somebody was faster.
pub(super) async fn save_version(tx: &Tx<'_>, before: &row::Model, after: row::Model) -> Result<row::Model, Fail> {
    let mut after = after.sorted();
    after.version = before.version + 1;
    after.updated_at = tx.ctx.now;
    let done = row::Entity::update_many()
        .set(changed(before, after.clone()))
        .filter(row::Column::Id.eq(before.id))
        .filter(row::Column::Version.eq(before.version))
        .exec(tx.db)
        .await?;
    if done.rows_affected != 1 {
        return Err(stale(tx, before).await?);
    }
    let words = search::Entry::opportunity(&after);
    if words != search::Entry::opportunity(before) {
        search::index(tx.db, words).await?;
    }
    Ok(after)
}

/// The conflict with the card as it is now.
pub(super) async fn stale(tx: &Tx<'_>, row: &row::Model) -> Result<Fail, Fail> {
    let now = cards_select(row::Entity::visible_one(&tx.ctx.actor, row.id)).into_model::<CardRow>().one(tx.db).await?;
    let now = now.ok_or(AppError::NotFound)?;
    let version = now.version;
    Ok(timeline::conflict(tx.ctx, tx.db, row.id.0, version, Some(card_of(tx.ctx, now))).await?.into())
}

async fn add_line(tx: &Tx<'_>, id: OpportunityId, draft: &LineDraft) -> Result<(), Fail> {
    let LineDraft { product, description, quantity, price } = draft.clone();
    let row = line::ActiveModel {
        id: Set(LineId(tx.ctx.id())),
        opportunity_id: Set(id),
        position: Set(0),
        product_id: Set(product),
        description: Set(description),
        quantity: Set(quantity),
        price: Set(price),
    };
    row.insert(tx.db).await?;
    Ok(())
}

/// Another place in the same column: one row written, no stage change.
async fn reorder(tx: &Tx<'_>, before: row::Model, rank: String) -> Result<MoveDone, Fail> {
    let after = save_version(tx, &before, row::Model { rank, ..before.clone() }).await?;
    let detail = Detail { name: after.name.clone(), ..Detail::default() };
    tx.event(event(&after, Deed::Ranked, detail)).await?;
    answer(tx, after.id, &before.stage).await
}

async fn answer(tx: &Tx<'_>, id: OpportunityId, from: &entity::opportunity::StageKey) -> Result<MoveDone, Fail> {
    let row = cards_select(row::Entity::visible_one(&tx.ctx.actor, id)).into_model::<CardRow>().one(tx.db).await?;
    let row = row.ok_or(AppError::NotFound)?;
    let phase = row.phase;
    Ok(MoveDone { card: card_of(tx.ctx, row), phase, from: from.clone(), goto: routes::opportunity(id) })
}
