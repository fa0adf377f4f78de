//! The records that rows may name or match, read batch by batch in the importer's scope.

use super::elsewhere;
use crate::core::ctx::Ctx;
use entity::customer::{CustomerDraft, row as customer};
use entity::import::{Bound, CustomerNow, ImportNoun, Known, OpportunityNow, Row, ValueRule, scope};
use entity::opportunity::row::{self as opportunity, line};
use entity::shared::ids::{CustomerId, OpportunityId, UserId};
use entity::shared::text::{fold, tidy};
use entity::user;
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use std::collections::{HashMap, HashSet};

/// Reads the customers of these names or numbers, for guessing values.
///
/// # Errors
/// The database's.
pub async fn customers_called<C: ConnectionTrait>(
    ctx: &Ctx,
    db: &C,
    names: Vec<String>,
    known: &mut Known,
) -> Result<(), DbErr> {
    let names: Vec<String> = names.iter().map(|name| tidy(name)).collect();
    Lookup::default().customers(ctx, db, &names, &names, known).await.map(|_| ())
}

/// Remembers which customers have been read already.
#[derive(Default)]
pub struct Lookup {
    customers: HashSet<CustomerId>,
    asked_names: HashSet<String>,
    asked_numbers: HashSet<String>,
}

impl Lookup {
    /// Reads what a batch of rows may name or match.
    ///
    /// # Errors
    /// The database's.
    pub async fn batch<C: ConnectionTrait>(
        &mut self,
        ctx: &Ctx,
        db: &C,
        bound: &Bound,
        rows: &[Row],
        known: &mut Known,
    ) -> Result<(), DbErr> {
        match bound.noun {
            ImportNoun::Products | ImportNoun::Users => Ok(()),
            ImportNoun::Accounts => {
                let mut names = texts(bound, rows, &["name", "parent"]);
                let numbers = texts(bound, rows, &["number"]);
                // A parent further down in the file may be here under its number or its name alone, whichever names it.
                let parents = names.iter().filter_map(|name| known.promised(name));
                let parents: Vec<_> = parents.map(|parent| (parent.name.clone(), parent.number.clone())).collect();
                // A parent may be given by its number.
                let mut sought: Vec<String> = numbers.iter().chain(&names).cloned().collect();
                for (name, number) in parents {
                    names.push(tidy(&name));
                    sought.extend((!number.is_empty()).then_some(number));
                }
                let read = self.customers(ctx, db, &names, &sought, known).await?;
                elsewhere::of_customers(db, known, &read).await?;
                taken_customers(db, numbers, known).await
            }
            ImportNoun::Opportunities => {
                let names = texts(bound, rows, &["customer"]);
                self.customers(ctx, db, &names, &names, known).await?;
                opportunities(ctx, db, texts(bound, rows, &["number"]), known).await
            }
        }
    }

    /// Answers which were not read before.
    async fn customers<C: ConnectionTrait>(
        &mut self,
        ctx: &Ctx,
        db: &C,
        names: &[String],
        numbers: &[String],
        known: &mut Known,
    ) -> Result<Vec<CustomerId>, DbErr> {
        let new = |texts: &[String], asked: &HashSet<String>| {
            texts.iter().filter(|text| !asked.contains(*text)).cloned().collect::<Vec<_>>()
        };
        let (names, numbers) = (new(names, &self.asked_names), new(numbers, &self.asked_numbers));
        if names.is_empty() && numbers.is_empty() {
            return Ok(Vec::new());
        }
        let mut read = Vec::new();
        let keys: Vec<String> = names.iter().map(|name| fold(name)).collect();
        let either = Condition::any()
            .add(customer::Column::NameKey.is_in(keys))
            .add(customer::Column::Number.is_in(numbers.clone()));
        for row in customer::Entity::visible_to(&ctx.actor).filter(either).all(db).await? {
            // Those of this file are known already, and are to be what they are in a check that stores none of them.
            if self.customers.insert(row.id) && !known.brought.contains(&row.id) {
                read.push(row.id);
                add_customer(row, known);
            }
        }
        self.asked_names.extend(names);
        self.asked_numbers.extend(numbers);
        Ok(read)
    }
}

/// Distinct texts of fields in a batch, as they are kept, with what the plan maps them to.
fn texts(bound: &Bound, rows: &[Row], fields: &[&str]) -> Vec<String> {
    let mut texts = HashSet::new();
    for field in fields {
        for row in rows {
            let text = bound.text(row, field);
            if let Some(ValueRule::To(other)) = bound.plan.value(field, &text) {
                texts.insert(tidy(other));
            }
            texts.insert(tidy(&text));
        }
    }
    texts.remove("");
    texts.into_iter().collect()
}

