//! Table `import_row`: what each row of a file does, or did.

use crate::import::{Outcome, Verdict};
use crate::shared::ids::{ImportId, RecordId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_row")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub import_id: ImportId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub row: i64,
    /// Place of its outcome: rows with something to say come first.
    pub weight: i32,
    pub outcome: Outcome,
    pub number: String,
    pub record: String,
    pub sentence: String,
    pub detail: String,
    /// JSON of field changes; empty when there are none.
    pub changes: String,
    pub column_name: String,
    pub field: String,
    pub excerpt: String,
    pub suggestion: String,
    /// The record that came of it, once it has run.
    pub record_id: Option<RecordId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// A verdict as a row of the report.
    pub fn of(import: ImportId, verdict: &Verdict) -> Self {
        let changes = if verdict.changes.is_empty() {
            String::new()
        } else {
            serde_json::to_string(&verdict.changes).unwrap_or_default()
        };
        Self {
            import_id: import,
            row: i64::try_from(verdict.row).unwrap_or(i64::MAX),
            weight: verdict.outcome.weight(),
            outcome: verdict.outcome,
            number: crate::import::excerpt(&verdict.number),
            record: verdict.record.clone(),
            sentence: verdict.sentence.clone(),
            detail: verdict.detail.clone(),
            changes,
            column_name: verdict.column.clone(),
            field: verdict.field.clone(),
            excerpt: verdict.excerpt.clone(),
            suggestion: verdict.suggestion.clone(),
            record_id: verdict.act.record().map(RecordId),
        }
    }
}
