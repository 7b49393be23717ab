//! Keys that are not in memory.

use std::future::Future;
use std::time::Duration;

use oauth_core::Now;
use oauth_core::key::{Need, NotSupplied, SigningFailed, SigningInput, Supplied};

use crate::maybe_send::{MaybeSend, MaybeSync, Task};
use crate::{SpawnError, Transport, TransportError};

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

/// A transport together with a signer: what [`Transport::with_signer`] makes.
#[derive(Debug, Clone)]
pub struct WithSigner<T, S> {
    transport: T,
    signer: S,
}

impl<T, S> WithSigner<T, S> {
    pub(crate) fn new(transport: T, signer: S) -> Self {
        Self { transport, signer }
    }
}

impl<T: Transport, S: RemoteSigner> Transport for WithSigner<T, S> {
    fn send(
        &self,
        request: http::Request<Vec<u8>>,
    ) -> impl Future<Output = Result<http::Response<Vec<u8>>, TransportError>> + MaybeSend {
        self.transport.send(request)
    }

    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + MaybeSend {
        self.transport.sleep(duration)
    }

    fn spawn(&self, task: Task) -> Result<(), SpawnError> {
        self.transport.spawn(task)
    }

    fn can_spawn(&self) -> bool {
        self.transport.can_spawn()
    }

    fn now(&self) -> Now {
        self.transport.now()
    }

    async fn provide(&self, need: &Need) -> Result<Supplied, NotSupplied> {
        match need {
            Need::Signature(input) => Ok(Supplied::Signature(self.signer.sign(input).await?)),
            need => self.transport.provide(need).await,
        }
    }
}
