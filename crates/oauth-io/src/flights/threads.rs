//! A thread for each flight.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::count::Flights;
use crate::wait::block_on;
use crate::{SpawnError, Task, TransportError, TransportErrorKind};

/// A thread for each flight, which ends with it: for an engine that can be used from every thread, and for one that
/// blocks.
#[derive(Clone, Default)]
pub struct Threads(Flights);

impl Threads {
    /// No threads yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The flights on these threads.
    #[must_use]
    pub fn flights(&self) -> &Flights {
        &self.0
    }

    /// Runs `task` on a thread of its own.
    ///
    /// # Errors
    ///
    /// As [`Flights::begin`], and [`TransportErrorKind::NotSpawned`] if the system has no thread left.
    pub fn spawn(&self, task: Task) -> Result<(), SpawnError> {
        let flight = match self.0.begin() {
            Ok(flight) => flight,
            Err(reason) => return Err(SpawnError::new(task, reason)),
        };
        // A thread that does not begin drops what it was given; the task comes back from here.
        let task = Arc::new(Mutex::new(Some(task)));
        let taken = Arc::clone(&task);
        let take = move || taken.lock().unwrap_or_else(PoisonError::into_inner).take();
        let run = {
            let take = take.clone();
            move || {
                if let Some(task) = take() {
                    // Only a flight cannot block, and this thread is none yet.
                    let _ = block_on(flight.carry(task), None);
                }
            }
        };
        match thread::Builder::new().name("oauth-flight".to_owned()).spawn(run) {
            Ok(_) => Ok(()),
            Err(error) => match take() {
                Some(task) => {
                    let reason = TransportError::new(TransportErrorKind::NotSpawned, error.to_string());
                    Err(SpawnError::new(task, reason))
                }
                None => Ok(()),
            },
        }
    }
}
