//! The contract between this library and a service that signs.

use std::future::Future;

use oauth_core::key::{SigningFailed, SigningInput};

use crate::maybe_send::{MaybeSend, MaybeSync};

/// Signs with keys that are not in memory, such as in a KMS, an HSM or another process.
///
/// ```
/// use oauth_io::RemoteSigner;
/// use oauth_io::key::{SigningFailed, SigningInput, ecdsa_from_der};
///
/// struct Kms;
///
/// impl RemoteSigner for Kms {
///     async fn sign(&self, input: &SigningInput) -> Result<Vec<u8>, SigningFailed> {
///         let name = input.key().remote_name().ok_or_else(|| SigningFailed::new("the key is in memory"))?;
/// #       async fn ask(_: &str, _: &[u8]) -> Result<Vec<u8>, std::io::Error> { Ok(Vec::new()) }
///         let asked = ask(name, input.bytes()).await;
///         let der = asked.map_err(|_| SigningFailed::new("the key service does not respond").transient())?;
///         ecdsa_from_der(input.key().algorithm(), &der)
///     }
/// }
/// # let _ = Kms;
/// ```
pub trait RemoteSigner: MaybeSend + MaybeSync {
    /// Signs the bytes of `input` with the key that it names. Do not block here.
    ///
    /// The signature has the form of [RFC 7518 §3](https://www.rfc-editor.org/rfc/rfc7518.html#section-3):
    ///
    /// * ECDSA: both numbers in fixed width, 64, 96 or 132 bytes. Most services return DER, which
    ///   [`ecdsa_from_der`](oauth_core::key::ecdsa_from_der) converts.
    /// * RSA: as many bytes as the modulus. With `PS256`, `PS384` and `PS512`, the salt is as long as the digest.
    /// * Ed25519: 64 bytes.
    ///
    /// The bytes are to be hashed once. A service that takes a digest gets the digest of `input.bytes()`, and is told that
    /// it is one. A signature of another length is not sent.
    ///
    /// # Errors
    ///
    /// The service has no such key, refuses, or does not respond.
    fn sign(&self, input: &SigningInput) -> impl Future<Output = Result<Vec<u8>, SigningFailed>> + MaybeSend;
}
