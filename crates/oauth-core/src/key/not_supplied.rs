//! The reason why a need was not met.

use super::SigningFailed;
use crate::error::ConfigError;

/// The reason why a [`Need`](super::Need) was not met.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotSupplied {
    /// The settings of a JWT are invalid.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The assertion from elsewhere has ended, so it was not sent: whatever renews it did not.
    #[error(
        "the assertion ended {seconds} s ago and was not sent: the platform has not renewed it (or this clock is ahead)"
    )]
    Ended {
        /// How long ago it ended, in seconds.
        seconds: u64,
    },
    /// The source of randomness failed.
    #[error("the operating system supplied no random bytes")]
    NoRandomness,
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
            Self::Config(_) | Self::NoRandomness | Self::Nobody { .. } => false,
            Self::Ended { .. } | Self::Secret { .. } => true,
            Self::Signing(failed) => failed.is_transient(),
        }
    }
}
