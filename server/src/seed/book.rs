//! Everything that is to be written, by table, and the one place that writes it.

use super::calendar::Calendar;
use super::{DEALER, Seeded};
use anyhow::{Context, Result};
use app::search::store::{Entry, index_many};
use entity::dealer::{branch, competitor, division, region, setting};
use entity::opportunity::row::{self as opportunity, closure, line, stage, stage_change};
use entity::opportunity::{Phase, default_stages, rank};
use entity::shared::ids::{BranchId, CompetitorId, DivisionId, RegionId};
use entity::{contact, customer, event, product, user};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel, Iterable, NotSet, PaginatorTrait,
};
use std::collections::HashMap;

/// Values one statement may carry on SQLite; PostgreSQL allows twice as many.
const VALUES: usize = 32_000;
/// First number of an opportunity.
const FIRST_NUMBER: usize = 10_401;

/// Rows on their way into an empty database.
pub struct Book {
    /// From where days are counted.
    pub calendar: Calendar,
    pub regions: Vec<region::Model>,
    pub branches: Vec<branch::Model>,
    pub divisions: Vec<division::Model>,
    pub competitors: Vec<competitor::Model>,
    pub users: Vec<user::row::Model>,
    pub products: Vec<product::row::Model>,
    pub customers: Vec<customer::row::Model>,
    pub contacts: Vec<contact::row::Model>,
    pub opportunities: Vec<opportunity::Model>,
    pub lines: Vec<line::Model>,
    pub changes: Vec<stage_change::Model>,
    pub closures: Vec<closure::Model>,
    pub events: Vec<event::row::Model>,
    /// Cards ranked so far in each column.
    ranked: HashMap<Phase, u64>,
    written: Seeded,
}

impl Book {
    /// An empty book.
    pub fn new(calendar: Calendar) -> Self {
        Self {
            calendar,
            regions: Vec::new(),
            branches: Vec::new(),
            divisions: Vec::new(),
            competitors: Vec::new(),
            users: Vec::new(),
            products: Vec::new(),
            customers: Vec::new(),
            contacts: Vec::new(),
            opportunities: Vec::new(),
            lines: Vec::new(),
            changes: Vec::new(),
            closures: Vec::new(),
            events: Vec::new(),
            ranked: HashMap::new(),
            written: Seeded::default(),
        }
    }

    /// A region by name.
    pub fn region(&self, name: &str) -> Option<RegionId> {
        self.regions.iter().find(|region| region.name == name).map(|region| region.id)
    }

    /// A division by name.
    pub fn division(&self, name: &str) -> Result<DivisionId> {
        let found = self.divisions.iter().find(|division| division.name == name);
        found.map(|division| division.id).with_context(|| format!("no division {name}"))
    }

    /// A competitor by name.
    pub fn competitor(&self, name: &str) -> Result<CompetitorId> {
        let found = self.competitors.iter().find(|competitor| competitor.name == name);
        found.map(|competitor| competitor.id).with_context(|| format!("no competitor {name}"))
    }

    /// A user by the name on the screen.
    pub fn user(&self, name: &str) -> Result<&user::row::Model> {
        self.users.iter().find(|user| user.name == name).with_context(|| format!("no user {name}"))
    }

    /// A customer by name.
    pub fn customer(&self, name: &str) -> Result<&customer::row::Model> {
        self.customers.iter().find(|customer| customer.name == name).with_context(|| format!("no customer {name}"))
    }

    /// A product by name.
    pub fn product(&self, name: &str) -> Result<&product::row::Model> {
        self.products.iter().find(|product| product.name == name).with_context(|| format!("no product {name}"))
    }

    /// A branch of a region: the first one, where nothing says more.
    pub fn branch(&self, region: Option<RegionId>) -> Option<BranchId> {
        self.branches.iter().find(|branch| Some(branch.region_id) == region).map(|branch| branch.id)
    }

    /// The next place in a column.
    pub fn next_rank(&mut self, phase: Phase) -> String {
        let place = self.ranked.entry(phase).or_default();
        *place += 1;
        rank::nth(*place - 1)
    }

