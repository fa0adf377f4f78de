//! The dealer's own lists, which rows name: read once, in few statements.

use crate::core::ctx::Ctx;
use crate::opportunities::store::all_stages;
use entity::dealer::{branch, competitor, division, region};
use entity::import::{BranchNow, Known, Person, ProductNow, scope};
use entity::opportunity::default_stages;
use entity::shared::ids::{BranchId, CompetitorId, DivisionId, RegionId};
use entity::{product, user};
use sea_orm::sea_query::{Expr, SelectStatement, UnionType};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QuerySelect, QueryTrait};
use uuid::Uuid;

const BRANCH: i32 = 0;
const REGION: i32 = 1;
const DIVISION: i32 = 2;
const COMPETITOR: i32 = 3;

/// A record that is little more than its name.
#[derive(FromQueryResult)]
struct Row {
    what: i32,
    /// Of a branch.
    region: Option<RegionId>,
    id: Uuid,
    name: String,
}

/// The dealer's own lists, and the people the importer may give records to.
///
/// # Errors
/// The database's.
pub async fn base<C: ConnectionTrait>(ctx: &Ctx, db: &C) -> Result<Known, DbErr> {
    let stages = all_stages(db).await?;
    let mut known = Known { stages: if stages.is_empty() { default_stages() } else { stages }, ..Known::default() };
    for row in scope::people(&ctx.actor).all(db).await? {
        let user::row::Model { id, email, name, role, region_id: region, active, .. } = row;
        known.join_person(Person { id, name, email, role, region, active });
    }
    for row in product::row::Entity::find().all(db).await? {
        let product::row::Model { id, name, name_key: _, category, list_price, division_id: division, version } = row;
        known.products.add(&name.clone(), ProductNow { id, version, name, category, list_price, division });
    }
    for row in db.query_all(&names(ctx)).await? {
        let Row { what, region, id, name } = Row::from_query_result(&row, "")?;
        match (what, region) {
            (BRANCH, Some(region)) => known.branches.add(&name, BranchNow { id: BranchId(id), region }),
            (REGION, _) => known.regions.add(&name, RegionId(id)),
            (DIVISION, _) => known.divisions.add(&name, DivisionId(id)),
            _ => known.competitors.add(&name, CompetitorId(id)),
        };
    }
    Ok(known)
}

/// Branches he may name, regions, divisions and competitors.
fn names(ctx: &Ctx) -> SelectStatement {
    let no_region = || Expr::cust("NULL");
    let mut all = scope::branches(&ctx.actor)
        .select_only()
        .expr_as(Expr::val(BRANCH), "what")
        .column_as(branch::Column::RegionId, "region")
        .columns([branch::Column::Id, branch::Column::Name])
        .into_query();
    for one in [
        region::Entity::find()
            .select_only()
            .expr_as(Expr::val(REGION), "what")
            .expr_as(no_region(), "region")
            .columns([region::Column::Id, region::Column::Name])
            .into_query(),
        division::Entity::find()
            .select_only()
            .expr_as(Expr::val(DIVISION), "what")
            .expr_as(no_region(), "region")
            .columns([division::Column::Id, division::Column::Name])
            .into_query(),
        competitor::Entity::find()
            .select_only()
            .expr_as(Expr::val(COMPETITOR), "what")
            .expr_as(no_region(), "region")
            .columns([competitor::Column::Id, competitor::Column::Name])
            .into_query(),
    ] {
        all.union(UnionType::All, one);
    }
    all
}
