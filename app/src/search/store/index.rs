//! Keeping the index. Called in the transaction that writes the record, so the two never differ.

use entity::event::Noun;
use entity::search::{Document, row};
use entity::shared::ids::RecordId;
use entity::{contact, customer, opportunity};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, Set};

/// Rows of one statement; four values a row stay far below what either engine allows.
const BATCH: usize = 1_000;

/// A record and its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    noun: Noun,
    record: RecordId,
    document: Document,
}

impl Entry {
    /// A customer: by name, number, phone, address, industry and tags.
    pub fn customer(row: &customer::row::Model) -> Self {
        let document = Document::named(&row.name)
            .number(row.number.as_deref())
            .phone(row.phone.as_deref())
            .text(row.city.as_deref())
            .text(row.street.as_deref())
            .text(row.postal_code.as_deref())
            .text(row.county.as_deref())
            .text(row.customer_type.as_deref())
            .text(Some(&row.tags));
        Self { noun: Noun::Customer, record: RecordId(row.id.0), document }
    }

    /// A contact: by name, role, phone and e-mail. Its customer's name finds it too, see `find`.
    pub fn contact(row: &contact::row::Model) -> Self {
        let document =
            Document::named(&row.name).phone(row.phone.as_deref()).text(row.email.as_deref()).text(row.role.as_deref());
        Self { noun: Noun::Contact, record: RecordId(row.id.0), document }
    }

    /// An opportunity: by name, number and what is sold. Its customer's name finds it too.
    pub fn opportunity(row: &opportunity::row::Model) -> Self {
        let document = Document::named(&row.name).number(Some(&row.number)).text(Some(&row.summary));
        Self { noun: Noun::Opportunity, record: RecordId(row.id.0), document }
    }

    /// Its rows.
    pub fn rows(&self) -> impl Iterator<Item = row::Model> {
        let Self { noun, record, document } = self;
        document.words().map(|(place, word)| row::Model {
            record_id: *record,
            word: word.to_owned(),
            place,
            noun: *noun,
        })
    }
}

/// Puts one record into the index, in place of what was there.
///
/// # Errors
/// The database's.
pub async fn index(db: &impl ConnectionTrait, entry: Entry) -> Result<(), DbErr> {
    index_many(db, vec![entry]).await
}

/// Puts many records into the index, a few statements in all.
///
/// # Errors
/// The database's.
pub async fn index_many(db: &impl ConnectionTrait, entries: Vec<Entry>) -> Result<(), DbErr> {
    for entries in entries.chunks(BATCH) {
        forget(db, entries.iter().map(|entry| entry.record).collect()).await?;
        let words: Vec<row::ActiveModel> = entries.iter().flat_map(Entry::rows).map(active).collect();
        for words in words.chunks(BATCH) {
            row::Entity::insert_many(words.to_vec()).exec_without_returning(db).await?;
        }
    }
    Ok(())
}

/// Takes records out of the index; the caller keeps below the engine's limit of bound values.
///
/// # Errors
/// The database's.
pub async fn forget(db: &impl ConnectionTrait, records: Vec<RecordId>) -> Result<(), DbErr> {
    row::Entity::delete_many().filter(row::Column::RecordId.is_in(records)).exec(db).await.map(|_| ())
}

fn active(row: row::Model) -> row::ActiveModel {
    let row::Model { record_id, word, place, noun } = row;
    row::ActiveModel { record_id: Set(record_id), word: Set(word), place: Set(place), noun: Set(noun) }
}
