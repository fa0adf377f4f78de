//! A filter as conditions, an order as a keyset: the same for list and export.

use crate::core::AppError;
use crate::core::ctx::Ctx;
use crate::search::store::{bears, column};
use chrono::DateTime;
use entity::customer::row::{Column, Entity};
use entity::customer::{CustomerFilter, CustomerSort, OwnerFilter};
use entity::search::pieces;
use entity::shared::ids::CustomerId;
use entity::shared::text::like_escape;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, LikeExpr};
use sea_orm::{ColumnTrait, Order, PaginatorTrait, QueryFilter, QueryOrder, Select};

/// Words of a question that are looked at.
const WORDS: usize = 6;

/// Rows in scope that the filter lets through.
pub fn narrow(ctx: &Ctx, filter: &CustomerFilter) -> Select<Entity> {
    let CustomerFilter { q, kind, status, owner, customer_type, tag, division, sort: _, after: _, ignored: _ } = filter;
    let mut all = Condition::all()
        .add_option(kind.map(|kind| Column::Kind.eq(kind)))
        .add_option(status.map(|status| Column::Status.eq(status)))
        .add_option(division.map(|id| Column::DivisionId.eq(id)));
    if let Some(owner) = owner {
        let id = match owner {
            OwnerFilter::Me => ctx.actor.id,
            OwnerFilter::User(id) => *id,
        };
        all = all.add(Condition::any().add(Column::MachineRepId.eq(id)).add(Column::SupportRepId.eq(id)));
    }
    if !customer_type.is_empty() {
        all = all.add(Column::CustomerType.eq(customer_type));
    }
    if !tag.is_empty() {
        let pattern = format!("%,{},%", like_escape(&tag.trim().to_lowercase()));
        all = all.add(Expr::col((Entity, Column::Tags)).like(LikeExpr::new(pattern).escape('\\')));
    }
    let words = pieces(q);
    if words.is_empty() && !q.trim().is_empty() {
        // Nothing but marks was typed; nothing begins with them.
        all = all.add(Expr::val(1).eq(0));
    }
    for word in words.iter().take(WORDS) {
        all = all.add(bears(&[column((Entity, Column::Id))], None, word));
    }
    Entity::visible_to(&ctx.actor).filter(all)
}

/// How many rows the filter lets through.
///
/// # Errors
/// The database's.
pub async fn count(ctx: &Ctx, filter: &CustomerFilter) -> Result<u64, AppError> {
    Ok(narrow(ctx, filter).count(&ctx.db.read).await?)
}

/// The cursor of a row: where the page after it starts.
pub(super) fn cursor(sort: CustomerSort, row: &entity::customer::row::Model) -> String {
    let value = match sort {
        CustomerSort::Name | CustomerSort::NameDown => row.name_key.clone(),
        CustomerSort::Recent | CustomerSort::Oldest => row.updated_at.timestamp_micros().to_string(),
    };
    format!("{}:{value}", row.id)
}

/// Orders rows and starts after a cursor; one that cannot be read starts at the beginning.
pub(super) fn ordered(select: Select<Entity>, sort: CustomerSort, after: &str) -> Select<Entity> {
    let (by, order) = match sort {
        CustomerSort::Name => (Column::NameKey, Order::Asc),
        CustomerSort::NameDown => (Column::NameKey, Order::Desc),
        CustomerSort::Recent => (Column::UpdatedAt, Order::Desc),
        CustomerSort::Oldest => (Column::UpdatedAt, Order::Asc),
    };
    let select = select.order_by(by, order.clone()).order_by(Column::Id, order.clone());
    match place(sort, after) {
        Some((id, value)) => select.filter(behind(by, &order, id, value)),
        None => select,
    }
}

/// Id and value of a cursor.
fn place(sort: CustomerSort, cursor: &str) -> Option<(CustomerId, Expr)> {
    let (id, value) = cursor.split_once(':')?;
    let value = match sort {
        CustomerSort::Name | CustomerSort::NameDown => Expr::val(value.to_owned()),
        CustomerSort::Recent | CustomerSort::Oldest => Expr::val(DateTime::from_timestamp_micros(value.parse().ok()?)?),
    };
    Some((id.parse().ok()?, value))
}

fn behind(by: Column, order: &Order, id: CustomerId, value: Expr) -> Condition {
    let by = || Expr::col((Entity, by));
    let own = Expr::col((Entity, Column::Id));
    let further = match order {
        Order::Desc => by().lt(value.clone()).or(by().eq(value).and(own.lt(id))),
        _ => by().gt(value.clone()).or(by().eq(value).and(own.gt(id))),
    };
    Condition::all().add(further)
}
