//! The contract between this library and an HTTP engine that blocks.

use std::future::Future;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use oauth_core::Now;
use oauth_core::key::{Need, NotSupplied, SigningFailed, Supplied};

use super::signer::WithSigner;
use crate::signer::RemoteSigner;
use crate::wait::block_on;
use crate::{Task, TransportError, clock};

/// Sends one HTTP request and returns the whole response, blocking the thread meanwhile.
///
/// It keeps the promises of [`crate::Transport`].
pub trait Transport: Send + Sync {
    /// Sends `request` and reads the whole response.
    ///
    /// # Errors
    ///
    /// As [`crate::Transport::send`].
    fn send(&self, request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, TransportError>;

    /// Waits for `duration`.
    fn sleep(&self, duration: Duration) {
        std::thread::sleep(duration);
    }

    /// Runs `task` to its end, blocking the thread meanwhile. By default it is polled on this thread; a transport with an
    /// async runtime of its own runs it there, so that it may use the runtime's network and timers.
    ///
    /// # Errors
    ///
    /// The task cannot be waited for: this is a flight, or the process was forked.
    fn wait_for(&self, task: Task) -> Result<(), TransportError> {
        block_on(task, None)
    }

    /// Supplies what a request needs before it can be sent, as [`crate::Transport::provide`] does.
    ///
    /// # Errors
    ///
    /// Nobody supplies it, or whoever does failed.
    fn provide(&self, need: &Need) -> Result<Supplied, NotSupplied> {
        match need.clone() {
            Need::Secret(input) => wait_for(self, async move { Ok(Supplied::Secret(input.ask().await?)) }),
            need => Err(NotSupplied::Nobody { need: need.name() }),
        }
    }

    /// The same transport with a signer for keys that are not in memory.
    fn with_signer<S: RemoteSigner + 'static>(self, signer: S) -> WithSigner<Self, S>
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

macro_rules! forward {
    ($($pointer:ty),*) => {$(
        impl<T: Transport + ?Sized> Transport for $pointer {
            fn send(&self, request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, TransportError> {
                (**self).send(request)
            }

            fn sleep(&self, duration: Duration) {
                (**self).sleep(duration);
            }

            fn now(&self) -> Now {
                (**self).now()
            }

            fn wait_for(&self, task: Task) -> Result<(), TransportError> {
                (**self).wait_for(task)
            }

            fn provide(&self, need: &Need) -> Result<Supplied, NotSupplied> {
                (**self).provide(need)
            }
        }
    )*};
}

forward!(&T, Box<T>, Arc<T>);

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
