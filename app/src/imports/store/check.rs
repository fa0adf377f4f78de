//! The dry run: every row judged, nothing of the dealer's written.

use super::origin::Origin;
use super::sweep::Sweep;
use crate::core::AppError;
use crate::core::ctx::Ctx;
use crate::core::write::Fail;
use entity::import::{Bound, Counts, ImportNoun, Known, Verdict};
use entity::shared::actor::Action;

/// A database error is told like any other once nothing is tried again.
impl From<Fail> for AppError {
    fn from(fail: Fail) -> Self {
        match fail {
            Fail::App(error) => error,
            Fail::Db(error) => error.into(),
        }
    }
}

/// Who may bring in what: people and the price list belong to the whole dealer.
///
/// # Errors
/// [`AppError::Denied`].
pub fn allowed(ctx: &Ctx, noun: ImportNoun) -> Result<(), AppError> {
    ctx.allow(Action::Import)?;
    match noun {
        ImportNoun::Accounts | ImportNoun::Opportunities => Ok(()),
        ImportNoun::Products | ImportNoun::Users => ctx.allow(Action::Administer),
    }
}

/// Judges every row; verdicts go to `take` as they come.
///
/// # Errors
/// [`AppError::Denied`] for the wrong role, [`AppError::Refused`] when the file cannot be read, what `take` answers.
pub async fn check(
    ctx: &Ctx,
    bound: &Bound,
    origin: &Origin,
    mut take: impl AsyncFnMut(&[Verdict]) -> Result<(), AppError>,
) -> Result<Counts, AppError> {
    allowed(ctx, bound.noun)?;
    let db = &ctx.db.read;
    let mut sweep = Sweep::open(ctx, db, bound, origin).await?;
    while let Some(verdicts) = sweep.next(db).await? {
        let fresh = std::mem::take(&mut sweep.known.fresh);
        sweep.counts.add_fresh(&fresh);
        take(&verdicts).await?;
    }
    Ok(sweep.counts)
}

/// The dealer's lists in the importer's scope, for guessing values.
///
/// # Errors
/// The database's.
pub async fn looked_up(ctx: &Ctx) -> Result<Known, AppError> {
    Ok(super::lookup::base(ctx, &ctx.db.read).await?)
}
