//! One access token of a grant, as callers read it.

use std::sync::Arc;

use arc_swap::ArcSwapOption;
use oauth_core::Now;
use oauth_core::lifecycle::Snapshot;
use oauth_core::token::AccessToken;

/// The access token that can be used without asking.
#[derive(Default)]
pub(super) struct Slot(ArcSwapOption<Snapshot>);

impl Slot {
    /// Returns the token, if it can be used without asking the lifecycle. No lock, no allocation.
    pub(super) fn fresh(&self, now: Now) -> Option<Arc<AccessToken>> {
        let snapshot = self.0.load();
        let snapshot = snapshot.as_ref()?;
        snapshot.is_fresh(now).then(|| Arc::clone(snapshot.token()))
    }

    /// Publishes what callers may use now. Nothing is written if it is the same, because all callers read it.
    pub(super) fn publish(&self, snapshot: Option<Snapshot>) {
        let is_same = match (&*self.0.load(), &snapshot) {
            (None, None) => true,
            (Some(old), Some(new)) => {
                Arc::ptr_eq(old.token(), new.token())
                    && (old.since(), old.fresh_for()) == (new.since(), new.fresh_for())
            }
            _ => false,
        };
        if !is_same {
            self.0.store(snapshot.map(Arc::new));
        }
    }
}
