//! Customers, by their own words.

use super::branch::{Way, branch, either};
use super::{Candidate, Question, joined};
use crate::core::ctx::Ctx;
use crate::search::store::column;
use crate::search::types::Hit;
use entity::customer::row::{Column, Entity};
use entity::event::Noun;
use entity::search::{Place, row as word};
use entity::shared::ids::{CustomerId, UserId};
use sea_orm::{DbErr, EntityTrait, FromQueryResult, QuerySelect};

#[derive(FromQueryResult)]
struct Row {
    way: i32,
    id: CustomerId,
    name: String,
    number: Option<String>,
    city: Option<String>,
    state: Option<String>,
    machine_rep_id: Option<UserId>,
    support_rep_id: Option<UserId>,
}

pub async fn find(ctx: &Ctx, question: &Question) -> Result<Vec<Candidate>, DbErr> {
    let select = || {
        Entity::visible_to(&ctx.actor).select_only().columns([
            Column::Id,
            Column::Name,
            Column::Number,
            Column::City,
            Column::State,
            Column::MachineRepId,
            Column::SupportRepId,
        ])
    };
    let records = [column((Entity, Column::Id))];
    let ways = [Place::Name, Place::More].into_iter().zip(0..).map(|(place, number)| {
        let to_words = Entity::belongs_to(word::Entity).from(Column::Id).to(word::Column::RecordId).into();
        branch(select(), number, Way { noun: Noun::Customer, place, to_words }, &records, question)
    });
    let Some(statement) = either(ways.collect()) else { return Ok(Vec::new()) };
    let rows: Vec<Row> = ctx.db.read.find(&statement).await?;
    Ok(rows.into_iter().map(|row| candidate(ctx, row)).collect())
}

fn candidate(ctx: &Ctx, row: Row) -> Candidate {
    let place = [row.city, row.state].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let yours = [row.machine_rep_id, row.support_rep_id].contains(&Some(ctx.actor.id)).then(|| "yours".to_owned());
    let hit = Hit {
        noun: Noun::Customer,
        id: row.id.0,
        customer: None,
        title: row.name,
        detail: joined([row.number, Some(place), yours]),
    };
    Candidate { way: row.way, hit }
}
