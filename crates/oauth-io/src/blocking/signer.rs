//! Keys that are not in memory, for a caller that blocks.

use std::future::Future;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use oauth_core::Now;
use oauth_core::key::{Need, NotSupplied, SigningFailed, Supplied};

use super::Transport;
use crate::signer::RemoteSigner;
use crate::{Task, TransportError};

/// A blocking transport together with a signer: what [`Transport::with_signer`] makes.
#[derive(Debug, Clone)]
pub struct WithSigner<T, S> {
    transport: T,
    signer: Arc<S>,
}

impl<T, S> WithSigner<T, S> {
    pub(super) fn new(transport: T, signer: S) -> Self {
        Self { transport, signer: Arc::new(signer) }
    }
}

impl<T: Transport, S: RemoteSigner + 'static> Transport for WithSigner<T, S> {
    fn send(&self, request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, TransportError> {
        self.transport.send(request)
    }

    fn sleep(&self, duration: Duration) {
        self.transport.sleep(duration);
    }

    fn wait_for(&self, task: Task) -> Result<(), TransportError> {
        self.transport.wait_for(task)
    }

    fn provide(&self, need: &Need) -> Result<Supplied, NotSupplied> {
        match need.clone() {
            Need::Signature(input) => {
                let signer = Arc::clone(&self.signer);
                wait_for(&self.transport, async move { Ok(Supplied::Signature(signer.sign(&input).await?)) })
            }
            need => self.transport.provide(&need),
        }
    }

    fn now(&self) -> Now {
        self.transport.now()
    }
}

/// Waits for a future that supplies something, where the transport runs its tasks.
pub(super) fn wait_for<T, F>(transport: &T, supplied: F) -> Result<Supplied, NotSupplied>
where
    T: Transport + ?Sized,
    F: Future<Output = Result<Supplied, NotSupplied>> + Send + 'static,
{
    let (sender, receiver) = mpsc::channel();
    let task = Box::pin(async move {
        // Nobody receives if the wait was given up.
        let _ = sender.send(supplied.await);
    });
    let failed = |reason: String| NotSupplied::Signing(SigningFailed::new(reason).transient());
    transport.wait_for(task).map_err(|error| failed(error.to_string()))?;
    receiver.try_recv().map_err(|_| failed("the task ended without a result".to_owned()))?
}