fn add_customer(row: customer::Model, known: &mut Known) {
    let at = known.customers.add(&row.name, row.id);
    if let Some(number) = &row.number {
        known.customers.alias(at, number);
        known.customer_numbers.insert(number.clone(), row.id);
    }
    known.customers_now.insert(row.id, customer_now(row));
}

fn customer_now(row: customer::Model) -> CustomerNow {
    let customer::Model { id, version, region_id, .. } = row;
    CustomerNow { id, version, region: region_id, draft: CustomerDraft::of_row(row) }
}

async fn taken_customers<C: ConnectionTrait>(db: &C, numbers: Vec<String>, known: &mut Known) -> Result<(), DbErr> {
    let in_use: Vec<Option<String>> = scope::customer_numbers_in_use(numbers).into_tuple().all(db).await?;
    let unseen = in_use.into_iter().flatten().filter(|number| !known.customer_numbers.contains_key(number));
    known.taken.extend(unseen.collect::<Vec<_>>());
    Ok(())
}

async fn opportunities<C: ConnectionTrait>(
    ctx: &Ctx,
    db: &C,
    numbers: Vec<String>,
    known: &mut Known,
) -> Result<(), DbErr> {
    let in_use: Vec<String> = scope::opportunity_numbers_in_use(numbers).into_tuple().all(db).await?;
    known.taken.clear();
    known.opportunities.clear();
    if in_use.is_empty() {
        return Ok(());
    }
    let rows = opportunity::Entity::visible_to(&ctx.actor)
        .filter(opportunity::Column::Number.is_in(in_use.clone()))
        .all(db)
        .await?;
    let names = Names::of(ctx, db, &rows).await?;
    for row in rows {
        known.opportunities.insert(row.number.clone(), now(row, &names, known));
    }
    let owners = known.opportunities.values().map(|now| now.owner).collect();
    elsewhere::people(db, known, owners).await?;
    known.taken = in_use.into_iter().filter(|number| !known.opportunities.contains_key(number)).collect();
    Ok(())
}

/// Names of what opportunities point to, and how many lines each has.
struct Names {
    owners: HashMap<UserId, String>,
    customers: HashMap<CustomerId, String>,
    lines: HashMap<OpportunityId, usize>,
}

impl Names {
    async fn of<C: ConnectionTrait>(ctx: &Ctx, db: &C, rows: &[opportunity::Model]) -> Result<Self, DbErr> {
        let owners: HashSet<UserId> = rows.iter().map(|row| row.owner_id).collect();
        let customers: HashSet<CustomerId> = rows.iter().filter_map(|row| row.customer_id).collect();
        let owners: Vec<(UserId, String)> = user::row::Entity::find()
            .select_only()
            .columns([user::row::Column::Id, user::row::Column::Name])
            .filter(user::row::Column::Id.is_in(owners))
            .into_tuple()
            .all(db)
            .await?;
        let customers: Vec<(CustomerId, String)> = customer::Entity::visible_to(&ctx.actor)
            .select_only()
            .columns([customer::Column::Id, customer::Column::Name])
            .filter(customer::Column::Id.is_in(customers))
            .into_tuple()
            .all(db)
            .await?;
        let lines: Vec<(OpportunityId, i64)> = line::Entity::find()
            .select_only()
            .column(line::Column::OpportunityId)
            .column_as(line::Column::Id.count(), "count")
            .filter(line::Column::OpportunityId.is_in(rows.iter().map(|row| row.id)))
            .group_by(line::Column::OpportunityId)
            .into_tuple()
            .all(db)
            .await?;
        let lines = lines.into_iter().map(|(id, count)| (id, usize::try_from(count).unwrap_or(0)));
        Ok(Self {
            owners: owners.into_iter().collect(),
            customers: customers.into_iter().collect(),
            lines: lines.collect(),
        })
    }
}

fn now(row: opportunity::Model, names: &Names, known: &Known) -> OpportunityNow {
    let customer_name = row.customer_id.and_then(|id| names.customers.get(&id)).cloned().unwrap_or_default();
    OpportunityNow {
        owner_name: names.owners.get(&row.owner_id).cloned().unwrap_or_default(),
        customer_name,
        lines: names.lines.get(&row.id).copied().unwrap_or(0),
        stage_name: known.stage(&row.stage).map_or_else(|| row.stage.0.clone(), |stage| stage.name.clone()),
        id: row.id,
        version: row.version,
        name: row.name,
        customer: row.customer_id,
        owner: row.owner_id,
        division: row.division_id,
        kind: row.kind,
        stage: row.stage,
        phase: row.phase,
        amount: row.amount,
        expected_close: row.expected_close,
        closed_on: row.closed_on,
        probability: row.probability,
        probability_override: row.probability_override,
        source: row.source,
        notes: row.notes,
        stage_since: row.stage_since,
    }
}
