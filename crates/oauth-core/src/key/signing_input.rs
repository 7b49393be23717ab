//! The input of a signature.

use zeroize::Zeroizing;

use super::signature::check_length;
use super::{Key, SigningFailed};
use crate::wire::random::base64url;

/// The purpose of a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Purpose {
    /// A client assertion ([RFC 7523 §2.2](https://www.rfc-editor.org/rfc/rfc7523.html#section-2.2)).
    ClientAssertion,
    /// A DPoP proof ([RFC 9449 §4.2](https://www.rfc-editor.org/rfc/rfc9449.html#section-4.2)).
    DpopProof,
    /// A JWT with claims of the program's choice ([`SignedJwt`](super::SignedJwt)).
    SignedJwt,
}

/// The signing input of a JWT: its header, its claims, and the key to sign them with
/// ([RFC 7515 §5.1](https://www.rfc-editor.org/rfc/rfc7515.html#section-5.1)).
#[derive(Debug, Clone)]
pub struct SigningInput {
    key: Key,
    purpose: Purpose,
    text: String,
}

impl SigningInput {
    /// Creates the input for a JWT from its header and claims, both JSON.
    pub(crate) fn new(key: &Key, purpose: Purpose, header: &[u8], claims: &[u8]) -> Self {
        let text = format!("{}.{}", *base64url(header), *base64url(claims));
        Self { key: key.clone(), purpose, text }
    }

    /// Returns the key to sign with.
    #[must_use]
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// Returns the purpose of the signature.
    #[must_use]
    pub fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// Returns the bytes to sign.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }

    /// Signs with a key in memory. `None` for a key in a service.
    pub(crate) fn sign(&self) -> Option<Result<Vec<u8>, SigningFailed>> {
        self.key.in_memory().map(|key| key.sign(self.bytes()))
    }

    /// Checks that the signature has the length of a JWS by this algorithm and key: both numbers in fixed width for ECDSA
    /// (64, 96 or 132 bytes), the length of the modulus for RSA. Every signature is checked before it is sent.
    ///
    /// # Errors
    ///
    /// It has another length. The error says whether it is in DER ([`ecdsa_from_der`](super::ecdsa_from_der)).
    pub fn check_signature(&self, signature: &[u8]) -> Result<(), SigningFailed> {
        check_length(self.key.algorithm(), self.key.public_jwk(), signature)
    }

    /// Returns the complete JWT.
    pub(crate) fn jwt(&self, signature: &[u8]) -> Zeroizing<String> {
        Zeroizing::new(format!("{}.{}", self.text, *base64url(signature)))
    }
}
