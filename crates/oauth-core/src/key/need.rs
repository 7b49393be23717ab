//! Signatures and secrets that a request needs from outside.

use super::{SecretInput, SigningInput};
use crate::wire::secret::Secret;

/// Something that a request needs and cannot create itself. Meet it with a [`Supplied`].
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Need {
    /// A secret or an assertion that must be awaited.
    Secret(SecretInput),
    /// A signature by a key that is not in memory.
    Signature(SigningInput),
}

/// The signature or secret that meets a [`Need`].
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Supplied {
    /// The secret or the assertion.
    Secret(Secret),
    /// The signature, in the form of [RFC 7518 §3](https://www.rfc-editor.org/rfc/rfc7518.html#section-3).
    Signature(Vec<u8>),
}

impl From<SigningInput> for Need {
    fn from(input: SigningInput) -> Self {
        Self::Signature(input)
    }
}

impl Need {
    /// Returns a short description, for messages.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Secret(_) => "a secret or an assertion that has to be awaited",
            Self::Signature(_) => "a signature by a key that is not in memory",
        }
    }
}
