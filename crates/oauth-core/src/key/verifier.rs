//! Verification of signatures, by a crypto library.

use super::{Algorithm, Jwk, VerificationFailed};

/// Verifies signatures with public keys. Implement this trait with a crypto library of your choice; `oauth-jose` has it
/// for aws-lc-rs.
///
/// The caller decides on the algorithm, by its configuration. It is never taken from the token alone.
pub trait Verifier: Send + Sync {
    /// Verifies a signature over these bytes. It has the format of
    /// [RFC 7518 §3](https://www.rfc-editor.org/rfc/rfc7518.html#section-3); for ECDSA, this is both numbers in fixed
    /// width.
    ///
    /// An implementation checks that the key is one for the algorithm ([`Jwk::check_use`]), refuses RSA keys of less than
    /// 2048 bits, points that are not on their curve, and every algorithm with a shared secret.
    ///
    /// # Errors
    ///
    /// The signature is wrong, or the key cannot be used for it.
    fn verify(&self, algorithm: Algorithm, key: &Jwk, input: &[u8], signature: &[u8])
    -> Result<(), VerificationFailed>;
}
