//! Opportunities, by their own words and by their customer's name.

use super::branch::{Way, branch, either};
use super::{Candidate, Question, joined};
use crate::core::ctx::Ctx;
use crate::search::store::column;
use crate::search::types::Hit;
use entity::Money;
use entity::customer::row as customer;
use entity::event::Noun;
use entity::opportunity::row::stage;
use entity::opportunity::row::{Column, Entity};
use entity::search::{Place, row as word};
use entity::shared::ids::{CustomerId, OpportunityId};
use sea_orm::sea_query::Expr;
use sea_orm::{DbErr, EntityTrait, FromQueryResult, JoinType, QuerySelect, RelationDef, Select};

#[derive(FromQueryResult)]
struct Row {
    way: i32,
    id: OpportunityId,
    name: String,
    customer_id: Option<CustomerId>,
    amount: Money,
    customer_name: Option<String>,
    stage_name: String,
}

pub async fn find(ctx: &Ctx, question: &Question) -> Result<Vec<Candidate>, DbErr> {
    let records = [column((Entity, Column::Id)), column((Entity, Column::CustomerId))];
    let own = |place| Way {
        noun: Noun::Opportunity,
        place,
        to_words: Entity::belongs_to(word::Entity).from(Column::Id).to(word::Column::RecordId).into(),
    };
    let its_customers = Way {
        noun: Noun::Customer,
        place: Place::Name,
        to_words: Entity::belongs_to(word::Entity).from(Column::CustomerId).to(word::Column::RecordId).into(),
    };
    let ways = [own(Place::Name), own(Place::More), its_customers].into_iter().zip(0..);
    let branches = ways.map(|(way, number)| branch(select(ctx), number, way, &records, question));
    let Some(statement) = either(branches.collect()) else { return Ok(Vec::new()) };
    let rows: Vec<Row> = ctx.db.read.find(&statement).await?;
    Ok(rows.into_iter().map(candidate).collect())
}

fn select(ctx: &Ctx) -> Select<Entity> {
    let to_customer: RelationDef =
        Entity::belongs_to(customer::Entity).from(Column::CustomerId).to(customer::Column::Id).into();
    let to_stage: RelationDef = Entity::belongs_to(stage::Entity).from(Column::Stage).to(stage::Column::Key).into();
    Entity::visible_to(&ctx.actor)
        .join(JoinType::LeftJoin, to_customer)
        .join(JoinType::InnerJoin, to_stage)
        .select_only()
        .columns([Column::Id, Column::Name, Column::CustomerId, Column::Amount])
        .column_as(Expr::col((customer::Entity, customer::Column::Name)), "customer_name")
        .column_as(Expr::col((stage::Entity, stage::Column::Name)), "stage_name")
}

fn candidate(row: Row) -> Candidate {
    let amount = (row.amount != Money::ZERO).then(|| row.amount.to_string());
    let hit = Hit {
        noun: Noun::Opportunity,
        id: row.id.0,
        customer: row.customer_id,
        title: row.name,
        detail: joined([row.customer_name, Some(row.stage_name), amount]),
    };
    Candidate { way: row.way, hit }
}
