//! What is too small or too large.

/// The maximum size of a key or a certificate chain, in bytes. A key with its chain in one file has about 10 KiB.
pub(crate) const MAX_INPUT: usize = 64 * 1024;
/// The minimum size of an RSA key, in bits ([RFC 7518 §3.3](https://www.rfc-editor.org/rfc/rfc7518.html#section-3.3)).
pub(crate) const MIN_RSA_BITS: usize = 2048;
/// The maximum size of an RSA key, in bits: what aws-lc accepts.
pub(crate) const MAX_RSA_BITS: usize = 8192;
/// The maximum size of the public exponent of an RSA key, in bits: what aws-lc accepts.
pub(crate) const MAX_EXPONENT_BITS: usize = 33;
/// The maximum size of a JWS, in bytes.
pub(crate) const MAX_JWS: usize = 256 * 1024;

/// Returns the size of a number without leading zeros, in bits.
pub(crate) fn bits(number: &[u8]) -> usize {
    number.first().map_or(0, |first| number.len() * 8 - (first.leading_zeros() as usize))
}
