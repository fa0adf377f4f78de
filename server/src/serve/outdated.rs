//! A node whose database was migrated by a newer one meanwhile: it would write what that one does not expect (R14).

use crate::migrate;
use app::core::db::Db;
use std::time::Duration;

/// Ready once the database is newer than this program, with what to say about it. A database that does not answer is no
/// reason to stop.
pub async fn superseded(db: &Db, round: Duration) -> String {
    loop {
        tokio::time::sleep(round).await;
        if let Ok(Some(version)) = migrate::newer(&db.read).await {
            return migrate::refusal(&version);
        }
    }
}
