//! Random words that open something, and what is stored of them.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// Bytes of a token: 256 bit.
const BYTES: usize = 32;

/// A fresh token, for the browser or the terminal alone.
pub fn token() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; BYTES]>())
}

/// SHA-256 in hex: all that the database knows of a token (S11). Tokens are random, so no salt is needed.
pub fn hashed(secret: &str) -> String {
    Sha256::digest(secret).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s11_tokens_hold_256_bits_and_differ() {
        let (one, other) = (token(), token());
        assert_eq!(URL_SAFE_NO_PAD.decode(&one).unwrap().len(), 32);
        assert_ne!(one, other);
        assert_eq!(hashed("a"), "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb");
    }
}
