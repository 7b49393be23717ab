//! A transport in its two forms, for the cases about where a request runs.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use oauth_io::{AnyTransport, Transport, TransportError, blocking};

type Ended = Result<(), TransportError>;
type Boxed<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// A transport, its blocking twin, and how each is shut down.
#[derive(Clone)]
pub struct Adapter {
    pub(crate) transport: AnyTransport,
    pub(crate) blocking: Arc<dyn blocking::Transport>,
    shutdown: Arc<dyn Fn(Duration) -> Boxed<Ended> + Send + Sync>,
    shutdown_blocking: Arc<dyn Fn(Duration) -> Ended + Send + Sync>,
}

impl Adapter {
    /// The two forms. Neither can be shut down yet.
    pub fn new(transport: impl Transport + 'static, blocking: impl blocking::Transport + 'static) -> Self {
        Self {
            transport: AnyTransport::new(transport),
            blocking: Arc::new(blocking),
            shutdown: Arc::new(|_| panic!("this adapter has no shutdown")),
            shutdown_blocking: Arc::new(|_| panic!("this adapter has no shutdown")),
        }
    }

    /// How the async form is shut down.
    #[must_use]
    pub fn shutting_down<F>(mut self, shutdown: impl Fn(Duration) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Ended> + Send + 'static,
    {
        self.shutdown = Arc::new(move |limit| Box::pin(shutdown(limit)));
        self
    }

    /// How the blocking form is shut down.
    #[must_use]
    pub fn shutting_down_blocking(mut self, shutdown: impl Fn(Duration) -> Ended + Send + Sync + 'static) -> Self {
        self.shutdown_blocking = Arc::new(shutdown);
        self
    }

    pub(crate) fn shutdown(&self, limit: Duration) -> Boxed<Ended> {
        (self.shutdown)(limit)
    }

    pub(crate) fn shutdown_blocking(&self, limit: Duration) -> Ended {
        (self.shutdown_blocking)(limit)
    }
}
