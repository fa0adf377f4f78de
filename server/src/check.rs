//! Proving that the data is sound: the invariants that no crash and no fault may break.

use anyhow::Result;
use app::core::db::Db;
use app::core::reader::Reader;
use entity::customer::Families;
use entity::opportunity::history::{Step, prove};
use entity::opportunity::row::{self as opportunity, closure, line, stage, stage_change};
use entity::shared::ids::{CustomerId, OpportunityId};
use entity::{contact, customer, user};
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    Statement,
};
use std::collections::{HashMap, HashSet};

/// Offences that are told in full; the rest is counted.
const TOLD: usize = 20;

/// One invariant, looked at in every row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its id in the project's reliability goals.
    pub id: &'static str,
    /// What must be true.
    pub law: &'static str,
    /// In how many rows.
    pub rows: usize,
    /// How many rows broke it.
    pub broken: usize,
    /// The first of them, in words.
    pub examples: Vec<String>,
}

impl Finding {
    fn new(id: &'static str, law: &'static str, rows: usize, offences: Vec<String>) -> Self {
        Self { id, law, rows, broken: offences.len(), examples: offences.into_iter().take(TOLD).collect() }
    }
}

/// Looks at everything.
///
/// # Errors
/// The database's.
pub async fn check(db: &Db) -> Result<Vec<Finding>> {
    // Of one instant: somebody may work while this looks.
    let read = &db.read.snapshot().await?;
    let opportunities = opportunity::Entity::find().order_by_asc(opportunity::Column::Number).all(read).await?;
    let stages = stage::Entity::find().all(read).await?;
    let changes = stage_change::Entity::find().order_by_asc(stage_change::Column::Id).all(read).await?;
    Ok(vec![
        standing(&opportunities, &stages),
        history(&opportunities, &changes),
        ranks(&opportunities),
        orphans(read).await?,
        families(read).await?,
        engine(read).await?,
    ])
}

/// I1: each opportunity is in exactly one existing stage, and knows that stage's phase.
fn standing(opportunities: &[opportunity::Model], stages: &[stage::Model]) -> Finding {
    let phases: HashMap<&str, _> = stages.iter().map(|stage| (stage.key.as_str(), stage.phase)).collect();
    let wrong = opportunities.iter().filter_map(|row| match phases.get(row.stage.0.as_str()) {
        None => Some(format!("{} stands in {}, which does not exist", row.number, row.stage)),
        Some(phase) if *phase != row.phase => Some(format!("{} disagrees with the phase of its stage", row.number)),
        Some(phase) if phase.is_open() == row.closed_on.is_some() => {
            Some(format!("{} disagrees with its closing day", row.number))
        }
        Some(_) => None,
    });
    Finding::new("I1", "opportunities stand in one existing stage", opportunities.len(), wrong.collect())
}

/// I2: the stage history is contiguous and ends where the opportunity stands.
fn history(opportunities: &[opportunity::Model], changes: &[stage_change::Model]) -> Finding {
    let mut steps: HashMap<OpportunityId, Vec<Step>> = HashMap::new();
    for change in changes {
        let step = Step { from: change.from_stage.clone(), to: change.to_stage.clone(), at: change.at };
        steps.entry(change.opportunity_id).or_default().push(step);
    }
    let wrong = opportunities.iter().filter_map(|row| {
        let steps = steps.get(&row.id).map(Vec::as_slice).unwrap_or_default();
        match prove(steps, &row.stage) {
            Err(why) => Some(format!("{}: {why}", row.number)),
            Ok(()) if steps.last().is_some_and(|last| last.at != row.stage_since) => {
                Some(format!("{} does not know since when it stands where it stands", row.number))
            }
            Ok(()) => None,
        }
    });
    Finding::new("I2", "stage histories are contiguous", changes.len(), wrong.collect())
}

/// I6: no two cards share a place in a column.
fn ranks(opportunities: &[opportunity::Model]) -> Finding {
    let mut taken = HashSet::new();
    let wrong = opportunities.iter().filter(|row| !taken.insert((&row.stage, &row.rank)));
    let wrong = wrong.map(|row| format!("{} shares its place in {}", row.number, row.stage));
    Finding::new("I6", "places in a column are unique", opportunities.len(), wrong.collect())
}

