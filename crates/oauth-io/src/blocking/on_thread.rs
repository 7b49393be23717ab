//! A blocking engine as an async transport.

use std::time::Duration;

use oauth_core::Now;
use oauth_core::key::{Need, NotSupplied, Supplied};

use super::Transport;
use crate::flights::Threads;
use crate::{SpawnError, Task, TransportError};

/// A [`blocking::Transport`](Transport) as a [`crate::Transport`]: it blocks whoever polls it, and gives each flight a
/// thread of its own.
///
/// A program without async needs it to have tokens renewed in the background. In an async program it blocks the
/// executor's threads.
pub struct OnThread<T> {
    transport: T,
    threads: Threads,
}

impl<T: Transport> OnThread<T> {
    /// Wraps a blocking transport.
    pub fn new(transport: T) -> Self {
        Self { transport, threads: Threads::new() }
    }
}

impl<T: Transport> crate::Transport for OnThread<T> {
    async fn send(&self, request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, TransportError> {
        self.threads.flights().check()?;
        self.transport.send(request)
    }

    async fn sleep(&self, duration: Duration) {
        self.transport.sleep(duration);
    }

    fn spawn(&self, task: Task) -> Result<(), SpawnError> {
        self.threads.spawn(task)
    }

    fn can_spawn(&self) -> bool {
        true
    }

    fn now(&self) -> Now {
        self.transport.now()
    }

    async fn provide(&self, need: &Need) -> Result<Supplied, NotSupplied> {
        self.transport.provide(need)
    }
}
