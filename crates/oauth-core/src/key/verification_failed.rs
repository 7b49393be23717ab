//! The reason why a signature does not count.

/// The error of a signature that was not verified.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VerificationFailed {
    /// The signature was not made by this key over these bytes.
    #[error("the signature is wrong")]
    WrongSignature,
    /// The key cannot verify signatures of this algorithm, so nothing was checked.
    #[error("the key cannot verify this signature: {reason}")]
    UnsuitableKey {
        /// What is wrong with the key. It contains neither secrets nor text of a token.
        reason: String,
    },
}

impl VerificationFailed {
    /// Creates the error of a key that cannot be used, with what is wrong with it.
    pub fn unsuitable(reason: impl Into<String>) -> Self {
        Self::UnsuitableKey { reason: reason.into() }
    }
}
