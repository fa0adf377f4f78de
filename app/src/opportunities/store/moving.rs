//! Moving: the one way any opportunity changes its stage, whoever asks and however.

use super::{CardRow, all_stages, card_of, cards_select, stage_of};
use crate::core::AppError;
use crate::core::ctx::Ctx;
use crate::core::timeline;
use crate::core::write::{Fail, NewEvent, Once, Tx, write};
use crate::opportunities::types::{MoveDone, MovePage};
use crate::routes;
use crate::search::store as search;
use entity::dealer::{CompetitorRef, competitor};
use entity::event::{Deed, Detail, Noun};
use entity::opportunity::row::{self, closure, line, stage_change};
use entity::opportunity::transition::{Moved, Refused, Standing, decide};
use entity::opportunity::{Ask, Close, LineDraft, MoveForm, Place, Stage, rank};
use entity::shared::actor::Action;
use entity::shared::ids::{ClosureId, CompetitorId, LineId, OpportunityId, StageChangeId};
use entity::{Money, shared::dates};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Set};

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
    let to = stage_of(tx.db, &target.to).await?;
    if before.version != target.version {
        return Err(stale(tx, &before).await?);
    }
    let rank = match target.place {
        Place::Behind(card) => rank_behind(tx, &to, card).await?,
        Place::First => rank_first(tx, &to).await?,
        Place::Ordered => rank_last(tx, &to).await?,
    };
    if before.stage == to.key && target.place != Place::Ordered {
        return reorder(tx, before, rank).await;
    }
    let ask = form.ask(&to, tx.ctx.today())?;
    known(tx, &ask).await?;
    let lines = line::Entity::find().filter(line::Column::OpportunityId.eq(before.id)).count(tx.db).await?;
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
    record(tx, &before, &after, &moved, &to).await?;
    answer(tx, after.id, &moved.from).await
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
        after.summary = super::save::summary_of(tx, std::slice::from_ref(draft)).await?;
    }
    after.amount = ask.amount.unwrap_or(before.amount);
    after.expected_close = ask.expected_close.or(before.expected_close);
    after.sort_close = after.expected_close.unwrap_or(dates::FAR_FUTURE);
    after.stage = moved.to.clone();
    after.phase = moved.phase;
    after.probability = moved.probability;
    after.closed_on = moved.close.as_ref().map(Close::on);
    if let Some(Close::Won { actual, .. }) = moved.close {
        after.amount = actual;
    }
    after.stage_since = tx.ctx.now;
    after.rank = rank;
    save_version(tx, before, after).await
}

