//! On PostgreSQL other nodes write too: their NOTIFY rings this node's bell.

use app::core::db::{Db, Ring};
use sea_orm::DbBackend;
use sea_orm::sqlx::postgres::PgListener;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Channel of the notifications.
const CHANNEL: &str = "ironbook_events";
/// Notifications may be lost while a connection breaks: the bell rings this often anyway.
const ANYWAY: Duration = Duration::from_secs(5);

/// Rings the bell for every commit of every node, until the server stops.
pub async fn listen(db: Db, stop: CancellationToken) {
    if db.backend() != DbBackend::Postgres {
        return;
    }
    while !stop.is_cancelled() {
        if let Err(error) = hear(&db, &stop).await {
            tracing::warn!("notifications are off for a moment: {error}");
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }
}

async fn hear(db: &Db, stop: &CancellationToken) -> Result<(), sea_orm::sqlx::Error> {
    let mut listener = PgListener::connect_with(db.write.get_postgres_connection_pool()).await?;
    listener.listen(CHANNEL).await?;
    loop {
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            heard = listener.recv() => { heard?; }
            () = tokio::time::sleep(ANYWAY) => {}
        }
        db.bell.ring(Ring::Events);
    }
}
