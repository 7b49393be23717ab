//! How far the load has come.

use std::sync::{Mutex, PoisonError};

/// A stage of the load. Only while the server is away may there be no token.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Stage {
    #[default]
    Before,
    /// From the restart until every source has a token again.
    Away,
    After,
    Over,
}

#[derive(Default)]
pub(super) struct Stages(Mutex<Stage>);

impl Stages {
    pub(super) fn now(&self) -> Stage {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn enter(&self, stage: Stage) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = stage;
    }
}
