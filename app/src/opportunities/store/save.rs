//! Creating and changing opportunities.

use super::changes::detail;
use super::closing::correct_actual;
use super::lines::{lines_of, put_lines, summary_of};
use super::moved::event;
use super::moving::save_version;
use super::numbers::next_number;
use super::ranks;
use super::stage_of;
use crate::core::AppError;
use crate::core::ctx::Ctx;
use crate::core::write::{Fail, Once, Tx, write};
use crate::opportunities::types::Saved;
use crate::routes;
use crate::search::store as search;
use entity::customer::row as customer;
use entity::dealer::division;
use entity::event::{Deed, Detail};
use entity::opportunity::row::{self, line, stage_change};
use entity::opportunity::{OpportunityDraft, OpportunityForm, Phase, Stage, StageKey};
use entity::shared::actor::{Action, Scope};
use entity::shared::dates;
use entity::shared::ids::{OpportunityId, StageChangeId};
use entity::{Money, product, user};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};
use serde::Serialize;
use uuid::Uuid;

/// Creates (`id` is `None`) or changes an opportunity. A new one starts in `stage`.
///
/// # Errors
/// [`AppError::Invalid`] by field, [`AppError::Conflict`] on a stale version, [`AppError::NotFound`] out of scope.
pub async fn save(
    ctx: &Ctx,
    id: Option<OpportunityId>,
    version: i64,
    key: Uuid,
    stage: StageKey,
    form: OpportunityForm,
) -> Result<Saved, AppError> {
    #[derive(Clone, Serialize)]
    struct Input {
        id: Option<OpportunityId>,
        version: i64,
        stage: StageKey,
        form: OpportunityForm,
    }
    ctx.allow(Action::WorkOpportunities)?;
    form.parse()?;
    let input = Input { id, version, stage, form };
    let once = Once::new(key, "opportunities/save", &input);
    write(ctx, Some(once), input, |tx, Input { id, version, stage, form }| {
        Box::pin(async move {
            let draft = form.parse()?;
            // First of all: what is out of reach does not exist, whatever else is wrong.
            let before = match id {
                Some(id) => Some(reached(tx, id).await?),
                None => None,
            };
            if let Some(before) = before.as_ref().filter(|row| row.version != version) {
                return Err(super::moving::stale(tx, before).await?);
            }
            let owner = owner(tx, before.as_ref(), &draft).await?;
            linked(tx, before.as_ref(), &draft).await?;
            let id = match before {
                Some(before) => change(tx, before, draft, &owner).await?,
                None => create(tx, &stage, draft, &owner).await?,
            };
            Ok(Saved { id, goto: routes::opportunity(id) })
        })
    })
    .await
}

/// The owner named, when the actor may name him: himself, or with the right to reassign anyone he reaches. Who owns it
/// already may stay, whoever that is.
async fn owner(tx: &Tx<'_>, before: Option<&row::Model>, draft: &OpportunityDraft) -> Result<user::row::Model, Fail> {
    let actor = &tx.ctx.actor;
    let now = before.map(|row| row.owner_id);
    let id = draft.owner.or(now).unwrap_or(actor.id);
    let found = user::row::Entity::find_by_id(id).one(tx.db).await?;
    let reached = found.filter(|user| match actor.scope() {
        _ if now == Some(user.id) => true,
        _ if !user.active => false,
        Scope::Own(me) => user.id == me,
        Scope::Region(region) => user.region_id == Some(region),
        Scope::Dealer => true,
        Scope::Nothing => false,
    });
    reached.ok_or_else(|| AppError::field("owner", "Choose an owner of the list.").into())
}

/// Customer, division and products are loaded through the same doors as pages (S05). What stands there already may stay.
async fn linked(tx: &Tx<'_>, before: Option<&row::Model>, draft: &OpportunityDraft) -> Result<(), Fail> {
    if let Some(id) = draft.customer.filter(|id| before.and_then(|row| row.customer_id) != Some(*id))
        && customer::Entity::visible_one(&tx.ctx.actor, id).one(tx.db).await?.is_none()
    {
        return Err(AppError::field("customer", "Choose a customer of the list.").into());
    }
    if let Some(id) = draft.division.filter(|id| before.and_then(|row| row.division_id) != Some(*id))
        && division::Entity::find_by_id(id).one(tx.db).await?.is_none()
    {
        return Err(AppError::field("division", "Choose a division of the list.").into());
    }
    let wanted: Vec<_> = draft.lines.iter().filter_map(|line| line.product).collect();
    if wanted.is_empty() {
        return Ok(());
    }
    let known = product::row::Entity::find().filter(product::row::Column::Id.is_in(wanted.clone())).all(tx.db).await?;
    match draft.lines.iter().position(|line| line.product.is_some_and(|id| known.iter().all(|row| row.id != id))) {
        Some(i) => Err(AppError::field(&format!("lines.{i}.product"), "Choose a product of the list.").into()),
        None => Ok(()),
    }
}

