//! Forgetting what no longer counts.

use app::core::db::Db;
use app::core::source::Source;
use app::core::write::forget_answers;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How often.
const ROUND: Duration = Duration::from_secs(3_600);

/// Sweeps at once and every hour, until `stop`. Several nodes may do it: what one has swept the other does not find.
pub async fn sweep(db: Db, source: Source, stop: CancellationToken) {
    loop {
        let swept = tokio::select! {
            () = stop.cancelled() => return,
            swept = forget_answers(&db, source.now()) => swept,
        };
        if let Err(error) = swept {
            tracing::warn!("old answers were not swept away: {error}");
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(ROUND) => {}
        }
    }
}
