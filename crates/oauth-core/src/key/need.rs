//! What a request needs before it can be sent, and what is supplied for it.

use super::{SecretInput, SigningFailed, SigningInput};
use crate::wire::secret::Secret;

/// What a request needs before it can be sent, and cannot make by itself. The response to it is a [`Supplied`].
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Need {
    /// A secret or an assertion that has to be awaited.
    Secret(SecretInput),
    /// A signature by a key that is not in memory.
    Signature(SigningInput),
}

/// What was asked for by a [`Need`].
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Supplied {
    /// The secret or the assertion.
    Secret(Secret),
    /// The signature, in the form of [RFC 7518 §3](https://www.rfc-editor.org/rfc/rfc7518.html#section-3).
    Signature(Vec<u8>),
}

/// Why a [`Need`] was not met.
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

impl Need {
    /// The need in a few words, for a message.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Secret(_) => "a secret or an assertion that has to be awaited",
            Self::Signature(_) => "a signature by a key that is not in memory",
        }
    }
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
