//! Names that say the content, so that a browser may keep a file for ever.

use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Sixteen hexadecimal digits of the SHA-256.
pub fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// One hash over names and contents of a set of files.
pub fn hash_of_set(files: &BTreeMap<String, Vec<u8>>) -> String {
    let parts: Vec<String> = files.iter().map(|(name, bytes)| format!("{name} {}\n", hash(bytes))).collect();
    hash(parts.concat().as_bytes())
}

/// `icons/logo.svg` becomes `icons/logo.0123456789abcdef.svg`.
pub fn hashed(name: &str, bytes: &[u8]) -> String {
    let hash = hash(bytes);
    match name.rsplit_once('.') {
        Some((stem, extension)) if !extension.contains('/') => format!("{stem}.{hash}.{extension}"),
        _ => format!("{name}.{hash}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_goes_before_the_extension() {
        assert_eq!(hashed("icons/logo.svg", b""), "icons/logo.e3b0c44298fc1c14.svg");
        assert_eq!(hashed("v1.0/LICENSE", b""), "v1.0/LICENSE.e3b0c44298fc1c14");
    }

    #[test]
    fn a_set_changes_with_any_name_or_content() {
        let set = |name: &str, bytes: &[u8]| hash_of_set(&BTreeMap::from([(name.to_owned(), bytes.to_vec())]));
        assert_eq!(set("a", b"1"), set("a", b"1"));
        assert_ne!(set("a", b"1"), set("b", b"1"));
        assert_ne!(set("a", b"1"), set("a", b"2"));
    }
}
