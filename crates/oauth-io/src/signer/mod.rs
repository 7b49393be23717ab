//! Keys that are not in memory.

mod guard;

use std::fmt;
use std::future::Future;
use std::time::Duration;

pub(crate) use guard::Guard;
use oauth_core::key::{SigningFailed, SigningInput, Verifier};

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

/// A transport with a signer, created by [`Transport::with_signer`](crate::Transport::with_signer).
///
/// A signature may take 10 seconds; then the request fails with a transient error, and nothing is sent. With
/// [`VirtualTime`](crate::VirtualTime), wrap the transport that has the signer, and not the other way round, so that the
/// limit does not move the clock.
#[derive(Clone)]
pub struct WithSigner<T, S> {
    pub(crate) transport: T,
    pub(crate) signer: S,
    pub(crate) guard: Guard,
}

impl<T, S> WithSigner<T, S> {
    pub(crate) fn new(transport: T, signer: S) -> Self {
        Self { transport, signer, guard: Guard::new() }
    }

    /// Sets how long a signature may take. It is 10 seconds by default.
    #[must_use]
    pub fn time_limit(self, limit: Duration) -> Self {
        Self { guard: self.guard.with_limit(limit), ..self }
    }

    /// Verifies the first signature of each key before it is sent. A service that signs with another version of the key,
    /// with a salt of another length, or over a second hash is then an error that says so, and not a refusal by the
    /// server. Each key needs its public half ([`Key::with_public_jwk`](oauth_core::key::Key::with_public_jwk)).
    #[must_use]
    pub fn verified_by(self, verifier: impl Verifier + 'static) -> Self {
        Self { guard: self.guard.with_verifier(verifier), ..self }
    }
}

impl<T: fmt::Debug, S: fmt::Debug> fmt::Debug for WithSigner<T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { transport, signer, guard } = self;
        f.debug_struct("WithSigner")
            .field("transport", transport)
            .field("signer", signer)
            .field("guard", guard)
            .finish()
    }
}
