//! Creating and changing opportunities.

use super::moving::{event, rank_last, save_version};
use super::stage_of;
use crate::core::AppError;
use crate::core::ctx::Ctx;
use crate::core::write::{Fail, Once, Tx, write};
use crate::opportunities::types::Saved;
use crate::routes;
use crate::search::store as search;
use entity::customer::row as customer;
use entity::dealer::{division, setting};
use entity::event::{Deed, Detail};
use entity::opportunity::row::{self, line, stage_change};
use entity::opportunity::transition::{Refused, Standing, missing};
use entity::opportunity::{Ask, LineDraft, OpportunityDraft, OpportunityForm, Stage, StageKey, summary};
use entity::shared::actor::{Action, Scope};
use entity::shared::dates;
use entity::shared::ids::{LineId, OpportunityId, StageChangeId};
use entity::{Money, product, user};
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};
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
            let owner = owner(tx, &draft).await?;
            linked(tx, &draft).await?;
            let id = match before {
                Some(before) => change(tx, before, version, draft, &owner).await?,
                None => create(tx, &stage, draft, &owner).await?,
            };
            Ok(Saved { id, goto: routes::opportunity(id) })
        })
    })
    .await
}

/// The owner named, when the actor may name him: himself, or with the right to reassign anyone he reaches.
async fn owner(tx: &Tx<'_>, draft: &OpportunityDraft) -> Result<user::row::Model, Fail> {
    let actor = &tx.ctx.actor;
    let id = draft.owner.unwrap_or(actor.id);
    let found = user::row::Entity::find_by_id(id).filter(user::row::Column::Active.eq(true)).one(tx.db).await?;
    let reached = found.filter(|user| match actor.scope() {
        Scope::Own(me) => user.id == me,
        Scope::Region(region) => user.region_id == Some(region),
        Scope::Dealer => true,
        Scope::Nothing => false,
    });
    reached.ok_or_else(|| AppError::field("owner", "Choose an owner of the list.").into())
}

