//! What there is after a file of customers, so that two dealers can be held side by side.

use super::steps::record;
use crate::support::dealer::TestDealer;
use entity::event::{Deed, row as event};
use entity::import::row::{made, report};
use entity::import::{Counts, ImportStatus};
use entity::shared::ids::ImportId;
use entity::{customer, search};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use std::collections::HashMap;

/// What there is of a file, without the ids and moments that no two runs share.
#[derive(Debug, PartialEq)]
pub struct Brought {
    pub status: ImportStatus,
    pub counts: Counts,
    pub rows_done: i64,
    /// Records to be taken out by an undo, events of what came in, and words to be found by.
    pub beside: [u64; 3],
    pub customers: Vec<String>,
    pub report: Vec<String>,
}

/// Reads it.
pub async fn brought(dealer: &TestDealer, id: ImportId) -> Brought {
    let (db, record) = (&dealer.db.read, record(dealer, id).await);
    let rows = customer::row::Entity::find().all(db).await.unwrap();
    let names: HashMap<_, _> = rows.iter().map(|row| (row.id, row.name.as_str())).collect();
    let line = |row: &customer::row::Model| {
        let parent = row.parent_id.map(|id| names[&id]).unwrap_or_default();
        format!("{}, {:?}, of {parent}, version {}", row.name, row.city, row.version)
    };
    let mut customers: Vec<String> = rows.iter().map(line).collect();
    customers.sort();
    let report = report::Entity::find().filter(report::Column::ImportId.eq(id)).order_by_asc(report::Column::Row);
    let line = |row: report::Model| {
        let linked = row.record_id.is_some();
        format!("{} {:?} {}: {} {} {linked}", row.row, row.outcome, row.record, row.sentence, row.detail)
    };
    let imported = event::Entity::find().filter(event::Column::Deed.eq(Deed::Imported));
    Brought {
        status: record.status,
        counts: serde_json::from_str(&record.counts).unwrap(),
        rows_done: record.rows_done,
        beside: [
            made::Entity::find().filter(made::Column::ImportId.eq(id)).count(db).await.unwrap(),
            imported.count(db).await.unwrap(),
            search::row::Entity::find().count(db).await.unwrap(),
        ],
        customers,
        report: report.all(db).await.unwrap().into_iter().map(line).collect(),
    }
}
