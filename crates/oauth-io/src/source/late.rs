//! A request that took too long, and whose response still counts.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use oauth_core::lifecycle::{Attempt, Outcome};

use super::shared::Shared;
use crate::Transport as _;
use crate::wait::within;

/// A response is waited for this long beyond the limit of its attempt: a transport without limits of its own leaves no
/// tasks behind.
const LONGEST: Duration = Duration::from_secs(120);

/// Counted from when the attempt is over until its response has come, or the task is gone.
pub(super) struct Late(Arc<Shared>);

impl Late {
    pub(super) fn new(shared: &Arc<Shared>) -> Self {
        shared.state.look(|state| state.late += 1);
        Self(Arc::clone(shared))
    }

    pub(super) async fn arrive(self, attempt: Attempt, outcome: impl Future<Output = Option<Outcome>>) {
        let outcome = within(outcome, self.0.transport.limit(LONGEST)).await;
        if let Some(outcome) = outcome.flatten() {
            self.0.done(attempt, outcome);
        }
    }
}

impl Drop for Late {
    fn drop(&mut self) {
        self.0.state.change(|state| state.late -= 1);
    }
}
