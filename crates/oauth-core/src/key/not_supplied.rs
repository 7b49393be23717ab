//! The reason why a need was not met.

use super::SigningFailed;

/// The reason why a [`Need`](super::Need) was not met.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotSupplied {
    /// Nothing here can meet the need.
    #[error(
        "the request needs {need}, which nothing here supplies; give the transport a signer, or use a key in memory"
    )]
    Nobody {
        /// The need.
        need: &'static str,
    },
    /// The source of a secret or an assertion failed.
    #[error("there is no secret or assertion: {reason}")]
    Secret {
        /// The reason, as reported by the source.
        reason: String,
    },
    /// The key could not sign.
    #[error(transparent)]
    Signing(#[from] SigningFailed),
}

impl NotSupplied {
    /// Whether a retry may succeed.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Nobody { .. } => false,
            Self::Secret { .. } => true,
            Self::Signing(failed) => failed.is_transient(),
        }
    }
}
