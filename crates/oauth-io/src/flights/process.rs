//! The process that a transport belongs to.

use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::{TransportError, TransportErrorKind};

/// The process in which a transport was first used.
///
/// A process that was forked has the handles of its parent's threads but not the threads, and would wait for them
/// without end. It would share the parent's sockets, too.
#[derive(Default)]
pub(super) struct Process(AtomicU32);

impl Process {
    /// Remembers the process at the first call.
    ///
    /// # Errors
    ///
    /// This is another process now.
    pub(super) fn check(&self) -> Result<(), TransportError> {
        let current = process::id();
        // No process has the id 0.
        match self.0.compare_exchange(0, current, Ordering::Relaxed, Ordering::Relaxed) {
            Ok(_) => Ok(()),
            Err(first) if first == current => Ok(()),
            Err(_) => Err(TransportError::new(TransportErrorKind::Forked, "").not_sent()),
        }
    }
}
