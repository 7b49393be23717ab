//! A task that does not run.

use std::fmt;

use crate::{Task, TransportError, TransportErrorKind};

/// A task that a transport does not run, and why.
#[derive(thiserror::Error)]
#[error("{reason}")]
pub struct SpawnError {
    task: Task,
    reason: TransportError,
}

impl SpawnError {
    /// Gives `task` back with a reason.
    #[must_use]
    pub fn new(task: Task, reason: TransportError) -> Self {
        Self { task, reason: reason.not_sent() }
    }

    /// Gives `task` back because this transport has no place to run one.
    #[must_use]
    pub fn unsupported(task: Task) -> Self {
        Self::new(task, TransportError::new(TransportErrorKind::NotSpawned, "this transport has no place to run one"))
    }

    /// Why the task does not run.
    #[must_use]
    pub fn reason(&self) -> &TransportError {
        &self.reason
    }

    /// Why the task does not run, without the task.
    #[must_use]
    pub fn into_reason(self) -> TransportError {
        self.reason
    }

    /// The task.
    #[must_use]
    pub fn into_task(self) -> Task {
        self.task
    }
}

/// Without the task, which has no `Debug`.
impl fmt::Debug for SpawnError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SpawnError").field("reason", &self.reason).finish_non_exhaustive()
    }
}
