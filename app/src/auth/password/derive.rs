//! Argon2id itself, in memory that goes back to the system.
//!
//! The library asks for exactly what it fills, 19 MiB. The allocator of Linux learns from such a block that blocks of
//! this size come and go, and keeps the next one for good: a third of all the memory an idle server has. It never learns
//! from blocks above 32 MiB, so that is what we ask for; what is not filled costs nothing.

use argon2::password_hash::phc::{Output, ParamsString, Salt};
use argon2::password_hash::{Error, Result};
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, PasswordHash, Version};

/// Kibibytes asked for, one a block.
const ASKED: usize = 33 * 1024;
/// Bytes of a salt, and of a hash.
const SALT: usize = 16;
const HASH: usize = 32;

/// OWASP: 19 MiB, two passes, one lane.
fn today() -> Result<Params> {
    Params::new(19 * 1024, 2, 1, Some(HASH)).map_err(|_| Error::ParamsInvalid)
}

fn output(password: &[u8], salt: &[u8], params: Params) -> Result<Output> {
    let mut memory = Vec::with_capacity(ASKED.max(params.block_count()));
    memory.resize(params.block_count(), Block::new());
    let mut out = [0; HASH];
    let hasher = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    hasher.hash_password_into_with_memory(password, salt, &mut out, &mut memory).map_err(|_| Error::Internal)?;
    Output::new(&out).map_err(|_| Error::OutputSize)
}

/// The PHC string of a password under today's parameters and a salt of its own.
///
/// # Errors
/// The library's; none with our parameters.
pub fn hash(password: &[u8]) -> Result<String> {
    let (salt, params) = (rand::random::<[u8; SALT]>(), today()?);
    let stored = PasswordHash {
        algorithm: ARGON2ID_IDENT,
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(&params)?,
        salt: Some(Salt::new(&salt).map_err(|_| Error::SaltInvalid)?),
        hash: Some(output(password, &salt, params)?),
    };
    Ok(stored.to_string())
}

/// Whether a password made that PHC string, whatever its parameters; compared in constant time.
pub fn fits(password: &[u8], stored: &str) -> bool {
    let Ok(stored) = PasswordHash::new(stored) else { return false };
    let (Some(salt), Some(hash), Ok(params)) = (&stored.salt, &stored.hash, Params::try_from(&stored)) else {
        return false;
    };
    stored.algorithm == ARGON2ID_IDENT && output(password, salt, params).is_ok_and(|output| output == *hash)
}

#[cfg(test)]
mod tests {
    use super::*;
    use argon2::password_hash::{PasswordHasher, PasswordVerifier};

    #[test]
    fn s21_the_library_and_we_say_the_same() {
        let hasher = || Argon2::new(Algorithm::Argon2id, Version::V0x13, today().unwrap());
        let theirs = hasher().hash_password(b"correct horse").unwrap().to_string();
        assert!(fits(b"correct horse", &theirs) && !fits(b"wrong horse", &theirs));
        let ours = hash(b"correct horse").unwrap();
        assert!(hasher().verify_password(b"correct horse", ours.as_str()).is_ok(), "{ours}");
        let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(4_096, 3, 1, Some(HASH)).unwrap());
        let dated = weak.hash_password(b"correct horse").unwrap().to_string();
        assert!(fits(b"correct horse", &dated), "what older parameters made");
        assert!(!fits(b"", "") && !fits(b"x", "$argon2d$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA"));
    }
}
