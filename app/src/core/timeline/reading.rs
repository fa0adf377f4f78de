//! Reading events as a timeline.

use super::Entry;
use crate::core::ctx::Ctx;
use crate::core::{AppError, Conflict};
use entity::customer::row as customer;
use entity::event::{Detail, row};
use entity::opportunity::board::Card;
use entity::shared::dates;
use entity::shared::ids::{CustomerId, RecordId};
use entity::user;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationDef,
};
use uuid::Uuid;

/// Whose timeline.
#[derive(Debug, Clone, Copy)]
pub enum Of {
    /// One record's.
    Record(Uuid),
    /// Everything around a customer.
    Customer(CustomerId),
}

/// At most `limit` entries before `before`, and what to ask older ones with when there are any. The caller has found the
/// record in scope.
///
/// # Errors
/// The database's.
pub async fn read(ctx: &Ctx, of: Of, before: Option<i64>, limit: u16) -> Result<(Vec<Entry>, Option<i64>), AppError> {
    let mut select = match of {
        Of::Record(id) => row::Entity::of_record(RecordId(id)),
        Of::Customer(id) => row::Entity::of_customer(&ctx.actor, id),
    };
    if let Some(before) = before {
        select = select.filter(row::Column::Seq.lt(before));
    }
    let rows = select
        .join(JoinType::LeftJoin, by_actor())
        .select_also(user::row::Entity)
        .order_by_desc(row::Column::Seq)
        .limit(u64::from(limit) + 1)
        .all(&ctx.db.read)
        .await?;
    let more = rows.len() > usize::from(limit);
    let mut entries: Vec<Entry> =
        rows.into_iter().take(limit.into()).map(|(event, who)| entry(ctx, event, who)).collect();
    without_strangers(ctx, &mut entries).await?;
    let older = entries.last().filter(|_| more).map(|entry| entry.seq);
    Ok((entries, older))
}

/// Takes names of customers away that the reader may not see.
async fn without_strangers(ctx: &Ctx, entries: &mut [Entry]) -> Result<(), DbErr> {
    let changes = entries.iter().flat_map(|entry| &entry.changes);
    let named: Vec<CustomerId> = changes.flat_map(|change| &change.customers).copied().collect();
    if named.is_empty() {
        return Ok(());
    }
    let visible: Vec<CustomerId> = customer::Entity::visible_to(&ctx.actor)
        .filter(customer::Column::Id.is_in(named))
        .select_only()
        .column(customer::Column::Id)
        .into_tuple()
        .all(&ctx.db.read)
        .await?;
    for entry in entries {
        let changes = std::mem::take(&mut entry.changes);
        entry.changes = changes.into_iter().map(|change| change.read_by(&visible)).collect();
    }
    Ok(())
}

fn by_actor() -> RelationDef {
    row::Entity::belongs_to(user::row::Entity).from(row::Column::ActorId).to(user::row::Column::Id).into()
}

fn entry(ctx: &Ctx, event: row::Model, who: Option<user::row::Model>) -> Entry {
    let detail: Detail = serde_json::from_str(&event.detail).unwrap_or_default();
    let Detail { name, changes, note, before } = detail;
    Entry {
        seq: event.seq,
        at: ctx.local(event.at),
        who: who.map(|who| who.name).unwrap_or_default(),
        noun: event.noun,
        record: event.record_id.0,
        deed: event.deed,
        name,
        changes,
        note,
        version: event.version,
        before,
    }
}

/// The conflict to answer when `record` is not at the version a writer saw.
///
/// # Errors
/// The database's.
pub async fn conflict(
    ctx: &Ctx,
    db: &impl ConnectionTrait,
    record: Uuid,
    version: i64,
    card: Option<Card>,
) -> Result<AppError, DbErr> {
    let last = row::Entity::of_record(RecordId(record))
        .join(JoinType::LeftJoin, by_actor())
        .select_also(user::row::Entity)
        .order_by_desc(row::Column::Seq)
        .one(db)
        .await?;
    let (who, at) = match last {
        Some((event, who)) => {
            (who.map(|who| who.name), dates::moment(ctx.local(event.at), ctx.today()).replace("Today ", ""))
        }
        None => (None, String::new()),
    };
    let who = who.unwrap_or_else(|| "Somebody".to_owned());
    Ok(AppError::Conflict(Box::new(Conflict { who, at, version, card })))
}
