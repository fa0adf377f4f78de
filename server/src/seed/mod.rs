//! Data to start with: the demo dealer, and a large one to measure on.
//!
//! Rows are written directly, as a migration would, in one transaction. The same moment gives the same dealer:
//! chance is seeded and every date is counted from today, so the demo looks alive whenever it is seen.

mod board;
mod book;
mod calendar;
mod chance;
mod closed;
mod contacts;
mod customers;
mod deal;
mod goods;
mod people;
mod places;
mod volume;

pub use people::{SIGN_INS, SignIn};
pub use volume::Volume;

use anyhow::{Result, ensure};
use app::core::db::Db;
use app::core::source::Source;
use book::Book;
use calendar::Calendar;
use chance::Chance;
use entity::user;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, PaginatorTrait, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};

/// The dealer of the demo.
pub const DEALER: &str = "Lone Star Iron";
/// Its password unless another is asked for.
pub const PASSWORD: &str = "ironbook-demo";

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Seeded {
    /// Users, those who can sign in and those who cannot.
    pub users: usize,
    /// Customers and prospects.
    pub customers: usize,
    /// Contacts.
    pub contacts: usize,
    /// Opportunities, open and closed.
    pub opportunities: usize,
}

/// Whether nobody is there yet: the only state in which a database may be seeded.
///
/// # Errors
/// The database's.
pub async fn is_empty(db: &impl ConnectionTrait) -> Result<bool, DbErr> {
    Ok(user::row::Entity::find().count(db).await? == 0)
}

/// Writes the demo dealer into an empty, migrated database. Everyone of [`SIGN_INS`] gets `password`.
///
/// # Errors
/// When somebody is there already, and the database's.
pub async fn demo(db: &Db, source: &Source, password: &str) -> Result<Seeded> {
    let (mut book, mut chance) = opened(source, password).await?;
    customers::write(&mut book, &mut chance)?;
    contacts::write(&mut book, &mut chance);
    board::write(&mut book, &mut chance)?;
    closed::write(&mut book, &mut chance)?;
    let tx = begin(db).await?;
    let seeded = book.finish(&tx).await?;
    tx.commit().await?;
    Ok(seeded)
}

/// Writes a large dealer into an empty, migrated database, to measure on.
///
/// # Errors
/// When somebody is there already, and the database's.
pub async fn volume(db: &Db, source: &Source, password: &str, size: Volume) -> Result<Seeded> {
    let (book, chance) = opened(source, password).await?;
    let tx = begin(db).await?;
    let seeded = volume::write(&tx, book, chance, size).await?;
    tx.commit().await?;
    Ok(seeded)
}

/// A book with the dealer's own places, people and goods in it.
async fn opened(source: &Source, password: &str) -> Result<(Book, Chance)> {
    let mut chance = Chance::seeded(2026);
    let mut book = Book::new(Calendar::new(source.now()));
    places::write(&mut book, &mut chance);
    people::write(&mut book, &mut chance, password).await?;
    goods::write(&mut book, &mut chance)?;
    Ok((book, chance))
}

async fn begin(db: &Db) -> Result<DatabaseTransaction> {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let tx = db.write.begin_with_options(options).await?;
    ensure!(is_empty(&tx).await?, "the database already has users; demo data goes only into an empty one");
    Ok(tx)
}
