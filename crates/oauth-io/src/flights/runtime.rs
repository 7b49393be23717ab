//! One tokio runtime for all flights.

use std::cell::Cell;
use std::future::Future;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

use super::count::{Flight, Flights};
use super::outcome::apart;
use crate::wait::block_on;
use crate::{SpawnError, Task, TransportError, TransportErrorKind};

/// Where the flights of a transport over tokio run: on one current-thread runtime, on a thread that begins with the first
/// flight and ends with the last clone of this and the last flight.
///
/// An engine's connections belong to the runtime on which they were opened, so the flights need an engine of their own:
/// [`is_here`](Self::is_here) says whether to take that one.
#[derive(Clone)]
pub struct Runtime(Arc<Inner>);

struct Inner {
    id: u64,
    flights: Flights,
    place: Place,
}

enum Place {
    Own(Mutex<Option<Started>>),
    Callers,
}

/// A runtime that runs as long as somebody keeps it.
#[derive(Clone)]
struct Started {
    handle: Handle,
    keep: Arc<oneshot::Sender<()>>,
}

thread_local! {
    /// The runtime whose thread this is.
    static HERE: Cell<u64> = const { Cell::new(0) };
}

impl Runtime {
    /// Flights run on a thread of their own. None is started yet.
    #[must_use]
    pub fn new() -> Self {
        Self::at(Place::Own(Mutex::new(None)))
    }

    /// Flights run on the tokio runtime of whoever calls [`spawn`](Self::spawn), who can block them and shut them down.
    /// There is no thread.
    #[must_use]
    pub fn of_callers() -> Self {
        Self::at(Place::Callers)
    }

    fn at(place: Place) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Self(Arc::new(Inner { id: NEXT.fetch_add(1, Ordering::Relaxed), flights: Flights::new(), place }))
    }

    /// Remembers the process at its first call. Every method of a transport begins with it.
    ///
    /// # Errors
    ///
    /// [`TransportErrorKind::Forked`] in another process than that of the first call.
    pub fn check(&self) -> Result<(), TransportError> {
        self.0.flights.check()
    }

    /// Whether this thread is the flights' own: whoever is polled here takes the flights' engine.
    #[must_use]
    pub fn is_here(&self) -> bool {
        HERE.get() == self.0.id
    }

    /// Runs `task` as a flight.
    ///
    /// # Errors
    ///
    /// As [`Flights::begin`], and [`TransportErrorKind::NotSpawned`] if the system has no thread left, or if the flights
    /// are to run on the caller's runtime and there is none.
    pub fn spawn(&self, task: Task) -> Result<(), SpawnError> {
        match self.board() {
            Ok((started, flight)) => {
                started.handle.spawn(Self::keeping(started.keep, flight.carry(task)));
                Ok(())
            }
            Err(reason) => Err(SpawnError::new(task, reason)),
        }
    }

    /// Runs `future` as a flight, for its output. It runs to its end even if nobody waits any longer.
    ///
    /// The output can be awaited in any async runtime and without one, and by [`block_on`](crate::adapter::block_on).
    ///
    /// # Errors
    ///
    /// As [`spawn`](Self::spawn), and [`TransportErrorKind::Other`] if the future panics.
    pub async fn run<F>(&self, future: F) -> Result<F::Output, TransportError>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        let (started, flight) = self.board()?;
        let (task, output) = apart(future);
        started.handle.spawn(Self::keeping(started.keep, flight.carry(task)));
        output.await
    }

    /// As [`run`](Self::run), blocking the thread meanwhile. It does not panic inside an async runtime.
    ///
    /// # Errors
    ///
    /// As [`run`](Self::run), and [`TransportErrorKind::InFlight`] inside a flight.
    pub fn block_on<F>(&self, future: F) -> Result<F::Output, TransportError>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        block_on(self.run(future), None)?
    }

    /// Waits for `duration`: on the caller's tokio runtime, or as a flight if there is none.
    pub async fn sleep(&self, duration: Duration) {
        if Handle::try_current().is_ok() {
            tokio::time::sleep(duration).await;
        } else {
            // If there is no flight, whatever comes after the wait says why.
            let _ = self.run(async move { tokio::time::sleep(duration).await }).await;
        }
    }

    /// Refuses new flights and waits for those under way, for at most `limit`.
    ///
    /// # Errors
    ///
    /// As [`Flights::shutdown`].
    pub async fn shutdown(&self, limit: Duration) -> Result<(), TransportError> {
        self.check()?;
        let handle = match &self.0.place {
            Place::Own(started) => {
                started.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map(|started| started.handle.clone())
            }
            Place::Callers => Handle::try_current().ok(),
        };
        let limit = async move {
            // Without a runtime there is no flight to wait for.
            if let Some(handle) = handle {
                let _ = handle.spawn(async move { tokio::time::sleep(limit).await }).await;
            }
        };
        self.0.flights.shutdown(limit).await
    }

    /// As [`shutdown`](Self::shutdown), blocking the thread meanwhile.
    ///
    /// # Errors
    ///
    /// As [`Flights::shutdown_blocking`].
    pub fn shutdown_blocking(&self, limit: Duration) -> Result<(), TransportError> {
        self.0.flights.shutdown_blocking(limit)
    }

    /// A place and a number for a flight.
    fn board(&self) -> Result<(Started, Flight), TransportError> {
        // First of all: in a forked process another thread may have held the lock below.
        let flight = self.0.flights.begin()?;
        let started = match &self.0.place {
            Place::Own(started) => {
                let mut started = started.lock().unwrap_or_else(PoisonError::into_inner);
                match &*started {
                    Some(started) => started.clone(),
                    None => started.insert(start(self.0.id).map_err(|error| not_spawned(&error.to_string()))?).clone(),
                }
            }
            Place::Callers => {
                let handle = Handle::try_current().map_err(|_| not_spawned("there is no tokio runtime here"))?;
                Started { handle, keep: Arc::new(oneshot::channel().0) }
            }
        };
        Ok((started, flight))
    }

    /// The runtime lives as long as the flight.
    async fn keeping(keep: Arc<oneshot::Sender<()>>, task: impl Future<Output = ()>) {
        let _keep = keep;
        task.await;
    }
}

impl Default for Runtime {
    fn default() -> Self {
        Self::new()
    }
}

fn start(id: u64) -> io::Result<Started> {
    let runtime = Builder::new_current_thread().enable_all().thread_name("oauth-flights-blocking").build()?;
    let handle = runtime.handle().clone();
    let (keep, ended) = oneshot::channel();
    thread::Builder::new().name("oauth-flights".to_owned()).spawn(move || {
        HERE.set(id);
        let _ = runtime.block_on(ended);
    })?;
    Ok(Started { handle, keep: Arc::new(keep) })
}

fn not_spawned(reason: &str) -> TransportError {
    TransportError::new(TransportErrorKind::NotSpawned, reason).not_sent()
}