/// I7: rows that name another row name one that is there.
async fn orphans(read: &Reader) -> Result<Finding> {
    let mut tally = Tally { read, rows: 0, wrong: Vec::new() };
    let opportunities = || Query::select().column(opportunity::Column::Id).from(opportunity::Entity).to_owned();
    let customers = || Query::select().column(customer::row::Column::Id).from(customer::row::Entity).to_owned();
    let users = || Query::select().column(user::row::Column::Id).from(user::row::Entity).to_owned();
    tally.look::<line::Entity>("lines have no opportunity", line::Column::OpportunityId, opportunities()).await?;
    tally
        .look::<closure::Entity>("closings have no opportunity", closure::Column::OpportunityId, opportunities())
        .await?;
    let column = stage_change::Column::OpportunityId;
    tally.look::<stage_change::Entity>("stage changes have no opportunity", column, opportunities()).await?;
    let column = opportunity::Column::CustomerId;
    tally.look::<opportunity::Entity>("opportunities have no customer", column, customers()).await?;
    tally.look::<opportunity::Entity>("opportunities have no owner", opportunity::Column::OwnerId, users()).await?;
    let column = contact::row::Column::CustomerId;
    tally.look::<contact::row::Entity>("contacts have no customer", column, customers()).await?;
    for column in [customer::row::Column::MachineRepId, customer::row::Column::SupportRepId] {
        tally.look::<customer::row::Entity>("customers name a rep who is not there", column, users()).await?;
    }
    Ok(Finding::new("I7", "rows name rows that exist", tally.rows, tally.wrong))
}

/// I7: nobody is found above himself by walking up from parent to parent.
async fn families(read: &Reader) -> Result<Finding> {
    let all: Vec<(CustomerId, String, Option<CustomerId>)> = customer::row::Entity::find()
        .select_only()
        .columns([customer::row::Column::Id, customer::row::Column::Name, customer::row::Column::ParentId])
        .into_tuple()
        .all(read)
        .await?;
    let families: Families = all.iter().filter_map(|(id, _, parent)| parent.map(|parent| (*id, parent))).collect();
    let wrong = all.iter().filter(|(id, ..)| families.is_its_own_ancestor(*id));
    let wrong = wrong.map(|(_, name, _)| format!("{name} is its own ancestor")).collect();
    Ok(Finding::new("I7", "no customer is its own ancestor", all.len(), wrong))
}

struct Tally<'a> {
    read: &'a Reader,
    rows: usize,
    wrong: Vec<String>,
}

impl Tally<'_> {
    async fn look<E: EntityTrait>(&mut self, what: &str, column: E::Column, ids: SelectStatement) -> Result<()>
    where
        E::Model: Sync,
    {
        self.rows += usize::try_from(E::find().count(self.read).await?)?;
        let lost = E::find().filter(column.is_not_null()).filter(column.not_in_subquery(ids)).count(self.read).await?;
        if lost > 0 {
            self.wrong.push(format!("{lost} {what}"));
        }
        Ok(())
    }
}

/// I7: what the engine itself says of its file. PostgreSQL looks after its own.
async fn engine(read: &Reader) -> Result<Finding> {
    let mut wrong = Vec::new();
    if read.get_database_backend() == DbBackend::Sqlite {
        for row in read.query_all_raw(Statement::from_string(DbBackend::Sqlite, "PRAGMA integrity_check")).await? {
            let said: String = row.try_get_by_index(0)?;
            if said != "ok" {
                wrong.push(said);
            }
        }
        let lost = read.query_all_raw(Statement::from_string(DbBackend::Sqlite, "PRAGMA foreign_key_check")).await?;
        if !lost.is_empty() {
            wrong.push(format!("{} rows break a foreign key", lost.len()));
        }
    }
    Ok(Finding::new("I7", "the engine finds its file whole", 1, wrong))
}
