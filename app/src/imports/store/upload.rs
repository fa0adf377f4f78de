//! Taking a file in: a record first, then its bytes piece by piece, then a first look at it.

use super::check::allowed;
use super::insert::insert;
use super::lists;
use super::origin::{Origin, profile, too_large};
use super::run::json;
use crate::core::AppError;
use crate::core::ctx::Ctx;
use crate::core::write::{NewEvent, Tx, keep_house, write};
use crate::imports::file::{CSV_MAX, Kind, Refusal, WORKBOOK_MAX, kind};
use crate::imports::types::Stepped;
use crate::routes;
use chrono::{DateTime, TimeDelta, Utc};
use entity::event::{Deed, Detail, Noun};
use entity::import::row::chunk::{self, CHUNK};
use entity::import::row::{self, report};
use entity::import::{ImportNoun, ImportStatus, Plan, Profile, Reading, excerpt, suggest};
use entity::shared::ids::ImportId;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use sha2::{Digest, Sha256};

/// How long an upload may take before what came of it is swept away.
const ABANDONED: TimeDelta = TimeDelta::hours(1);
/// How long the file of a finished import is kept.
pub(super) const KEPT: TimeDelta = TimeDelta::days(30);

/// A file on its way in.
pub struct Upload {
    ctx: Ctx,
    import: ImportId,
    noun: ImportNoun,
    file_name: String,
    kind: Option<Kind>,
    buffer: Vec<u8>,
    position: i32,
    size: u64,
    hash: Sha256,
}

impl Upload {
    /// Begins with a record that nothing shows yet.
    ///
    /// # Errors
    /// [`AppError::Denied`] for the wrong role.
    pub async fn start(ctx: Ctx, noun: ImportNoun, file_name: &str) -> Result<Self, AppError> {
        allowed(&ctx, noun)?;
        let import = ImportId(ctx.id());
        // Only the last part: some browsers send the way to the file as well.
        let file_name = excerpt(file_name.rsplit(['/', '\\']).next().unwrap_or_default());
        let file_name = if file_name.is_empty() { "file".to_owned() } else { file_name };
        let record = blank(&ctx, import, noun, file_name.clone());
        keep_house(&ctx.db, record, |db, record| Box::pin(async move { Ok(insert(db, vec![record]).await?) })).await?;
        Ok(Self {
            ctx,
            import,
            noun,
            file_name,
            kind: None,
            buffer: Vec::with_capacity(CHUNK),
            position: 0,
            size: 0,
            hash: Sha256::new(),
        })
    }

    /// Takes bytes.
    ///
    /// # Errors
    /// [`AppError::Refused`] for a file of another kind, or one too large; then nothing of it is kept.
    pub async fn push(&mut self, bytes: &[u8]) -> Result<(), AppError> {
        let taken = self.take(bytes).await;
        if taken.is_err() {
            self.discard().await;
        }
        taken
    }

    async fn take(&mut self, bytes: &[u8]) -> Result<(), AppError> {
        self.size += bytes.len() as u64;
        self.hash.update(bytes);
        self.buffer.extend_from_slice(bytes);
        if self.kind.is_none() && self.buffer.len() >= 8 {
            self.kind = Some(kind(&self.buffer)?);
        }
        match self.kind {
            Some(Kind::Csv) if self.size > CSV_MAX => return Err(too_large(Kind::Csv)),
            Some(Kind::Workbook) if self.size > WORKBOOK_MAX => return Err(too_large(Kind::Workbook)),
            _ => {}
        }
        while self.buffer.len() >= CHUNK {
            let rest = self.buffer.split_off(CHUNK);
            let piece = std::mem::replace(&mut self.buffer, rest);
            self.store(piece).await?;
        }
        Ok(())
    }

    async fn store(&mut self, bytes: Vec<u8>) -> Result<(), AppError> {
        let piece = chunk::Model { import_id: self.import, position: self.position, bytes };
        self.position += 1;
        keep_house(&self.ctx.db, piece, |db, piece| Box::pin(async move { Ok(insert(db, vec![piece]).await?) })).await
    }

    /// Looks at the whole file for the first time and makes a first plan for it.
    ///
    /// # Errors
    /// [`AppError::Refused`] when it is no table; then nothing of it is kept.
    pub async fn finish(mut self) -> Result<Stepped, AppError> {
        match self.first_look().await {
            Ok(stepped) => Ok(stepped),
            Err(error) => {
                self.discard().await;
                Err(error)
            }
        }
    }

