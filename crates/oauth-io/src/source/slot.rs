//! One access token of a grant, as callers read it.

use std::sync::Arc;

use arc_swap::ArcSwapOption;
use oauth_core::Now;
use oauth_core::lifecycle::Snapshot;
use oauth_core::token::AccessToken;

use super::demands::Demands;

/// One access token: how it is requested, and the one that can be used without asking.
#[derive(Default)]
pub(super) struct Slot {
    pub(super) demands: Demands,
    snapshot: ArcSwapOption<Snapshot>,
}

impl Slot {
    pub(super) fn new(demands: Demands) -> Self {
        Self { demands, snapshot: ArcSwapOption::empty() }
    }

    /// Returns the token, if it can be used without asking the lifecycle. No lock, no allocation.
    pub(super) fn fresh(&self, now: Now) -> Option<Arc<AccessToken>> {
        let snapshot = self.snapshot.load();
        let snapshot = snapshot.as_ref()?;
        snapshot.is_fresh(now).then(|| Arc::clone(&snapshot.token))
    }

    pub(super) fn publish(&self, snapshot: Option<Snapshot>) {
        self.snapshot.store(snapshot.map(Arc::new));
    }
}