/// Customer, division and products are loaded through the same doors as pages (S05).
async fn linked(tx: &Tx<'_>, draft: &OpportunityDraft) -> Result<(), Fail> {
    if let Some(id) = draft.customer
        && customer::Entity::visible_one(&tx.ctx.actor, id).one(tx.db).await?.is_none()
    {
        return Err(AppError::field("customer", "Choose a customer of the list.").into());
    }
    if let Some(id) = draft.division
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

/// What its stage asks for must be there, at creation and after every change.
fn lawful(stage: &Stage, draft: &OpportunityDraft) -> Result<(), AppError> {
    let standing = Standing {
        stage: stage.key.clone(),
        phase: stage.phase,
        has_customer: draft.customer.is_some(),
        amount: draft.amount,
        expected_close: draft.expected_close,
        lines: draft.lines.len(),
        probability_override: draft.probability,
        entered_on: dates::FAR_FUTURE,
    };
    let fields = missing(&standing, stage, &Ask::default());
    if fields.is_empty() || !stage.phase.is_open() {
        return Ok(());
    }
    Err(Refused::Missing { stage: stage.name.clone(), fields }.into())
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
    lawful(&stage, &draft)?;
    let id = OpportunityId(tx.ctx.id());
    let blank = row::Model {
        id,
        number: number(tx).await?,
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
        rank: rank_last(tx, &stage).await?,
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
        id: Set(StageChangeId(tx.ctx.id())),
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

async fn change(
    tx: &Tx<'_>,
    before: row::Model,
    version: i64,
    draft: OpportunityDraft,
    owner: &user::row::Model,
) -> Result<OpportunityId, Fail> {
    let id = before.id;
    if before.version != version {
        return Err(super::moving::stale(tx, &before).await?);
    }
    let stage = stage_of(tx.db, &before.stage).await?;
    lawful(&stage, &draft)?;
    let after = filled(tx, before.clone(), &stage, &draft, owner).await?;
    let after = save_version(tx, &before, after).await?;
    line::Entity::delete_many().filter(line::Column::OpportunityId.eq(id)).exec(tx.db).await?;
    put_lines(tx, id, draft.lines).await?;
    let mut detail = differences(&before, &after);
    links(tx, &before, &after, &mut detail).await?;
    let mut event = event(&after, Deed::Changed, detail);
    event.other_owner = (before.owner_id != after.owner_id).then_some(before.owner_id);
    tx.event(event).await?;
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
    let open = stage.phase.is_open();
    Ok(row::Model {
        name,
        customer_id: customer,
        owner_id: by.id,
        region_id: by.region_id,
        division_id: division,
        kind,
        amount,
        margin,
        probability: if open { probability.unwrap_or(stage.probability) } else { stage.probability },
        probability_override: probability,
        expected_close,
        sort_close: expected_close.unwrap_or(dates::FAR_FUTURE),
        summary: summary_of(tx, &lines).await?,
        source,
        trade_in,
        notes,
        ..row
    })
}

/// What the card says about these lines.
pub(super) async fn summary_of(tx: &Tx<'_>, lines: &[LineDraft]) -> Result<String, Fail> {
    let Some(first) = lines.first() else { return Ok(String::new()) };
    let product = match first.product {
        Some(id) => product::row::Entity::find_by_id(id).one(tx.db).await?,
        None => None,
    };
    let what = match &product {
        Some(product) if product.category.is_empty() => &product.name,
        Some(product) => &product.category,
        None => &first.description,
    };
    Ok(summary(what, first.quantity))
}

async fn put_lines(tx: &Tx<'_>, id: OpportunityId, lines: Vec<LineDraft>) -> Result<(), Fail> {
    let rows = lines.into_iter().zip(0i32..).map(|(LineDraft { product, description, quantity, price }, position)| {
        line::ActiveModel {
            id: Set(LineId(tx.ctx.id())),
            opportunity_id: Set(id),
            position: Set(position),
            product_id: Set(product),
            description: Set(description),
            quantity: Set(quantity),
            price: Set(price),
        }
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        line::Entity::insert_many(rows).exec_without_returning(tx.db).await?;
    }
    Ok(())
}

fn differences(before: &row::Model, after: &row::Model) -> Detail {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let day = |date: Option<chrono::NaiveDate>| date.map_or(String::new(), dates::full);
    let sum = |money: Option<Money>| money.map_or(String::new(), |money| money.to_string());
    let mut detail = Detail { name: after.name.clone(), ..Detail::default() };
    detail.change("Name", &before.name, &after.name);
    detail.change("Type", before.kind.label(), after.kind.label());
    detail.change("Amount", before.amount, after.amount);
    detail.change("Margin", sum(before.margin), sum(after.margin));
    detail.change("Probability", before.probability, after.probability);
    detail.change("Expected close", day(before.expected_close), day(after.expected_close));
    detail.change("Lines", &before.summary, &after.summary);
    detail.change("Source", text(&before.source), text(&after.source));
    detail.change("Trade-in", text(&before.trade_in), text(&after.trade_in));
    detail.change("Notes", text(&before.notes), text(&after.notes));
    detail
}

/// Names of what a record points to, where that changed.
async fn links(tx: &Tx<'_>, before: &row::Model, after: &row::Model, detail: &mut Detail) -> Result<(), Fail> {
    if before.customer_id != after.customer_id {
        let ids = [before.customer_id, after.customer_id].into_iter().flatten();
        let rows =
            customer::Entity::visible_to(&tx.ctx.actor).filter(customer::Column::Id.is_in(ids)).all(tx.db).await?;
        let name = |id| rows.iter().find(|row| Some(row.id) == id).map_or("", |row| row.name.as_str());
        detail.change("Customer", name(before.customer_id), name(after.customer_id));
    }
    if before.owner_id != after.owner_id {
        let ids = [before.owner_id, after.owner_id];
        let rows = user::row::Entity::find().filter(user::row::Column::Id.is_in(ids)).all(tx.db).await?;
        let name = |id| rows.iter().find(|row| row.id == id).map_or("", |row| row.name.as_str());
        detail.change("Owner", name(before.owner_id), name(after.owner_id));
    }
    Ok(())
}

/// The next number, `O-10482`: a counter in the same transaction, so that none is given twice.
async fn number(tx: &Tx<'_>) -> Result<String, Fail> {
    const COUNTER: &str = "opportunity_number";
    let next = Func::cast_as(Expr::expr(Func::cast_as(Expr::col(setting::Column::Value), "BIGINT")).add(1), "TEXT");
    let done = setting::Entity::update_many()
        .col_expr(setting::Column::Value, Expr::expr(next))
        .filter(setting::Column::Name.eq(COUNTER))
        .exec(tx.db)
        .await?;
    if done.rows_affected == 0 {
        let first = setting::ActiveModel { name: Set(COUNTER.to_owned()), value: Set("10001".to_owned()) };
        first.insert(tx.db).await?;
    }
    let row = setting::Entity::find()
        .filter(setting::Column::Name.eq(COUNTER))
        .order_by_asc(setting::Column::Name)
        .one(tx.db)
        .await?;
    Ok(format!("O-{}", row.map(|row| row.value).unwrap_or_default()))
}
