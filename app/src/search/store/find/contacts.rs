//! Contacts, by their own words and by their customer's name.

use super::branch::{Way, branch, either};
use super::{Candidate, Question, joined};
use crate::core::ctx::Ctx;
use crate::search::store::column;
use crate::search::types::Hit;
use entity::contact::row::{Column, Entity};
use entity::customer::row as customer;
use entity::event::Noun;
use entity::search::{Place, row as word};
use entity::shared::ids::{ContactId, CustomerId};
use sea_orm::sea_query::Expr;
use sea_orm::{DbErr, EntityTrait, FromQueryResult, JoinType, QuerySelect, RelationDef, Select};

#[derive(FromQueryResult)]
struct Row {
    way: i32,
    id: ContactId,
    name: String,
    customer_id: CustomerId,
    role: Option<String>,
    phone: Option<String>,
    do_not_contact: bool,
    customer_name: String,
}

pub async fn find(ctx: &Ctx, question: &Question) -> Result<Vec<Candidate>, DbErr> {
    let records = [column((Entity, Column::Id)), column((Entity, Column::CustomerId))];
    let own = |place| Way {
        noun: Noun::Contact,
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
    Entity::visible_to(&ctx.actor)
        .join(JoinType::InnerJoin, to_customer)
        .select_only()
        .columns([Column::Id, Column::Name, Column::CustomerId, Column::Role, Column::Phone, Column::DoNotContact])
        .column_as(Expr::col((customer::Entity, customer::Column::Name)), "customer_name")
}

fn candidate(row: Row) -> Candidate {
    let phone = if row.do_not_contact { Some("do not contact".to_owned()) } else { row.phone };
    let at = [row.role, Some(row.customer_name)].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let hit = Hit {
        noun: Noun::Contact,
        id: row.id.0,
        customer: Some(row.customer_id),
        title: row.name,
        detail: joined([Some(at), phone]),
    };
    Candidate { way: row.way, hit }
}
