//! The database: one PostgreSQL pool, or for SQLite one writing connection beside a reading pool.

use super::reader::Reader;
use entity::shared::ids::UserId;
use sea_orm::{DatabaseConnection, DbBackend};
use tokio::sync::broadcast;

/// Connections and the bell that wakes live streams.
#[derive(Clone)]
pub struct Db {
    /// For reading. Never written to: on SQLite a second writer would fail at once.
    pub read: Reader,
    /// For writing, through [`super::write`].
    pub write: DatabaseConnection,
    /// Rings after each commit, and when there may be work.
    pub bell: Bell,
    /// True for those who only look on: [`super::write`] refuses whatever they would change.
    pub sealed: bool,
}

/// What the bell says. The rows tell the truth; this only says when to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ring {
    /// There are new event rows.
    Events,
    /// There may be work for this process's worker.
    Jobs,
    /// This user's sessions ended or his rights changed: his streams close.
    User(UserId),
}

/// Wakes what waits in this process: live streams and the worker.
#[derive(Clone)]
pub struct Bell(broadcast::Sender<Ring>);

impl Default for Bell {
    fn default() -> Self {
        Self(broadcast::channel(1024).0)
    }
}

impl Bell {
    /// Rings.
    pub fn ring(&self, ring: Ring) {
        // Nobody listening is fine.
        let _ = self.0.send(ring);
    }

    /// Listens from now on.
    pub fn listen(&self) -> broadcast::Receiver<Ring> {
        self.0.subscribe()
    }
}

impl Db {
    /// One pool for both (PostgreSQL).
    pub fn shared(pool: DatabaseConnection) -> Self {
        Self { read: pool.clone().into(), write: pool, bell: Bell::default(), sealed: false }
    }

    /// The same database for somebody who only looks on.
    #[must_use]
    pub fn sealed(&self) -> Self {
        Self { sealed: true, ..self.clone() }
    }

    /// Which engine.
    pub fn backend(&self) -> DbBackend {
        self.write.get_database_backend()
    }
}
