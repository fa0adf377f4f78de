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

/// A dry run under way.
pub struct Check<'a> {
    sweep: Sweep<'a>,
    ctx: &'a Ctx,
}

impl<'a> Check<'a> {
    /// Begins.
    ///
    /// # Errors
    /// [`AppError::Denied`] for the wrong role, [`AppError::Refused`] when the file cannot be read.
    pub async fn open(ctx: &'a Ctx, bound: &'a Bound, origin: &Origin) -> Result<Self, AppError> {
        allowed(ctx, bound.noun)?;
        Ok(Self { sweep: Sweep::open(ctx, &ctx.db.read, bound, origin).await?, ctx })
    }

    /// Verdicts of the next rows; `None` at the end.
    ///
    /// # Errors
    /// [`AppError::Refused`] when the file cannot be read on, and the database's.
    pub async fn next(&mut self) -> Result<Option<Vec<Verdict>>, AppError> {
        let verdicts = self.sweep.next(&self.ctx.db.read).await?;
        let fresh = std::mem::take(&mut self.sweep.known.fresh);
        self.sweep.counts.add_fresh(&fresh);
        Ok(verdicts)
    }

    /// What came of the rows so far.
    pub fn counts(self) -> Counts {
        self.sweep.counts
    }
}

/// The dealer's lists in the importer's scope, for guessing values.
///
/// # Errors
/// The database's.
pub async fn looked_up(ctx: &Ctx) -> Result<Known, AppError> {
    Ok(super::lists::base(ctx, &ctx.db.read).await?)
}