    /// The next number of an opportunity.
    pub fn next_number(&self) -> String {
        format!("O-{}", FIRST_NUMBER + self.written.opportunities + self.opportunities.len())
    }

    /// Writes what has gathered except events, and forgets opportunities and what hangs on them.
    ///
    /// # Errors
    /// The database's.
    pub async fn flush(&mut self, tx: &DatabaseTransaction) -> Result<()> {
        if self.written.users == 0 {
            self.write_dealer(tx).await?;
        }
        self.written.opportunities += self.opportunities.len();
        let opportunities = std::mem::take(&mut self.opportunities);
        index_many(tx, opportunities.iter().map(Entry::opportunity).collect()).await?;
        put(tx, opportunities).await?;
        put(tx, std::mem::take(&mut self.lines)).await?;
        put(tx, std::mem::take(&mut self.changes)).await?;
        put(tx, std::mem::take(&mut self.closures)).await?;
        Ok(())
    }

    /// Writes the rest, events in the order in which they happened, and says how much it was.
    ///
    /// # Errors
    /// The database's.
    pub async fn finish(mut self, tx: &DatabaseTransaction) -> Result<Seeded> {
        self.flush(tx).await?;
        self.events.sort_by_key(|event| event.at);
        let events = std::mem::take(&mut self.events).into_iter().map(|event| {
            let mut row = event.into_active_model().reset_all();
            row.seq = NotSet;
            row
        });
        put_rows::<event::row::Entity>(tx, events.collect()).await?;
        Ok(self.written)
    }

    /// The dealer, its people, customers and settings.
    async fn write_dealer(&mut self, tx: &DatabaseTransaction) -> Result<()> {
        self.written.users = self.users.len();
        self.written.customers = self.customers.len();
        self.written.contacts = self.contacts.len();
        for (name, value) in [("demo", "true"), ("dealer_name", DEALER), ("time_zone", super::calendar::ZONE.name())] {
            let row = setting::Model { name: name.to_owned(), value: value.to_owned() };
            setting::Entity::insert(row.into_active_model().reset_all())
                .on_conflict(OnConflict::column(setting::Column::Name).update_column(setting::Column::Value).to_owned())
                .exec_without_returning(tx)
                .await?;
        }
        if stage::Entity::find().count(tx).await? == 0 {
            put(tx, default_stages().into_iter().map(stage::Model::from).collect()).await?;
        }
        put(tx, self.regions.clone()).await?;
        put(tx, self.branches.clone()).await?;
        put(tx, self.divisions.clone()).await?;
        put(tx, self.competitors.clone()).await?;
        put(tx, self.users.clone()).await?;
        put(tx, self.products.clone()).await?;
        put(tx, self.customers.clone()).await?;
        let contacts = std::mem::take(&mut self.contacts);
        let words = self.customers.iter().map(Entry::customer).chain(contacts.iter().map(Entry::contact));
        index_many(tx, words.collect()).await?;
        put(tx, contacts).await
    }
}

/// Inserts models as they are.
async fn put<M, A>(tx: &DatabaseTransaction, models: Vec<M>) -> Result<()>
where
    M: IntoActiveModel<A>,
    A: ActiveModelTrait + Send,
    A::Entity: EntityTrait<ActiveModel = A>,
{
    let rows = models.into_iter().map(|model| model.into_active_model().reset_all()).collect();
    put_rows::<A::Entity>(tx, rows).await.map_err(Into::into)
}

/// Inserts rows in statements of as many values as the engines take.
async fn put_rows<E>(tx: &DatabaseTransaction, rows: Vec<E::ActiveModel>) -> Result<(), DbErr>
where
    E: EntityTrait,
    E::ActiveModel: Send,
{
    let at_once = VALUES / E::Column::iter().count().max(1);
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        E::insert_many(rows.by_ref().take(at_once)).exec_without_returning(tx).await?;
    }
    Ok(())
}
