//! Table `import`.

use crate::import::{ImportNoun, ImportStatus};
use crate::shared::ids::{ImportId, UserId};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ImportId,
    /// Whose it is: only he and administrators see it (S31).
    pub user_id: UserId,
    pub noun: ImportNoun,
    pub file_name: String,
    /// SHA-256 of the bytes, in hex.
    pub file_hash: String,
    /// Bytes.
    pub file_size: i64,
    pub status: ImportStatus,
    /// JSON of [`crate::import::Plan`].
    pub plan: String,
    /// JSON of [`crate::import::Profile`]; empty while the bytes still come.
    pub profile: String,
    /// JSON of [`crate::import::Counts`]: of the last check, then of the run.
    pub counts: String,
    /// Whether rows in error are left out; else one of them stops the whole file.
    pub good_only: bool,
    pub rows_total: i64,
    pub rows_done: i64,
    /// Why it failed; empty when it did not.
    pub failure: String,
    /// Somebody asked to call it off.
    pub cancel: bool,
    /// How often a node has begun the present job.
    pub attempts: i32,
    /// The node that works on it,
    pub leased_by: Option<Uuid>,
    /// and until when the others leave it alone.
    pub leased_until: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    /// When the present job was begun.
    pub started_at: Option<DateTime<Utc>>,
    pub finished_at: Option<DateTime<Utc>>,
    pub version: i64,
    /// Who had it undone: the undo acts for him.
    pub undone_by: Option<UserId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
