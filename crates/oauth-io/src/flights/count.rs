//! The flights of one transport, counted.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use crate::process::Process;
use crate::wait::{Watched, block_on, marked, within};
use crate::{TransportError, TransportErrorKind};

/// Counts the flights of one transport, refuses new ones after a shutdown, and notices that the process was forked.
/// Clones are the same count.
#[derive(Clone, Default)]
pub struct Flights(Arc<Shared>);

#[derive(Default)]
struct Shared {
    process: Process,
    count: Watched<Count>,
}

#[derive(Default)]
struct Count {
    under_way: usize,
    closed: bool,
}

/// A flight that is under way until this is dropped.
pub struct Flight(Flights);

impl Flights {
    /// No flights yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Remembers the process at its first call. Every method of a transport begins with it.
    ///
    /// # Errors
    ///
    /// [`TransportErrorKind::Forked`] in another process than that of the first call.
    pub fn check(&self) -> Result<(), TransportError> {
        self.0.process.check()
    }

    /// Begins a flight.
    ///
    /// # Errors
    ///
    /// [`TransportErrorKind::ShutDown`] after a shutdown, [`TransportErrorKind::Forked`] as for [`check`](Self::check).
    pub fn begin(&self) -> Result<Flight, TransportError> {
        self.check()?;
        let closed = self.0.count.change(|count| {
            count.under_way += usize::from(!count.closed);
            count.closed
        });
        if closed {
            return Err(TransportError::new(TransportErrorKind::ShutDown, "").not_sent());
        }
        Ok(Flight(self.clone()))
    }

    /// Returns the number of flights under way.
    #[must_use]
    pub fn under_way(&self) -> usize {
        self.0.count.update(|count| (count.under_way, false))
    }

    /// Refuses new flights and waits until those under way have ended, or until `limit` ends.
    ///
    /// # Errors
    ///
    /// [`TransportErrorKind::Timeout`] if there are flights left then, [`TransportErrorKind::Forked`] as for
    /// [`check`](Self::check).
    pub async fn shutdown(&self, limit: impl Future<Output = ()>) -> Result<(), TransportError> {
        self.check()?;
        within(self.landed(), limit).await.ok_or_else(left)
    }

    /// As [`shutdown`](Self::shutdown), blocking the thread meanwhile.
    ///
    /// # Errors
    ///
    /// As [`shutdown`](Self::shutdown), and [`TransportErrorKind::InFlight`] inside a flight.
    pub fn shutdown_blocking(&self, limit: Duration) -> Result<(), TransportError> {
        self.check()?;
        block_on(self.landed(), Some(limit)).map_err(|error| match error.kind() {
            TransportErrorKind::Timeout => left(),
            _ => error,
        })
    }

    fn landed(&self) -> impl Future<Output = ()> {
        self.0.count.change(|count| count.closed = true);
        self.0.count.until(|count| (count.under_way == 0).then_some(()))
    }
}

impl Flight {
    /// `future` as this flight: it ends when the future ends or is dropped.
    pub async fn carry<F: Future>(self, future: F) -> F::Output {
        let _flight = self;
        marked(future).await
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        self.0.0.count.change(|count| count.under_way -= 1);
    }
}

fn left() -> TransportError {
    TransportError::new(TransportErrorKind::Timeout, "flights are still under way")
}
