//! Asked twice, done once: a key is taken before anything is read, and keeps the answer.

use super::{Fail, keep_house};
use crate::core::AppError;
use crate::core::ctx::Ctx;
use crate::core::db::Db;
use chrono::{DateTime, TimeDelta, Utc};
use entity::session::idempotency;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, Set};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// How long an answer is given again.
const REMEMBERED: TimeDelta = TimeDelta::hours(48);

/// One intention of a user: repeated with the same input it gives the same answer and no second effect.
#[derive(Debug, Clone)]
pub struct Once {
    key: Uuid,
    fingerprint: String,
}

impl Once {
    /// `function` and `input` make the fingerprint.
    pub fn new(key: Uuid, function: &str, input: &impl Serialize) -> Self {
        let body = serde_json::to_vec(input).unwrap_or_default();
        let digest = Sha256::new().chain_update(function).chain_update([0]).chain_update(body).finalize();
        Self { key, fingerprint: digest.iter().map(|byte| format!("{byte:02x}")).collect() }
    }

    /// The key it was sent with.
    pub(super) fn key(&self) -> Uuid {
        self.key
    }

    /// Takes the key before anything is read: of two requests at once with one key the second waits here until the first has
    /// ended, and then finds its answer. `false` when the key was used before.
    pub(super) async fn claim(&self, db: &DatabaseTransaction, ctx: &Ctx) -> Result<bool, Fail> {
        let row = idempotency::ActiveModel {
            id: Set(self.key),
            user_id: Set(ctx.actor.id),
            fingerprint: Set(self.fingerprint.clone()),
            answer: Set(String::new()),
            created_at: Set(ctx.now),
        };
        let taken = OnConflict::column(idempotency::Column::Id).do_nothing().to_owned();
        Ok(idempotency::Entity::insert(row).on_conflict(taken).exec_without_returning(db).await? > 0)
    }

    /// What was answered then.
    pub(super) async fn earlier_answer<T: DeserializeOwned>(
        &self,
        db: &DatabaseTransaction,
        ctx: &Ctx,
    ) -> Result<T, Fail> {
        let row = idempotency::Entity::find_by_id(self.key).one(db).await?.ok_or(AppError::Unavailable)?;
        if row.user_id != ctx.actor.id || row.fingerprint != self.fingerprint {
            return Err(AppError::Refused(
                "This form was already sent with other content. Reload the page.".to_owned(),
            )
            .into());
        }
        serde_json::from_str(&row.answer).map_err(|e| Fail::App(AppError::internal(e)))
    }

    /// Keeps the answer, in the transaction of the write.
    pub(super) async fn remember(&self, db: &DatabaseTransaction, answer: &impl Serialize) -> Result<(), Fail> {
        let answer = serde_json::to_string(answer).map_err(|e| Fail::App(AppError::internal(e)))?;
        idempotency::Entity::update_many()
            .col_expr(idempotency::Column::Answer, Expr::value(answer))
            .filter(idempotency::Column::Id.eq(self.key))
            .exec(db)
            .await?;
        Ok(())
    }
}

/// Forgets answers that nobody will ask for again; their keys are free then (S41).
///
/// # Errors
/// The database's.
pub async fn forget_answers(db: &Db, now: DateTime<Utc>) -> Result<(), AppError> {
    keep_house(db, now - REMEMBERED, |tx, before| {
        Box::pin(async move {
            idempotency::Entity::delete_many().filter(idempotency::Column::CreatedAt.lt(before)).exec(tx).await?;
            Ok(())
        })
    })
    .await
}
