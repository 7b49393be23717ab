//! What a request needs before it can be sent, and what is supplied for it.

use super::{SecretInput, SigningInput};
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
