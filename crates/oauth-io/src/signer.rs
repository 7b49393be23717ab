//! Keys that are not in memory.

use std::future::Future;

use oauth_core::key::{SigningFailed, SigningInput};

use crate::maybe_send::{MaybeSend, MaybeSync};

/// Signs by keys that are not in memory: in a KMS, in an HSM, in another process.
///
/// ```
/// use oauth_io::key::{SigningFailed, SigningInput};
/// use oauth_io::RemoteSigner;
///
/// struct Kms;
///
/// impl RemoteSigner for Kms {
///     async fn sign(&self, input: &SigningInput) -> Result<Vec<u8>, SigningFailed> {
///         let name = input.key().remote_name().ok_or_else(|| SigningFailed::new("the key is in memory"))?;
/// #       async fn ask(_: &str, _: &[u8]) -> Result<Vec<u8>, std::io::Error> { Ok(Vec::new()) }
///         ask(name, input.bytes()).await.map_err(|_| SigningFailed::new("the key service does not answer").transient())
///     }
/// }
/// # let _ = Kms;
/// ```
pub trait RemoteSigner: MaybeSend + MaybeSync {
    /// Signs the bytes of `input` by the key that it names. The signature has the form of
    /// [RFC 7518 §3](https://www.rfc-editor.org/rfc/rfc7518.html#section-3). Do not block here.
    ///
    /// # Errors
    ///
    /// The service has no such key, refuses, or does not answer.
    fn sign(&self, input: &SigningInput) -> impl Future<Output = Result<Vec<u8>, SigningFailed>> + MaybeSend;
}

/// A transport together with a signer: what [`Transport::with_signer`](crate::Transport::with_signer) makes.
#[derive(Debug, Clone)]
pub struct WithSigner<T, S> {
    pub(crate) transport: T,
    pub(crate) signer: S,
}

impl<T, S> WithSigner<T, S> {
    pub(crate) fn new(transport: T, signer: S) -> Self {
        Self { transport, signer }
    }
}
