//! The worker: takes up checks and runs that wait, one at a time.

use app::core::db::{Db, Ring};
use app::core::source::Source;
use app::imports::store::{claim, sweep_away};
use std::time::Duration;
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;
use uuid::Uuid;

/// How often it looks although nothing rang: for jobs of other nodes that died.
const ROUND: Duration = Duration::from_secs(10);
/// How often it sweeps.
const SWEEP: Duration = Duration::from_secs(3_600);

/// Works until `stop`. A job that is cut off begins anew when its lease has run out; nothing of it was written.
pub async fn work(db: Db, source: Source, stop: CancellationToken) {
    let node = source.id();
    let mut bell = db.bell.listen();
    let mut swept: Option<tokio::time::Instant> = None;
    while !stop.is_cancelled() {
        if swept.is_none_or(|at| at.elapsed() > SWEEP) {
            swept = Some(tokio::time::Instant::now());
            tokio::select! {
                () = sweep(&db, &source) => {}
                () = stop.cancelled() => return,
            }
        }
        tokio::select! {
            () = drain(&db, &source, node) => {}
            () = stop.cancelled() => return,
        }
        tokio::select! {
            () = called(&mut bell) => {}
            () = tokio::time::sleep(ROUND) => {}
            () = stop.cancelled() => return,
        }
    }
}

async fn sweep(db: &Db, source: &Source) {
    if let Err(error) = sweep_away(db, source.now()).await {
        tracing::warn!("old imports were not swept away: {error}");
    }
}

/// Waits until the bell says that there is work. A bell that rang too often is a bell that rang.
async fn called(bell: &mut broadcast::Receiver<Ring>) {
    while let Ok(ring) = bell.recv().await {
        if ring == Ring::Jobs {
            return;
        }
    }
}

/// Works on everything that waits.
pub async fn drain(db: &Db, source: &Source, node: Uuid) {
    loop {
        match claim(db, source, node).await {
            Ok(Some(job)) => {
                // A task of its own: a panic in it fails the job's try, not the worker. It ends with the worker.
                match AbortOnDropHandle::new(tokio::spawn(job.work())).await {
                    Ok(Ok(())) => {}
                    Ok(Err(error)) => tracing::warn!("an import's job stopped: {error}"),
                    Err(panic) => tracing::error!("an import's job panicked: {panic}"),
                }
            }
            Ok(None) => return,
            Err(error) => {
                tracing::warn!("waiting imports cannot be read: {error}");
                return;
            }
        }
    }
}
