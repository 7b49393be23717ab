//! Keys in memory.

use super::{Algorithm, Certificate};

/// A key in memory, which signs without waiting. Implement this trait with a crypto library of your choice.
pub trait SigningKey: Send + Sync {
    /// Returns the signature algorithm.
    fn algorithm(&self) -> Algorithm;

    /// Returns the algorithms that this key can be set to, [`algorithm`](Self::algorithm) among them. If a server does not
    /// accept the latter, the error can name one that would do. Empty if it is not known.
    fn algorithms(&self) -> &[Algorithm] {
        &[]
    }

    /// Returns the `kid` that identifies the public half.
    fn key_id(&self) -> Option<&str> {
        None
    }

    /// Returns the public half as a JWK, a JSON object without private members. DPoP proofs contain it.
    fn public_jwk(&self) -> Option<&str> {
        None
    }

    /// Returns the certificate of the key, for servers that find the key by it.
    fn certificate(&self) -> Option<&Certificate> {
        None
    }

    /// Signs these bytes. The signature has the format of
    /// [RFC 7518 §3](https://www.rfc-editor.org/rfc/rfc7518.html#section-3); for ECDSA, this is both numbers in fixed
    /// width.
    ///
    /// # Errors
    ///
    /// The key cannot sign.
    fn sign(&self, input: &[u8]) -> Result<Vec<u8>, SigningFailed>;
}

/// The error of a failed signature.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the signature could not be made: {reason}")]
pub struct SigningFailed {
    reason: String,
    transient: bool,
}

impl SigningFailed {
    /// Creates a failure with this reason, which ends up in logs and must not contain a secret.
    pub fn new(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), transient: false }
    }

    /// Marks the failure as temporary, for example if a key service does not respond.
    #[must_use]
    pub fn transient(self) -> Self {
        Self { transient: true, ..self }
    }

    /// Whether a retry may succeed.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        self.transient
    }
}
