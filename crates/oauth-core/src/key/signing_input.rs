//! What has to be signed.

use zeroize::Zeroizing;

use super::{Key, SigningFailed};
use crate::wire::random::base64url;

/// What a signature is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Purpose {
    /// A client assertion ([RFC 7523 §2.2](https://www.rfc-editor.org/rfc/rfc7523.html#section-2.2)).
    ClientAssertion,
    /// A DPoP proof ([RFC 9449 §4.2](https://www.rfc-editor.org/rfc/rfc9449.html#section-4.2)).
    DpopProof,
}

/// The signing input of a JWT: its header and its claims, and the key to sign them by
/// ([RFC 7515 §5.1](https://www.rfc-editor.org/rfc/rfc7515.html#section-5.1)).
#[derive(Debug, Clone)]
pub struct SigningInput {
    key: Key,
    purpose: Purpose,
    text: String,
}

impl SigningInput {
    /// A JWT of this header and these claims, both JSON.
    pub(crate) fn new(key: &Key, purpose: Purpose, header: &[u8], claims: &[u8]) -> Self {
        let text = format!("{}.{}", *base64url(header), *base64url(claims));
        Self { key: key.clone(), purpose, text }
    }

    /// The key to sign by.
    #[must_use]
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// What the signature is for.
    #[must_use]
    pub fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// The bytes to sign.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }

    /// The signature by a key in memory. `None` for a key in a service.
    pub(crate) fn sign(&self) -> Option<Result<Vec<u8>, SigningFailed>> {
        self.key.in_memory().map(|key| key.sign(self.bytes()))
    }

    /// The whole JWT.
    pub(crate) fn jwt(&self, signature: &[u8]) -> Zeroizing<String> {
        Zeroizing::new(format!("{}.{}", self.text, *base64url(signature)))
    }
}
