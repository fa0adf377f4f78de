//! How many streams each user holds.

use entity::shared::ids::UserId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// Streams one user may hold open in one process (S15).
pub const PER_USER: usize = 10;

/// Streams by user.
#[derive(Clone, Default)]
pub struct Places(Arc<Mutex<HashMap<UserId, usize>>>);

/// One place among a user's streams; given back when it is dropped.
pub struct Place {
    user: UserId,
    all: Places,
}

impl Places {
    /// A place for one more stream of this user, if he may have one.
    pub fn take(&self, user: UserId) -> Option<Place> {
        let mut open = self.0.lock().ok()?;
        let count = open.entry(user).or_default();
        if *count >= PER_USER {
            return None;
        }
        *count += 1;
        Some(Place { user, all: self.clone() })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Ok(mut open) = self.all.0.lock() else { return };
        if let Some(count) = open.get_mut(&self.user) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.user);
            }
        }
    }
}
