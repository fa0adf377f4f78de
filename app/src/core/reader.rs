//! Reading: statement by statement through the pool, or a whole page on one connection and of one instant.

use sea_orm::prelude::async_trait::async_trait;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult,
    FromQueryResult, IsolationLevel, QueryResult, Statement, TransactionTrait,
};
use std::sync::Arc;

/// Where rows are read.
#[derive(Debug, Clone)]
pub struct Reader(Way);

#[derive(Debug, Clone)]
enum Way {
    /// Each statement takes a connection of its own and sees what is true by then.
    Pool(DatabaseConnection),
    /// All statements see one instant. Ends with its last clone.
    Snapshot(Arc<DatabaseTransaction>),
}

impl From<DatabaseConnection> for Reader {
    fn from(pool: DatabaseConnection) -> Self {
        Self(Way::Pool(pool))
    }
}

impl Reader {
    /// The pool, for what is no reading of rows; `None` of a snapshot.
    pub const fn pool(&self) -> Option<&DatabaseConnection> {
        match &self.0 {
            Way::Pool(pool) => Some(pool),
            Way::Snapshot(_) => None,
        }
    }

    /// Every row that a statement finds.
    ///
    /// # Errors
    /// The database's.
    pub async fn find<T: FromQueryResult>(&self, statement: &SelectStatement) -> Result<Vec<T>, DbErr> {
        let rows = self.query_all(statement).await?;
        rows.iter().map(|row| T::from_query_result(row, "")).collect()
    }

    /// The database as it is now, for everything a page shows: its numbers belong together, and the pool is asked once
    /// instead of once a statement. Who holds it must not ask the pool for more: all might wait for one another.
    ///
    /// # Errors
    /// The database's.
    pub async fn snapshot(&self) -> Result<Self, DbErr> {
        let Way::Pool(pool) = &self.0 else { return Ok(self.clone()) };
        let begun = match pool.get_database_backend() {
            DbBackend::Postgres => {
                pool.begin_with_config(Some(IsolationLevel::RepeatableRead), Some(AccessMode::ReadOnly)).await?
            }
            // SQLite knows no other way.
            _ => pool.begin().await?,
        };
        Ok(Self(Way::Snapshot(Arc::new(begun))))
    }
}

#[async_trait]
impl ConnectionTrait for Reader {
    fn get_database_backend(&self) -> DbBackend {
        match &self.0 {
            Way::Pool(pool) => pool.get_database_backend(),
            Way::Snapshot(snapshot) => snapshot.get_database_backend(),
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        match &self.0 {
            Way::Pool(pool) => pool.execute_raw(statement).await,
            Way::Snapshot(snapshot) => snapshot.execute_raw(statement).await,
        }
    }

    async fn execute_unprepared(&self, _: &str) -> Result<ExecResult, DbErr> {
        Err(DbErr::Custom("reading knows no SQL without bound values".to_owned()))
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        match &self.0 {
            Way::Pool(pool) => pool.query_one_raw(statement).await,
            Way::Snapshot(snapshot) => snapshot.query_one_raw(statement).await,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match &self.0 {
            Way::Pool(pool) => pool.query_all_raw(statement).await,
            Way::Snapshot(snapshot) => snapshot.query_all_raw(statement).await,
        }
    }
}
