//! Other processes write too. On PostgreSQL their NOTIFY rings this process's bell; a SQLite file is looked at.

use app::core::db::{Db, Ring};
use app::core::write::CHANNEL;
use entity::shared::ids::UserId;
use sea_orm::DbBackend;
use sea_orm::sqlx::postgres::PgListener;
use sea_orm::sqlx::{self, Row};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Notifications may be lost while a connection breaks: the bell rings this often anyway.
const ANYWAY: Duration = Duration::from_secs(5);
/// How often a SQLite file is asked whether somebody else wrote; asking reads one number.
const LOOK: Duration = Duration::from_millis(500);

/// Rings the bell for every commit of other processes, until the server stops.
pub async fn listen(db: Db, stop: CancellationToken) {
    while !stop.is_cancelled() {
        let heard = match db.backend() {
            DbBackend::Postgres => hear(&db, &stop).await,
            _ => look(&db, &stop).await,
        };
        if let Err(error) = heard {
            tracing::warn!("other processes are not heard for a moment: {error}");
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }
}

async fn hear(db: &Db, stop: &CancellationToken) -> Result<(), sqlx::Error> {
    let mut listener = PgListener::connect_with(db.write.get_postgres_connection_pool()).await?;
    listener.listen(CHANNEL).await?;
    loop {
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            heard = listener.recv() => {
                db.bell.ring(ring_of(heard?.payload()));
                // Another node may be too busy for what was asked of it.
                db.bell.ring(Ring::Jobs);
            }
            () = tokio::time::sleep(ANYWAY) => db.bell.ring(Ring::Events),
        }
    }
}

/// A notification names the user whose sessions ended, or nobody.
fn ring_of(payload: &str) -> Ring {
    payload.parse().map_or(Ring::Events, |user| Ring::User(UserId(user)))
}

async fn look(db: &Db, stop: &CancellationToken) -> Result<(), sqlx::Error> {
    // The number is one connection's view of the others, so it must always be the same connection.
    let pool = db.read.pool().ok_or(sqlx::Error::PoolClosed)?;
    let mut connection = pool.get_sqlite_connection_pool().acquire().await?;
    let mut before = None;
    loop {
        let row = sqlx::query("PRAGMA data_version").fetch_one(&mut *connection).await?;
        let version: i64 = row.try_get(0)?;
        if before.replace(version).is_some_and(|before| before != version) {
            db.bell.ring(Ring::Events);
        }
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}
