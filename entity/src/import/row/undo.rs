//! What an undo reads: what a file made, and what points to that. One statement each, whatever the kinds.
//!
//! Columns that point to something a file can make belong into [`holds`]; its test names them.

use super::made;
use crate::dealer::{competitor, region};
use crate::import::undo::{Hold, Made, Trace};
use crate::opportunity::row::{self as opportunity, closure, line};
use crate::shared::ids::ImportId;
use crate::{contact, customer, product, user};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement, SimpleExpr, UnionType};
use sea_orm::{ColumnTrait, FromQueryResult};
use uuid::Uuid;

/// A row of [`traces`].
#[derive(Debug, FromQueryResult)]
pub struct TraceRow {
    made: Made,
    id: Uuid,
    version: i64,
}

impl From<TraceRow> for Trace {
    fn from(TraceRow { made, id, version }: TraceRow) -> Self {
        Self { made, id, changed: version > 1 }
    }
}

/// A row of [`holds`].
#[derive(Debug, FromQueryResult)]
pub struct HoldRow {
    holder: Uuid,
    held: Uuid,
}

impl From<HoldRow> for Hold {
    fn from(HoldRow { holder, held }: HoldRow) -> Self {
        Self { holder, held }
    }
}

/// The records a file made that are still here, with their versions.
pub fn traces(import: ImportId) -> SelectStatement {
    let never = || Expr::cust("CAST(1 AS BIGINT)");
    // Who has a password has come, whatever his version says.
    let person = Expr::case(user::row::Column::PasswordHash.eq(""), user::row::Column::Version.into_expr())
        .finally(Expr::cust("CAST(2 AS BIGINT)"));
    let mut all = trace(import, Made::Opportunity, opportunity::Column::Id, opportunity::Column::Version.into_expr());
    for one in [
        trace(import, Made::Customer, customer::row::Column::Id, customer::row::Column::Version.into_expr()),
        trace(import, Made::Product, product::row::Column::Id, product::row::Column::Version.into_expr()),
        trace(import, Made::Competitor, competitor::Column::Id, never()),
        trace(import, Made::Person, user::row::Column::Id, person.into()),
        trace(import, Made::Region, region::Column::Id, never()),
    ] {
        all.union(UnionType::All, one);
    }
    all
}

fn trace<C: ColumnTrait>(import: ImportId, made: Made, id: C, version: SimpleExpr) -> SelectStatement {
    use made::Column;
    let mine = |column: Column| Expr::col((made::Entity, column));
    Query::select()
        .expr_as(mine(Column::Made), "made")
        .expr_as(mine(Column::RecordId), "id")
        .expr_as(version, "version")
        .from(made::Entity)
        .inner_join(C::EntityName::default(), id.into_expr().eq(mine(Column::RecordId)))
        .and_where(mine(Column::ImportId).eq(import))
        .and_where(mine(Column::Made).eq(made))
        .take()
}

/// Everything that points to what a file made.
pub fn holds(import: ImportId) -> SelectStatement {
    let made = |made: Made| {
        Query::select()
            .column(made::Column::RecordId)
            .from(made::Entity)
            .and_where(made::Column::ImportId.eq(import))
            .and_where(made::Column::Made.eq(made))
            .take()
    };
    use customer::row::Column as Customer;
    use opportunity::Column as Opportunity;
    let mut all = hold(contact::row::Column::Id, contact::row::Column::CustomerId, made(Made::Customer));
    for one in [
        hold(Opportunity::Id, Opportunity::CustomerId, made(Made::Customer)),
        hold(Customer::Id, Customer::ParentId, made(Made::Customer)),
        // A line and a closing stay or go with their opportunity.
        hold(line::Column::OpportunityId, line::Column::ProductId, made(Made::Product)),
        hold(closure::Column::OpportunityId, closure::Column::CompetitorId, made(Made::Competitor)),
        hold(Opportunity::Id, Opportunity::OwnerId, made(Made::Person)),
        hold(Customer::Id, Customer::MachineRepId, made(Made::Person)),
        hold(Customer::Id, Customer::SupportRepId, made(Made::Person)),
        hold(Opportunity::Id, Opportunity::RegionId, made(Made::Region)),
        hold(Customer::Id, Customer::RegionId, made(Made::Region)),
        hold(user::row::Column::Id, user::row::Column::RegionId, made(Made::Region)),
    ] {
        all.union(UnionType::All, one);
    }
    all
}

fn hold<C: ColumnTrait>(holder: C, held: C, made: SelectStatement) -> SelectStatement {
    Query::select()
        .expr_as(holder.into_expr(), "holder")
        .expr_as(held.into_expr(), "held")
        .from(C::EntityName::default())
        .and_where(held.in_subquery(made))
        .take()
}
