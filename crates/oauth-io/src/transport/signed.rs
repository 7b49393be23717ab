//! A transport together with a signer is a transport.

use std::future::Future;
use std::time::Duration;

use oauth_core::Now;
use oauth_core::key::{Need, NotSupplied, Supplied};

use super::{SpawnError, Transport, TransportError};
use crate::maybe_send::{MaybeSend, Task};
use crate::signer::{RemoteSigner, WithSigner};

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

    fn limit(&self, duration: Duration) -> impl Future<Output = ()> + MaybeSend {
        self.transport.limit(duration)
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
            Need::Signature(input) => {
                let limit = self.transport.limit(self.guard.limit());
                Ok(Supplied::Signature(self.guard.sign(&self.signer, input, limit).await?))
            }
            need => self.transport.provide(need).await,
        }
    }
}
