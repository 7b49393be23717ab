//! A blocking transport together with a signer is a blocking transport.

use std::sync::Arc;
use std::time::Duration;

use oauth_core::Now;
use oauth_core::key::{Need, NotSupplied, Supplied};

use super::Transport;
use super::signer::WithSigner;
use super::transport::wait_for;
use crate::signer::RemoteSigner;
use crate::{Task, TransportError};

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
