//! Why a need was not met.

use super::SigningFailed;

/// Why a [`Need`](super::Need) was not met.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotSupplied {
    /// Nobody here can meet it.
    #[error(
        "the request needs {need}, and nobody here supplies it; give the transport a signer, or use a key in memory"
    )]
    Nobody {
        /// What is needed.
        need: &'static str,
    },
    /// The source of a secret or an assertion has none.
    #[error("there is no secret or assertion: {reason}")]
    Secret {
        /// Why, in the words of the source.
        reason: String,
    },
    /// The key could not sign.
    #[error(transparent)]
    Signing(#[from] SigningFailed),
}

impl NotSupplied {
    /// Whether the next try may succeed.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Nobody { .. } => false,
            Self::Secret { .. } => true,
            Self::Signing(failed) => failed.is_transient(),
        }
    }
}
