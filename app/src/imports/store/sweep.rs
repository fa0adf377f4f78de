//! One pass over a file: rows in, verdicts out, with what they may match read from the database batch by batch.

use super::lookup::Lookup;
use super::origin::{Origin, Rows};
use crate::core::AppError;
use crate::core::ctx::Ctx;
use crate::core::write::Fail;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use entity::import::judge::{Env, customer_key, judge};
use entity::import::{Bound, Counts, ImportNoun, InFile, Known, Verdict};
use entity::shared::ids::CustomerId;
use entity::shared::text::{fold, tidy};
use sea_orm::ConnectionTrait;

/// A pass over a file.
pub struct Sweep<'a> {
    ctx: &'a Ctx,
    bound: &'a Bound,
    rows: Rows,
    lookup: Lookup,
    /// What is known, and what the file has brought.
    pub known: Known,
    /// What came of the rows so far.
    pub counts: Counts,
}

impl<'a> Sweep<'a> {
    /// Begins a pass.
    ///
    /// # Errors
    /// [`AppError::Refused`] when the file cannot be read, and the database's.
    pub async fn open<C: ConnectionTrait>(
        ctx: &'a Ctx,
        db: &C,
        bound: &'a Bound,
        origin: &Origin,
    ) -> Result<Self, Fail> {
        let mut known = super::lists::base(ctx, db).await?;
        match bound.noun {
            ImportNoun::Accounts if bound.feeds("parent") => read_ahead(ctx, bound, origin, &mut known).await?,
            ImportNoun::Users if bound.feeds("manager") => people_ahead(bound, origin, &mut known).await?,
            _ => {}
        }
        let rows = Rows::open(origin, &bound.plan.read).await?;
        Ok(Self { ctx, bound, rows, lookup: Lookup::default(), known, counts: Counts::default() })
    }

    /// Verdicts of the next rows; `None` at the end.
    ///
    /// # Errors
    /// [`AppError::Refused`] when the file cannot be read on, and the database's.
    pub async fn next<C: ConnectionTrait>(&mut self, db: &C) -> Result<Option<Vec<Verdict>>, Fail> {
        let Some(batch) = self.rows.next().await? else { return Ok(None) };
        self.lookup.batch(self.ctx, db, self.bound, &batch, &mut self.known).await?;
        let (zone, source) = (self.ctx.zone, &self.ctx.source);
        let noon = move |day: NaiveDate| noon(zone, day);
        let id = || source.id();
        let env = Env {
            bound: self.bound,
            actor: &self.ctx.actor,
            today: self.ctx.today(),
            now: self.ctx.now,
            noon: &noon,
            id: &id,
        };
        let verdicts: Vec<Verdict> = batch.iter().map(|row| judge(env, &mut self.known, row)).collect();
        for verdict in &verdicts {
            self.counts.add(verdict);
        }
        Ok(Some(verdicts))
    }
}

/// Customers may name parents that stand further down: their ids are promised before the first row is read.
async fn read_ahead(ctx: &Ctx, bound: &Bound, origin: &Origin, known: &mut Known) -> Result<(), AppError> {
    let mut rows = Rows::open(origin, &bound.plan.read).await?;
    while let Some(batch) = rows.next().await? {
        for row in batch {
            let (name, parent) = customer_key(bound, &row);
            if name.is_empty() {
                continue;
            }
            if !parent.is_empty() {
                known.parents_in_file.entry(name.clone()).or_insert(parent);
            }
            known.promise(InFile {
                id: CustomerId(ctx.id()),
                name: bound.text(&row, "name"),
                number: tidy(&bound.text(&row, "number")),
            });
        }
    }
    known.name_parents();
    Ok(())
}

/// People may be named as managers before their own rows come.
async fn people_ahead(bound: &Bound, origin: &Origin, known: &mut Known) -> Result<(), AppError> {
    let mut rows = Rows::open(origin, &bound.plan.read).await?;
    while let Some(batch) = rows.next().await? {
        known.people_in_file.extend(batch.iter().map(|row| fold(&bound.text(row, "name"))));
    }
    known.people_in_file.remove("");
    Ok(())
}

/// Noon of a day: far from both midnights, so that the day stays the day in every neighbouring zone.
fn noon(zone: Tz, day: NaiveDate) -> DateTime<Utc> {
    let noon = day.and_time(NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default());
    noon.and_local_timezone(zone).earliest().map_or(noon.and_utc(), |at| at.with_timezone(&Utc))
}