async fn create(
    tx: &Tx<'_>,
    stage: &StageKey,
    draft: OpportunityDraft,
    owner: &user::row::Model,
) -> Result<OpportunityId, Fail> {
    let stage = stage_of(tx.db, stage).await?;
    if !stage.phase.is_open() {
        return Err(AppError::field("to", "A new opportunity starts in an open stage.").into());
    }
    draft.fits(&stage)?;
    let id = OpportunityId(tx.ctx.id());
    let blank = row::Model {
        id,
        number: next_number(tx).await?,
        name: String::new(),
        customer_id: None,
        owner_id: owner.id,
        region_id: owner.region_id,
        division_id: None,
        kind: draft.kind,
        stage: stage.key.clone(),
        phase: stage.phase,
        amount: Money::ZERO,
        margin: None,
        probability: stage.probability,
        probability_override: None,
        expected_close: None,
        sort_close: dates::FAR_FUTURE,
        rank: ranks::last(tx, &stage).await?,
        summary: String::new(),
        source: None,
        trade_in: None,
        notes: None,
        stage_since: tx.ctx.now,
        closed_on: None,
        created_at: tx.ctx.now,
        updated_at: tx.ctx.now,
        version: 1,
    };
    let row = filled(tx, blank, &stage, &draft, owner).await?;
    let insert: row::ActiveModel = row.clone().into();
    insert.reset_all().insert(tx.db).await?;
    search::index(tx.db, search::Entry::opportunity(&row)).await?;
    put_lines(tx, id, draft.lines).await?;
    let change = stage_change::ActiveModel {
        id: Set(StageChangeId(tx.ctx.id_at(tx.ctx.now))),
        opportunity_id: Set(id),
        from_stage: Set(None),
        to_stage: Set(stage.key),
        at: Set(tx.ctx.now),
        user_id: Set(Some(tx.ctx.actor.id)),
        reason: Set(None),
    };
    change.insert(tx.db).await?;
    tx.event(event(&row, Deed::Created, Detail { name: row.name.clone(), ..Detail::default() })).await?;
    Ok(id)
}

async fn reached(tx: &Tx<'_>, id: OpportunityId) -> Result<row::Model, Fail> {
    Ok(row::Entity::visible_one(&tx.ctx.actor, id).one(tx.db).await?.ok_or(AppError::NotFound)?)
}

/// A save that changes nothing leaves everything as it is, version and timeline too.
async fn change(
    tx: &Tx<'_>,
    before: row::Model,
    draft: OpportunityDraft,
    owner: &user::row::Model,
) -> Result<OpportunityId, Fail> {
    let id = before.id;
    let stage = stage_of(tx.db, &before.stage).await?;
    draft.fits(&stage)?;
    let lines = lines_of(tx, id).await?;
    let mut after = filled(tx, before.clone(), &stage, &draft, owner).await?;
    if lines == draft.lines {
        after.summary.clone_from(&before.summary);
        if after == before {
            return Ok(id);
        }
    }
    let after = save_version(tx, &before, after).await?;
    if lines != draft.lines {
        line::Entity::delete_many().filter(line::Column::OpportunityId.eq(id)).exec(tx.db).await?;
        put_lines(tx, id, draft.lines.clone()).await?;
    }
    if stage.phase == Phase::Won && after.amount != before.amount {
        correct_actual(tx, id, after.amount).await?;
    }
    let detail = detail(tx, (&before, &lines), (&after, &draft.lines)).await?;
    let event = event(&after, Deed::Changed, detail);
    tx.event(event.out_of_hands(Some(before.owner_id), before.region_id)).await?;
    Ok(id)
}

/// The row with everything the draft says. Destructured, so that a new field must find its place here.
async fn filled(
    tx: &Tx<'_>,
    row: row::Model,
    stage: &Stage,
    draft: &OpportunityDraft,
    by: &user::row::Model,
) -> Result<row::Model, Fail> {
    let OpportunityDraft {
        name,
        customer,
        owner: _,
        division,
        kind,
        amount,
        margin,
        probability,
        expected_close,
        source,
        trade_in,
        notes,
        lines,
    } = draft.clone();
    let probability_now = match probability {
        // As it was, also where the stage's has changed since.
        same if same == row.probability_override => row.probability,
        Some(by_hand) if stage.phase.is_open() => by_hand,
        _ => stage.probability,
    };
    // Whoever keeps it keeps it where it is.
    let region_id = if row.owner_id == by.id { row.region_id } else { by.region_id };
    Ok(row::Model {
        name,
        customer_id: customer,
        owner_id: by.id,
        region_id,
        division_id: division,
        kind,
        amount,
        margin,
        probability: probability_now,
        probability_override: probability,
        expected_close,
        summary: summary_of(tx, &lines).await?,
        source,
        trade_in,
        notes,
        ..row
    }
    .sorted())
}
