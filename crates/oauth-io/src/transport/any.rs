//! A transport without a type parameter.

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use oauth_core::Now;
use oauth_core::key::{Need, NotSupplied, Supplied};

use super::{SpawnError, Transport, TransportError};
use crate::maybe_send::{Boxed, MaybeSend, MaybeSync, Task};

type Outcome = Result<http::Response<Vec<u8>>, TransportError>;

/// Any [`Transport`], behind a pointer: a struct can keep it without a type parameter. Cheap to clone.
///
/// Each request and each wait costs one allocation more than the transport itself.
///
/// ```
/// use oauth_io::AnyTransport;
/// # use std::time::Duration;
/// # use oauth_io::{Transport, TransportError};
/// # struct Canned;
/// # impl Transport for Canned {
/// #     async fn send(&self, _: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, TransportError> {
/// #         Ok(http::Response::default())
/// #     }
/// #     async fn sleep(&self, _: Duration) {}
/// # }
///
/// struct Application {
///     transport: AnyTransport,
/// }
///
/// let application = Application { transport: AnyTransport::new(Canned) };
/// # let _ = application.transport;
/// ```
#[derive(Clone)]
pub struct AnyTransport(Arc<dyn Erased>);

impl AnyTransport {
    /// Puts a transport behind a pointer.
    pub fn new(transport: impl Transport + 'static) -> Self {
        Self(Arc::new(transport))
    }
}

impl Transport for AnyTransport {
    fn send(&self, request: http::Request<Vec<u8>>) -> impl Future<Output = Outcome> + MaybeSend {
        self.0.send(request)
    }

    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + MaybeSend {
        self.0.sleep(duration)
    }

    fn limit(&self, duration: Duration) -> impl Future<Output = ()> + MaybeSend {
        self.0.limit(duration)
    }

    fn spawn(&self, task: Task) -> Result<(), SpawnError> {
        self.0.spawn(task)
    }

    fn can_spawn(&self) -> bool {
        self.0.can_spawn()
    }

    fn now(&self) -> Now {
        self.0.now()
    }

    async fn provide(&self, need: &Need) -> Result<Supplied, NotSupplied> {
        self.0.provide(need).await
    }
}

/// Without the transport, whose type is not known here.
impl fmt::Debug for AnyTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AnyTransport").finish_non_exhaustive()
    }
}

/// [`Transport`] with boxed futures, which a `dyn` pointer can hold.
trait Erased: MaybeSend + MaybeSync {
    fn send(&self, request: http::Request<Vec<u8>>) -> Boxed<'_, Outcome>;
    fn sleep(&self, duration: Duration) -> Boxed<'_, ()>;
    fn limit(&self, duration: Duration) -> Boxed<'_, ()>;
    fn spawn(&self, task: Task) -> Result<(), SpawnError>;
    fn can_spawn(&self) -> bool;
    fn now(&self) -> Now;
    fn provide<'a>(&'a self, need: &'a Need) -> Boxed<'a, Result<Supplied, NotSupplied>>;
}

impl<T: Transport> Erased for T {
    fn send(&self, request: http::Request<Vec<u8>>) -> Boxed<'_, Outcome> {
        Box::pin(Transport::send(self, request))
    }

    fn sleep(&self, duration: Duration) -> Boxed<'_, ()> {
        Box::pin(Transport::sleep(self, duration))
    }

    fn limit(&self, duration: Duration) -> Boxed<'_, ()> {
        Box::pin(Transport::limit(self, duration))
    }

    fn spawn(&self, task: Task) -> Result<(), SpawnError> {
        Transport::spawn(self, task)
    }

    fn can_spawn(&self) -> bool {
        Transport::can_spawn(self)
    }

    fn now(&self) -> Now {
        Transport::now(self)
    }

    fn provide<'a>(&'a self, need: &'a Need) -> Boxed<'a, Result<Supplied, NotSupplied>> {
        Box::pin(Transport::provide(self, need))
    }
}
