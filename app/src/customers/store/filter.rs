//! A filter as conditions, an order as a keyset: the same for list and export.

use crate::core::AppError;
use crate::core::ctx::Ctx;
use crate::core::keyset::{Keyset, cursor, instant, text};
use crate::search::store::{bears, column};
use entity::customer::row::{Column, Entity, Model};
use entity::customer::{CustomerFilter, CustomerSort, OwnerFilter};
use entity::search::pieces;
use entity::shared::text::like_escape;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, LikeExpr};
use sea_orm::{ColumnTrait, PaginatorTrait, QueryFilter, Select};

/// Words of a question that are looked at.
const WORDS: usize = 6;

/// Rows in scope that the filter lets through.
pub fn narrow(ctx: &Ctx, filter: &CustomerFilter) -> Select<Entity> {
    let CustomerFilter { q, kind, status, owner, customer_type, tag, division, sort: _, per: _, seek: _, ignored: _ } =
        filter;
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

/// The cursor of a row.
pub(super) fn cursor_of(sort: CustomerSort, row: &Model) -> String {
    match sort {
        CustomerSort::Name | CustomerSort::NameDown => cursor(row.id, &row.name_key),
        CustomerSort::Recent | CustomerSort::Oldest => cursor(row.id, row.updated_at.timestamp_micros()),
    }
}

/// The order as a keyset.
pub(super) fn keyset(sort: CustomerSort) -> Keyset<Column> {
    let (by, down, value): (_, _, fn(&str) -> Option<Expr>) = match sort {
        CustomerSort::Name => (Column::NameKey, false, text),
        CustomerSort::NameDown => (Column::NameKey, true, text),
        CustomerSort::Recent => (Column::UpdatedAt, true, instant),
        CustomerSort::Oldest => (Column::UpdatedAt, false, instant),
    };
    Keyset { by, id: Column::Id, down, value }
}
