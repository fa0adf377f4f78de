//! How far a running import is. The run is one transaction, so other connections cannot see it in the row.

use entity::shared::ids::ImportId;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

static RUNNING: LazyLock<Mutex<HashMap<ImportId, Arc<Progress>>>> = LazyLock::new(Mutex::default);

/// How far one is, on this node.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicU64,
    cancelled: AtomicBool,
}

impl Progress {
    /// Begins to count for an import; the guard ends it.
    pub fn start(import: ImportId) -> Guard {
        let progress = Arc::new(Self::default());
        RUNNING.lock().unwrap_or_else(PoisonError::into_inner).insert(import, progress.clone());
        Guard { import, progress }
    }

    /// The import's progress, when it runs on this node.
    pub fn of(import: ImportId) -> Option<Arc<Self>> {
        RUNNING.lock().unwrap_or_else(PoisonError::into_inner).get(&import).cloned()
    }

    /// Rows done.
    pub fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    /// Begins anew: a transaction that met another one is tried once more.
    pub fn restart(&self) {
        self.done.store(0, Ordering::Relaxed);
    }

    /// Counts rows.
    pub fn add(&self, rows: usize) {
        self.done.fetch_add(u64::try_from(rows).unwrap_or(0), Ordering::Relaxed);
    }

    /// Asks it to stop at the next batch of rows.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether it was asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}

/// Keeps a progress while its job lives.
pub struct Guard {
    import: ImportId,
    /// The progress.
    pub progress: Arc<Progress>,
}

impl Drop for Guard {
    fn drop(&mut self) {
        let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        // Unless this node has taken the job up anew meanwhile.
        if running.get(&self.import).is_some_and(|progress| Arc::ptr_eq(progress, &self.progress)) {
            running.remove(&self.import);
        }
    }
}
