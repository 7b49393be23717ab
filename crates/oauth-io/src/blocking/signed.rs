//! A blocking transport together with a signer is a blocking transport.

use std::sync::Arc;
use std::time::Duration;

use oauth_core::Now;
use oauth_core::key::{Need, NotSupplied, Supplied};

use super::Transport;
use super::signer::WithSigner;
use super::transport::wait_for;
use crate::signer::RemoteSigner;
use crate::wait::Alarm;
use crate::{Task, TransportError};

impl<T: Transport, S: RemoteSigner + 'static> Transport for WithSigner<T, S> {
    fn send(&self, request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, TransportError> {
        self.0.transport.send(request)
    }

    fn sleep(&self, duration: Duration) {
        self.0.transport.sleep(duration);
    }

    fn wait_for(&self, task: Task) -> Result<(), TransportError> {
        self.0.transport.wait_for(task)
    }

    fn provide(&self, need: &Need) -> Result<Supplied, NotSupplied> {
        match need.clone() {
            Need::Signature(input) => {
                let (signer, guard) = (Arc::clone(&self.0.signer), self.0.guard.clone());
                wait_for(&self.0.transport, async move {
                    let limit = Alarm::new(guard.limit());
                    Ok(Supplied::Signature(guard.sign(&*signer, &input, limit).await?))
                })
            }
            need => self.0.transport.provide(&need),
        }
    }

    fn now(&self) -> Now {
        self.0.transport.now()
    }
}
