//! Hashing passwords: Argon2id, off the async threads, behind a permit (S21, S22).

mod derive;

use crate::core::AppError;
use std::sync::{Arc, LazyLock};
use tokio::sync::Semaphore;

/// Hashes at once: each takes 19 MiB and a core.
const AT_ONCE: usize = 2;
/// Waiting hashes beyond this are refused at once, so that a flood of sign-ins cannot pile up.
const WAITING: usize = 64;

static ROOM: LazyLock<Room> = LazyLock::new(Room::new);

/// A hash of no password, so that an unknown address costs the same time as a known one (S24).
static NOBODY: LazyLock<String> = LazyLock::new(|| derive::hash(b"nobody at all").unwrap_or_default());

/// Where hashes are computed.
struct Room {
    permits: Arc<Semaphore>,
    queue: Arc<Semaphore>,
}

impl Room {
    fn new() -> Self {
        let places = |count| Arc::new(Semaphore::new(count));
        Self { permits: places(AT_ONCE), queue: places(AT_ONCE + WAITING) }
    }

    /// Runs a hash in the blocking pool. The permits move into the task: a request that is dropped does not free them
    /// early.
    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, AppError> {
        let place = Arc::clone(&self.queue).try_acquire_owned().map_err(|_| AppError::Unavailable)?;
        let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(AppError::internal)?;
        let task = tokio::task::spawn_blocking(move || {
            let done = work();
            drop((permit, place));
            done
        });
        task.await.map_err(AppError::internal)
    }
}

/// The PHC string of a new password.
///
/// # Errors
/// [`AppError::Unavailable`] under a flood.
pub async fn hash(password: String) -> Result<String, AppError> {
    ROOM.run(move || derive::hash(password.as_bytes())).await?.map_err(AppError::internal)
}

/// Whether a password belongs to a stored hash; with none, as much work for a no.
///
/// # Errors
/// [`AppError::Unavailable`] under a flood.
pub async fn verify(password: String, stored: Option<String>) -> Result<bool, AppError> {
    ROOM.run(move || {
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| NOBODY.clone());
        derive::fits(password.as_bytes(), &stored) && known
    })
    .await
}

/// Whether a stored hash was made with other parameters than today's.
pub fn is_dated(stored: &str) -> bool {
    !stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")
}

/// Whether a new password would withstand guessing: common ones, names and keyboard runs are found by estimate, not by
/// rules about signs. `known` is what a guesser knows of the person.
///
/// # Errors
/// The sentence for the field.
pub fn strong(password: &str, known: &[&str]) -> Result<(), String> {
    let known: Vec<&str> = known.iter().copied().chain(["ironbook", "dealer", "excavator"]).collect();
    // Without the words that a guesser tries first it has to be strong still: `Maria.Reyes2026` is a year.
    let words = known.iter().flat_map(|known| known.split(|c: char| !c.is_alphanumeric()));
    let rest = words
        .filter(|word| word.chars().count() > 2)
        .fold(password.to_lowercase(), |rest, word| rest.replace(&word.to_lowercase(), ""));
    let holds = |text: &str| zxcvbn::zxcvbn(text, &known).score() >= zxcvbn::Score::Three;
    if holds(password) && holds(&rest) {
        return Ok(());
    }
    Err("This password is too easy to guess. Four random words are a good one.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;
    use std::time::Duration;
    use tokio::time::timeout;

    #[tokio::test]
    async fn s21_a_password_fits_its_own_hash_only() {
        let stored = hash("correct horse battery".into()).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify("correct horse battery".into(), Some(stored.clone())).await.unwrap());
        assert!(!verify("wrong horse battery".into(), Some(stored)).await.unwrap());
        assert!(!verify("nobody at all".into(), None).await.unwrap());
    }

    #[tokio::test]
    async fn s22_a_request_that_is_dropped_frees_its_place_when_its_hash_is_done_and_not_before() {
        let (room, soon) = (Room::new(), Duration::from_millis(100));
        let mut hashes = Vec::new();
        for _ in 0..AT_ONCE {
            let (hash, computed) = mpsc::channel::<()>();
            assert!(timeout(soon, room.run(move || computed.recv())).await.is_err(), "its client goes meanwhile");
            hashes.push(hash);
        }
        assert!(timeout(soon, room.run(|| ())).await.is_err(), "what is computed for nobody takes its place still");
        drop(hashes);
        let free = async {
            let all = u32::try_from(AT_ONCE + WAITING).unwrap();
            drop(room.queue.acquire_many(all).await.unwrap());
            room.run(|| 7).await
        };
        assert_eq!(timeout(Duration::from_secs(10), free).await.unwrap(), Ok(7), "every place is free again");
    }

    #[test]
    fn s21_a_password_that_is_guessed_first_is_refused() {
        for weak in
            ["passwordpassword", "qwertyuiop123", "1q2w3e4r5t6y", "iloveyou1234", "Maria.Reyes2026", "ironbook2026!"]
        {
            assert!(strong(weak, &["maria.reyes@demo.example", "Maria Reyes"]).is_err(), "{weak}");
        }
        for fine in ["correct horse battery staple", "Gulf-coast lorry 7 teapot", "xkq7-vmzp-29ab"] {
            assert!(strong(fine, &["maria.reyes@demo.example", "Maria Reyes"]).is_ok(), "{fine}");
        }
    }

    #[test]
    fn s21_hashes_of_older_parameters_are_made_anew() {
        assert!(is_dated("$argon2id$v=19$m=4096,t=3,p=1$c2FsdA$aGFzaA"));
        assert!(!is_dated("$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA"));
    }
}