/// Writes a changed row when its version is still the one read; else somebody was faster.
pub(super) async fn save_version(tx: &Tx<'_>, before: &row::Model, mut after: row::Model) -> Result<row::Model, Fail> {
    after.version = before.version + 1;
    after.updated_at = tx.ctx.now;
    let mut change: row::ActiveModel = after.clone().into();
    change = change.reset_all();
    change.id = sea_orm::NotSet;
    let done = row::Entity::update_many()
        .set(change)
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

/// Stage history, closing record, and the event.
async fn record(tx: &Tx<'_>, before: &row::Model, after: &row::Model, moved: &Moved, to: &Stage) -> Result<(), Fail> {
    let change = stage_change::ActiveModel {
        id: Set(StageChangeId(tx.ctx.id())),
        opportunity_id: Set(after.id),
        from_stage: Set(Some(moved.from.clone())),
        to_stage: Set(moved.to.clone()),
        at: Set(tx.ctx.now),
        user_id: Set(Some(tx.ctx.actor.id)),
        reason: Set(moved.reopened.clone()),
    };
    change.insert(tx.db).await?;
    if moved.reopened.is_some() {
        closure::Entity::update_many()
            .col_expr(closure::Column::ReopenedAt, Expr::value(tx.ctx.now))
            .filter(closure::Column::OpportunityId.eq(after.id))
            .filter(closure::Column::ReopenedAt.is_null())
            .exec(tx.db)
            .await?;
    }
    if let Some(close) = &moved.close {
        insert_closure(tx, after.id, close).await?;
    }
    let from =
        super::stages::stage_of(tx.db, &moved.from).await.map_or_else(|_| moved.from.0.clone(), |stage| stage.name);
    let mut detail = Detail { name: after.name.clone(), ..Detail::default() };
    detail.change("Stage", from, &to.name);
    detail.change("Amount", before.amount, after.amount);
    detail.change("Expected close", day(before.expected_close), day(after.expected_close));
    detail.note = moved.reopened.clone().or_else(|| moved.close.as_ref().map(sentence)).unwrap_or_default();
    let deed = match (&moved.close, &moved.reopened) {
        (Some(_), _) => Deed::Closed,
        (None, Some(_)) => Deed::Reopened,
        (None, None) => Deed::Moved,
    };
    tx.event(event(after, deed, detail)).await?;
    Ok(())
}

fn day(date: Option<chrono::NaiveDate>) -> String {
    date.map_or(String::new(), dates::full)
}

fn sentence(close: &Close) -> String {
    let learned = match close {
        Close::Lost { learned, .. } | Close::NoDeal { learned, .. } => learned.clone(),
        Close::Won { .. } => None,
    };
    let end = learned.map_or(String::new(), |learned| format!(" {learned}"));
    format!("{}.{end}", close.reason_label())
}

async fn insert_closure(tx: &Tx<'_>, id: OpportunityId, close: &Close) -> Result<(), Fail> {
    type Theirs = (Option<CompetitorId>, Option<String>, Option<String>, Option<Money>, Option<String>);
    let (actual, (competitor, make, model, price, learned)): (_, Theirs) = match close.clone() {
        Close::Won { actual, .. } => (Some(actual), Theirs::default()),
        Close::Lost { competitor, make, model, price, learned, .. } => {
            (None, (competitor, make, model, price, learned))
        }
        Close::NoDeal { learned, .. } => (None, (None, None, None, None, learned)),
    };
    let row = closure::ActiveModel {
        id: Set(ClosureId(tx.ctx.id())),
        opportunity_id: Set(id),
        outcome: Set(close.phase()),
        reason: Set(close.reason().to_owned()),
        closed_on: Set(close.on()),
        actual: Set(actual),
        competitor_id: Set(competitor),
        make: Set(make),
        model: Set(model),
        price: Set(price),
        learned: Set(learned),
        user_id: Set(Some(tx.ctx.actor.id)),
        at: Set(tx.ctx.now),
        reopened_at: Set(None),
    };
    row.insert(tx.db).await?;
    Ok(())
}

/// The event of a change to an opportunity.
pub fn event(row: &row::Model, deed: Deed, detail: Detail) -> NewEvent {
    NewEvent {
        noun: Noun::Opportunity,
        record: row.id.0,
        deed,
        version: row.version,
        detail,
        customer: row.customer_id,
        owner: Some(row.owner_id),
        other_owner: None,
        region: row.region_id,
    }
}

/// A rank behind every card of a stage. Two at once get the same one; the second is tried again.
pub(super) async fn rank_last(tx: &Tx<'_>, stage: &Stage) -> Result<String, Fail> {
    // unscoped: ranks are unique in the whole stage, seen or not
    let last = row::Entity::find()
        .select_only()
        .column(row::Column::Rank)
        .filter(row::Column::Stage.eq(stage.key.clone()))
        .order_by_desc(row::Column::Rank)
        .into_tuple::<String>()
        .one(tx.db)
        .await?;
    Ok(rank::after(last.as_deref()))
}

/// A rank before every card of a stage.
async fn rank_first(tx: &Tx<'_>, stage: &Stage) -> Result<String, Fail> {
    // unscoped: ranks are unique in the whole stage, seen or not
    let first = row::Entity::find()
        .select_only()
        .column(row::Column::Rank)
        .filter(row::Column::Stage.eq(stage.key.clone()))
        .order_by_asc(row::Column::Rank)
        .into_tuple::<String>()
        .one(tx.db)
        .await?;
    Ok(rank::between(None, first.as_deref()))
}

/// A rank right behind a card that the actor sees in that stage.
async fn rank_behind(tx: &Tx<'_>, stage: &Stage, behind: OpportunityId) -> Result<String, Fail> {
    let card = row::Entity::visible_one(&tx.ctx.actor, behind).one(tx.db).await?.ok_or(AppError::NotFound)?;
    // Somebody was faster and moved it on.
    if card.stage != stage.key {
        return rank_last(tx, stage).await;
    }
    // unscoped: ranks are unique in the whole stage, seen or not
    let next = row::Entity::find()
        .select_only()
        .column(row::Column::Rank)
        .filter(row::Column::Stage.eq(stage.key.clone()))
        .filter(row::Column::Rank.gt(card.rank.clone()))
        .order_by_asc(row::Column::Rank)
        .into_tuple::<String>()
        .one(tx.db)
        .await?;
    Ok(rank::between(Some(&card.rank), next.as_deref()))
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

/// What the move and close pages, and the sheet on the board, show.
///
/// # Errors
/// [`AppError::NotFound`] out of scope, [`AppError::Denied`] for readers.
pub async fn move_page(ctx: &Ctx, id: OpportunityId) -> Result<MovePage, AppError> {
    ctx.allow(Action::WorkOpportunities)?;
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
