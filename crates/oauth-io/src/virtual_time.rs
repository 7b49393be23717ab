//! A transport that lives by a test's clock.

use std::fmt;
use std::future::{Future, poll_fn};
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, SystemTime};

use oauth_core::Now;
use oauth_core::key::{Need, NotSupplied, Supplied};

use crate::maybe_send::{MaybeSend, Task};
use crate::{SpawnError, Transport, TransportError};

/// A transport for tests: it sends as another one does, and to wait is to put a clock forward. So a device flow of
/// minutes takes no time, and a test can let a token expire.
///
/// The clock is two functions, so that it can be anybody's. With that of `oauth-testkit`, client and server live by the
/// same time:
///
/// ```
/// use std::time::Duration;
///
/// use oauth_io::{Transport as _, VirtualTime};
/// use oauth_testkit::AuthorizationServer;
/// # use oauth_io::{Transport, TransportError};
/// # struct Canned;
/// # impl Transport for Canned {
/// #     async fn send(&self, _: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, TransportError> {
/// #         Ok(http::Response::default())
/// #     }
/// #     async fn sleep(&self, _: Duration) {}
/// # }
/// # let transport = Canned;
///
/// let server = AuthorizationServer::new();
/// let (clock, advanced) = (server.clock(), server.clock());
/// let transport = VirtualTime::new(transport, move || clock.now(), move |by| advanced.advance(by));
/// assert_eq!(transport.now().wall(), server.clock().now());
/// ```
#[derive(Clone)]
pub struct VirtualTime<T> {
    transport: T,
    clock: Arc<dyn Fn() -> SystemTime + Send + Sync>,
    advance: Arc<dyn Fn(Duration) + Send + Sync>,
}

impl<T> VirtualTime<T> {
    /// `clock` says what time it is; `advance` puts it forward.
    pub fn new(
        transport: T,
        clock: impl Fn() -> SystemTime + Send + Sync + 'static,
        advance: impl Fn(Duration) + Send + Sync + 'static,
    ) -> Self {
        Self { transport, clock: Arc::new(clock), advance: Arc::new(advance) }
    }

    fn time(&self) -> Now {
        (self.clock)().into()
    }
}

impl<T: Transport> Transport for VirtualTime<T> {
    fn send(
        &self,
        request: http::Request<Vec<u8>>,
    ) -> impl Future<Output = Result<http::Response<Vec<u8>>, TransportError>> + MaybeSend {
        self.transport.send(request)
    }

    async fn sleep(&self, duration: Duration) {
        (self.advance)(duration);
    }

    /// It is over once the clock was put forward that far, and is looked at when what it limits is polled.
    async fn limit(&self, duration: Duration) {
        let end = self.time().wall().checked_add(duration);
        poll_fn(|_| match end {
            Some(end) if self.time().wall() >= end => Poll::Ready(()),
            _ => Poll::Pending,
        })
        .await;
    }

    fn spawn(&self, task: Task) -> Result<(), SpawnError> {
        self.transport.spawn(task)
    }

    fn can_spawn(&self) -> bool {
        self.transport.can_spawn()
    }

    fn provide(&self, need: &Need) -> impl Future<Output = Result<Supplied, NotSupplied>> + MaybeSend {
        self.transport.provide(need)
    }

    fn now(&self) -> Now {
        self.time()
    }
}

#[cfg(not(target_family = "wasm"))]
impl<T: crate::blocking::Transport> crate::blocking::Transport for VirtualTime<T> {
    fn send(&self, request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, TransportError> {
        self.transport.send(request)
    }

    fn sleep(&self, duration: Duration) {
        (self.advance)(duration);
    }

    fn wait_for(&self, task: Task) -> Result<(), TransportError> {
        self.transport.wait_for(task)
    }

    fn provide(&self, need: &Need) -> Result<Supplied, NotSupplied> {
        self.transport.provide(need)
    }

    fn now(&self) -> Now {
        self.time()
    }
}

impl<T: fmt::Debug> fmt::Debug for VirtualTime<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VirtualTime").field("transport", &self.transport).finish_non_exhaustive()
    }
}
