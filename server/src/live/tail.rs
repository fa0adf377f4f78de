//! The end of the event table, read once for all streams of this process.

use app::core::db::Db;
use chrono::{DateTime, Utc};
use entity::event::row;
use entity::user;
use sea_orm::sea_query::Condition;
use sea_orm::{
    ColumnTrait, DbBackend, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationDef,
};
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::time::Instant;

/// Rows read in one go.
pub const BATCH: u64 = 500;
/// On PostgreSQL a number is given before the commit, so a lower one may appear after a higher one. A number that is
/// missing is asked for this long; then it was rolled back.
const LATE: Duration = Duration::from_secs(60);
/// Missing numbers that are asked for at most.
const GAPS: usize = 1_000;

/// An event with the name of who did it.
#[derive(Debug)]
pub struct Heard {
    pub event: row::Model,
    pub who: String,
}

/// How far the table has been read.
pub struct Tail {
    /// The highest number seen.
    seen: i64,
    /// Lower numbers not seen yet, and since when they are missing.
    gaps: BTreeMap<i64, Instant>,
}

impl Tail {
    /// From the newest event on.
    ///
    /// # Errors
    /// The database's.
    pub async fn begin(db: &Db) -> Result<Self, DbErr> {
        Ok(Self { seen: newest(db).await?, gaps: BTreeMap::new() })
    }

    /// The next of what came since the last time, each event once: at most [`BATCH`], fewer when that was all.
    ///
    /// # Errors
    /// The database's; nothing is lost then, the next time reads it.
    pub async fn read(&mut self, db: &Db) -> Result<Vec<Heard>, DbErr> {
        self.gaps.retain(|_, since| since.elapsed() < LATE);
        let mut wanted = Condition::any().add(row::Column::Seq.gt(self.seen));
        if !self.gaps.is_empty() {
            wanted = wanted.add(row::Column::Seq.is_in(self.gaps.keys().copied()));
        }
        let news = read(db, wanted, BATCH).await?;
        let late = db.backend() == DbBackend::Postgres;
        for heard in &news {
            let seq = heard.event.seq;
            self.gaps.remove(&seq);
            if late && seq > self.seen {
                let missing = (self.seen + 1..seq).rev().take(GAPS);
                self.gaps.extend(missing.map(|seq| (seq, Instant::now())));
            }
            self.seen = self.seen.max(seq);
        }
        while self.gaps.len() > GAPS {
            self.gaps.pop_first();
        }
        Ok(news)
    }
}

/// The highest number there is.
///
/// # Errors
/// The database's.
pub async fn newest(db: &Db) -> Result<i64, DbErr> {
    let newest = row::Entity::find()
        .select_only()
        .column_as(row::Column::Seq.max(), "seq")
        .into_tuple::<Option<i64>>()
        .one(&db.read)
        .await?;
    Ok(newest.flatten().unwrap_or(0))
}

/// The next events a stream that was away missed: at most [`BATCH`] after `after`.
///
/// # Errors
/// The database's.
pub async fn after(db: &Db, after: i64) -> Result<Vec<Heard>, DbErr> {
    read(db, Condition::all().add(row::Column::Seq.gt(after)), BATCH).await
}

/// On PostgreSQL: events just before `after` that may have been committed after it.
///
/// # Errors
/// The database's.
pub async fn late(db: &Db, after: i64, now: DateTime<Utc>) -> Result<Vec<Heard>, DbErr> {
    if db.backend() != DbBackend::Postgres {
        return Ok(Vec::new());
    }
    let wanted = Condition::all()
        .add(row::Column::Seq.lte(after))
        .add(row::Column::Seq.gt(after.saturating_sub(i64::try_from(GAPS).unwrap_or(0))))
        .add(row::Column::At.gt(now - LATE));
    read(db, wanted, GAPS as u64).await
}

async fn read(db: &Db, wanted: Condition, limit: u64) -> Result<Vec<Heard>, DbErr> {
    let to_user: RelationDef =
        row::Entity::belongs_to(user::row::Entity).from(row::Column::ActorId).to(user::row::Column::Id).into();
    let rows = row::Entity::find()
        .filter(wanted)
        .join(JoinType::LeftJoin, to_user)
        .select_also(user::row::Entity)
        .order_by_asc(row::Column::Seq)
        .limit(limit)
        .all(&db.read)
        .await?;
    let heard = |(event, who): (row::Model, Option<user::row::Model>)| Heard {
        event,
        who: who.map_or_else(|| "Ironbook".to_owned(), |who| who.name),
    };
    Ok(rows.into_iter().map(heard).collect())
}