    async fn first_look(&mut self) -> Result<Stepped, AppError> {
        if self.size == 0 {
            return Err(Refusal("The file is empty.".to_owned()).into());
        }
        let rest = std::mem::take(&mut self.buffer);
        if !rest.is_empty() {
            self.store(rest).await?;
        }
        let origin = stored(&self.ctx, self.import);
        let profile = profile(&origin, &Reading::default()).await?;
        let known = lists::base(&self.ctx, &self.ctx.db.read).await?;
        let (plan, _) = suggest::suggest(self.noun, &profile, &known);
        let mut record = blank(&self.ctx, self.import, self.noun, self.file_name.clone());
        record.status = ImportStatus::Columns;
        record.file_hash = super::origin::hex(&std::mem::take(&mut self.hash).finalize());
        record.file_size = i64::try_from(self.size).unwrap_or(i64::MAX);
        looked_at(&mut record, &profile, &plan)?;
        write(&self.ctx, None, record, |tx, record| {
            Box::pin(async move {
                tx.event(uploaded(tx, &record)).await?;
                let change: row::ActiveModel = record.into();
                row::Entity::update(change.reset_all()).exec(tx.db).await?;
                Ok(())
            })
        })
        .await?;
        Ok(Stepped { goto: routes::import(self.import, "columns") })
    }

    /// Forgets what came; a second failure leaves it to the sweeper.
    async fn discard(&self) {
        let _ = forget(&self.ctx.db, vec![self.import]).await;
    }
}

/// A stored file as its importer sees it.
pub(super) fn stored(ctx: &Ctx, import: ImportId) -> Origin {
    Origin::Stored(ctx.db.read.clone(), ctx.actor.clone(), import)
}

/// Notes in the record what a look at its file found.
pub(super) fn looked_at(record: &mut row::Model, profile: &Profile, plan: &Plan) -> Result<(), AppError> {
    record.profile = json(profile)?;
    record.plan = json(plan)?;
    record.rows_total = i64::try_from(profile.rows).unwrap_or(i64::MAX);
    Ok(())
}

fn uploaded(tx: &Tx<'_>, record: &row::Model) -> NewEvent {
    NewEvent {
        noun: Noun::Import,
        record: record.id.0,
        deed: Deed::Created,
        version: record.version,
        detail: Detail { name: record.file_name.clone(), ..Detail::default() },
        customer: None,
        owner: Some(tx.ctx.actor.id),
        other_owner: None,
        // Nobody else's business: only its owner and administrators see an import.
        region: None,
        other_region: None,
    }
}

fn blank(ctx: &Ctx, id: ImportId, noun: ImportNoun, file_name: String) -> row::Model {
    row::Model {
        id,
        user_id: ctx.actor.id,
        noun,
        file_name,
        file_hash: String::new(),
        file_size: 0,
        status: ImportStatus::Uploading,
        plan: "{}".to_owned(),
        profile: String::new(),
        counts: String::new(),
        good_only: false,
        rows_total: 0,
        rows_done: 0,
        failure: String::new(),
        cancel: false,
        attempts: 0,
        leased_by: None,
        leased_until: None,
        created_at: ctx.now,
        updated_at: ctx.now,
        started_at: None,
        finished_at: None,
        version: 1,
        undone_by: None,
    }
}

/// Deletes imports with everything that hangs on them.
async fn forget(db: &crate::core::db::Db, imports: Vec<ImportId>) -> Result<(), AppError> {
    keep_house(db, imports, |db, imports| {
        Box::pin(async move {
            chunk::Entity::delete_many().filter(chunk::Column::ImportId.is_in(imports.clone())).exec(db).await?;
            report::Entity::delete_many().filter(report::Column::ImportId.is_in(imports.clone())).exec(db).await?;
            row::Entity::delete_many().filter(row::Column::Id.is_in(imports)).exec(db).await?;
            Ok(())
        })
    })
    .await
}

/// Sweeps away uploads that were never finished, and the bytes of files that have long been imported.
///
/// # Errors
/// The database's.
pub async fn sweep_away(db: &crate::core::db::Db, now: DateTime<Utc>) -> Result<(), AppError> {
    // unscoped: the sweeper acts for nobody and tells nobody
    let abandoned: Vec<ImportId> = row::Entity::find()
        .select_only()
        .column(row::Column::Id)
        .filter(row::Column::Status.eq(ImportStatus::Uploading))
        .filter(row::Column::CreatedAt.lt(now - ABANDONED))
        .into_tuple()
        .all(&db.read)
        .await?;
    if !abandoned.is_empty() {
        forget(db, abandoned).await?;
    }
    let old = sea_orm::sea_query::Query::select()
        .column(row::Column::Id)
        .from(row::Entity)
        .and_where(row::Column::FinishedAt.lt(now - KEPT))
        .to_owned();
    keep_house(db, old, |db, old| {
        Box::pin(async move {
            chunk::Entity::delete_many().filter(chunk::Column::ImportId.in_subquery(old)).exec(db).await?;
            Ok(())
        })
    })
    .await
}
