//! Hashes of certificates.

use aws_lc_rs::digest;

/// The SHA-1 hash that `x5t` contains ([RFC 7515 §4.1.7](https://www.rfc-editor.org/rfc/rfc7515.html#section-4.1.7)).
pub(crate) fn sha1(bytes: &[u8]) -> impl AsRef<[u8]> {
    digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, bytes)
}

/// The SHA-256 hash that `x5t#S256` contains.
pub(crate) fn sha256(bytes: &[u8]) -> impl AsRef<[u8]> {
    digest::digest(&digest::SHA256, bytes)
}
