//! The contract between this library and an HTTP engine.

mod any;
mod error;
mod forward;
mod signed;
mod spawn_error;

use std::future::Future;
use std::time::Duration;

use oauth_core::Now;
use oauth_core::key::{Need, NotSupplied, Supplied};

pub use any::AnyTransport;
pub use error::{TransportError, TransportErrorKind};
pub use spawn_error::SpawnError;

use crate::clock;
use crate::maybe_send::{MaybeSend, MaybeSync, Task};
use crate::signer::{RemoteSigner, WithSigner};

/// Sends one HTTP request and returns the whole response: everything that this library asks of the network.
///
/// The adapter crates implement it for reqwest, hyper and isahc; implement it yourself for another engine, with the help
/// of [`adapter`](crate::adapter). To keep any transport in a struct without a type parameter, use [`AnyTransport`].
///
/// An implementation keeps these promises, and the conformance suite of the adapters checks each of them:
///
/// * the request goes out as it is: method, URL, every header, the exact body;
/// * the engine never repeats a request by itself;
/// * a redirect is a response like any other and is never followed;
/// * a status other than 2xx is a response and not an error;
/// * the response keeps its repeated headers;
/// * the body is counted while it is read, and reading stops at the limit;
/// * waiting ends: connecting and the whole exchange have a time limit;
/// * a URL that is not `https` is refused, unless http on loopback was allowed by name.
pub trait Transport: MaybeSend + MaybeSync {
    /// Sends `request` and reads the whole response. It runs where the caller polls it.
    ///
    /// # Errors
    ///
    /// There is no response: the URL is not allowed, no connection came about, TLS failed, time ran out,
    /// the connection broke before the end, or the response is larger than the limit.
    fn send(
        &self,
        request: http::Request<Vec<u8>>,
    ) -> impl Future<Output = Result<http::Response<Vec<u8>>, TransportError>> + MaybeSend;

    /// Waits for `duration`, counted from the first poll.
    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + MaybeSend;

    /// Ends `duration` after the first poll: a limit for something that is polled beside it. It is the same as
    /// [`sleep`](Self::sleep), but for a clock that a wait puts forward: a limit does not.
    fn limit(&self, duration: Duration) -> impl Future<Output = ()> + MaybeSend {
        self.sleep(duration)
    }

    /// Runs `task` to its end where no caller can block it or shut it down. It can be called from any thread, with or
    /// without an async runtime.
    ///
    /// Such a task is called a flight: the request in it arrives even if everybody who waits for it has left. Do not
    /// block inside one.
    ///
    /// # Errors
    ///
    /// The task is given back with the reason: the transport has no place to run it (the default), it was shut down, the
    /// process was forked, or the system has no thread left.
    fn spawn(&self, task: Task) -> Result<(), SpawnError> {
        Err(SpawnError::unsupported(task))
    }

    /// Whether this transport has a place to run tasks. Implement it together with [`spawn`](Self::spawn).
    fn can_spawn(&self) -> bool {
        false
    }

    /// Supplies what a request needs before it can be sent. By default, a secret that has to be awaited is asked of its
    /// source, and nobody signs; [`with_signer`](Self::with_signer) adds a signer.
    fn provide(&self, need: &Need) -> impl Future<Output = Result<Supplied, NotSupplied>> + MaybeSend {
        async move {
            match need {
                Need::Secret(input) => Ok(Supplied::Secret(input.ask().await?)),
                need => Err(NotSupplied::Nobody { need: need.name() }),
            }
        }
    }

    /// The same transport with a signer for keys that are not in memory.
    fn with_signer<S: RemoteSigner>(self, signer: S) -> WithSigner<Self, S>
    where
        Self: Sized,
    {
        WithSigner::new(self, signer)
    }

    /// What time it is. A test implements it with a clock of its own.
    fn now(&self) -> Now {
        clock::now()
    }
}
