//! A key in memory.

use super::Algorithm;

/// A key in memory, which signs at once. Core defines the trait; `oauth-jose` and your own crate implement it.
pub trait SigningKey: Send + Sync {
    /// The algorithm that the key signs by.
    fn algorithm(&self) -> Algorithm;

    /// The `kid` by which the server finds the public half.
    fn key_id(&self) -> Option<&str> {
        None
    }

    /// The public half as a JWK, a JSON object without private members. A DPoP proof holds it.
    fn public_jwk(&self) -> Option<&str> {
        None
    }

    /// Signs these bytes. The signature has the form of
    /// [RFC 7518 §3](https://www.rfc-editor.org/rfc/rfc7518.html#section-3): for ECDSA, both numbers in fixed width.
    ///
    /// # Errors
    ///
    /// The key cannot sign.
    fn sign(&self, input: &[u8]) -> Result<Vec<u8>, SigningFailed>;
}

/// A signature that could not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the signature could not be made: {reason}")]
pub struct SigningFailed {
    reason: String,
    transient: bool,
}

impl SigningFailed {
    /// A failure for this reason, which ends up in logs and must hold no secret.
    pub fn new(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), transient: false }
    }

    /// The same failure, if the next try may succeed: a key service that does not answer.
    #[must_use]
    pub fn transient(self) -> Self {
        Self { transient: true, ..self }
    }

    /// Whether the next try may succeed.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        self.transient
    }
}
