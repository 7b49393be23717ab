//! The process that a transport or a token source belongs to.

#[cfg(not(target_family = "wasm"))]
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::{TransportError, TransportErrorKind};

/// The process in which a transport or a token source was first used.
///
/// A process that was forked has the handles of its parent's threads but not the threads, and would wait for them
/// without end. It would share the parent's sockets, too, and a lock that another thread held when the process forked
/// stays locked. So it is looked at before every lock.
#[derive(Default)]
pub(crate) struct Process(AtomicU32);

impl Process {
    /// Remembers the process at the first call.
    ///
    /// # Errors
    ///
    /// This is another process now.
    pub(crate) fn check(&self) -> Result<(), TransportError> {
        let current = id();
        // No process has the id 0.
        match self.0.compare_exchange(0, current, Ordering::Relaxed, Ordering::Relaxed) {
            Ok(_) => Ok(()),
            Err(first) if first == current => Ok(()),
            Err(_) => Err(forked()),
        }
    }

    /// Does the same, and remembers nothing: what was made and not used can be used in a child.
    ///
    /// # Errors
    ///
    /// As [`check`](Self::check).
    pub(crate) fn look(&self) -> Result<(), TransportError> {
        let first = self.0.load(Ordering::Relaxed);
        if first == 0 || first == id() { Ok(()) } else { Err(forked()) }
    }

    /// Remembers a process that is not this one, as if it had been forked since.
    #[cfg(test)]
    pub(crate) fn pretend_fork(&self) {
        self.0.store(id().wrapping_add(1).max(1), Ordering::Relaxed);
    }
}

fn forked() -> TransportError {
    TransportError::new(TransportErrorKind::Forked, "").not_sent()
}

/// There are no processes in a browser.
#[cfg(target_family = "wasm")]
fn id() -> u32 {
    1
}

#[cfg(not(target_family = "wasm"))]
fn id() -> u32 {
    process::id()
}
