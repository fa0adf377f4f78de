//! What a move leaves behind: stage history, closing record and event.

use super::closing::closing_of;
use crate::core::write::{Fail, NewEvent, Tx};
use chrono::{DateTime, Utc};
use entity::event::{Deed, Detail, Noun, STAGE};
use entity::opportunity::row::{self, closure, stage_change};
use entity::opportunity::transition::Moved;
use entity::opportunity::{Close, Stage, StageKey};
use entity::shared::dates;
use entity::shared::ids::{ClosureId, OpportunityId, StageChangeId};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

/// Writes stage history, closing record and the event.
///
/// # Errors
/// The database's.
pub(super) async fn record(
    tx: &Tx<'_>,
    before: &row::Model,
    after: &row::Model,
    moved: &Moved,
    stages: &[Stage],
) -> Result<(), Fail> {
    let at = after.stage_since;
    let change = stage_change::Model {
        id: StageChangeId(tx.ctx.id_at(at)),
        opportunity_id: after.id,
        from_stage: Some(moved.from.clone()),
        to_stage: moved.to.clone(),
        at,
        user_id: Some(tx.ctx.actor.id),
        reason: moved.reopened.clone(),
    };
    stage_change::Entity::insert(change.into_active_model()).exec_without_returning(tx.db).await?;
    let silenced = match moved.reopened {
        Some(_) => silence(tx, after.id, at).await?,
        None => None,
    };
    if let Some(close) = &moved.close {
        let id = ClosureId(tx.ctx.id());
        let record = closure::Model::of(close, id, after.id, Some(tx.ctx.actor.id), at);
        closure::Entity::insert(record.into_active_model()).exec_without_returning(tx.db).await?;
    }
    let named = |key: &StageKey| stages.iter().find(|stage| stage.key == *key).map(|stage| stage.name.as_str());
    let mut detail = Detail { name: after.name.clone(), ..Detail::default() };
    detail.change(STAGE, named(&moved.from).unwrap_or(&moved.from.0), named(&moved.to).unwrap_or(&moved.to.0));
    detail.change("Amount", before.amount, after.amount);
    detail.change("Expected close", day(before.expected_close), day(after.expected_close));
    detail.note = moved.reopened.clone().or_else(|| moved.close.as_ref().map(Close::sentence)).unwrap_or_default();
    detail.before = Some(before.before(silenced));
    let deed = match (&moved.close, &moved.reopened) {
        (Some(_), _) => Deed::Closed,
        (None, Some(_)) => Deed::Reopened,
        (None, None) => Deed::Moved,
    };
    tx.event(event(after, deed, detail)).await?;
    Ok(())
}

/// The closing that speaks no longer.
async fn silence(tx: &Tx<'_>, id: OpportunityId, at: DateTime<Utc>) -> Result<Option<Close>, Fail> {
    let close = closing_of(tx, id).await?;
    closure::Entity::update_many()
        .col_expr(closure::Column::ReopenedAt, Expr::value(at))
        .filter(closure::Column::OpportunityId.eq(id))
        .filter(closure::Column::ReopenedAt.is_null())
        .exec(tx.db)
        .await?;
    Ok(close)
}

fn day(date: Option<chrono::NaiveDate>) -> String {
    date.map_or(String::new(), dates::full)
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
        other_region: None,
    }
}
