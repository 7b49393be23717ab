//! What the callers and the flight of a grant share.

use std::collections::BTreeMap;
use std::sync::Arc;

use oauth_core::Now;
use oauth_core::lifecycle::{Event, Lifecycle, TokenKey};

use super::demands::Demands;
use super::slot::Slot;
use crate::Error;
use crate::store::StoreError;

/// The lifecycle of a grant, and whether a flight works for it: under one lock, so that no work is left lying.
pub(super) struct State {
    pub(super) lifecycle: Lifecycle,
    pub(super) slots: BTreeMap<TokenKey, Arc<Slot>>,
    pub(super) flight: Flight,
    /// Counts what was told from outside, so that a resting flight notices.
    pub(super) told: u64,
    /// The error of the last request that failed, until a success.
    pub(super) error: Option<Arc<Error>>,
    /// The last error of the store.
    pub(super) store_error: Option<Arc<StoreError>>,
}

/// Whether a flight works.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Flight {
    None,
    Working,
    Resting,
}

impl State {
    pub(super) fn new(lifecycle: Lifecycle) -> Self {
        Self { lifecycle, slots: BTreeMap::new(), flight: Flight::None, told: 0, error: None, store_error: None }
    }

    /// Returns the slot of a token, which is made at its first use.
    pub(super) fn slot(&mut self, key: &TokenKey, demands: &Demands, now: Now) -> Arc<Slot> {
        if let Some(slot) = self.slots.get(key) {
            return Arc::clone(slot);
        }
        let slot = Arc::new(Slot::new(demands.clone()));
        slot.publish(self.lifecycle.snapshot(key, now));
        self.slots.insert(key.clone(), Arc::clone(&slot));
        slot
    }

    /// Publishes what the lifecycle says now, and returns what happened.
    pub(super) fn publish(&mut self, now: Now) -> Vec<Event> {
        for (key, slot) in &self.slots {
            slot.publish(self.lifecycle.snapshot(key, now));
        }
        self.lifecycle.take_events()
    }

    /// Whether nobody works on what a caller waits for.
    pub(super) fn is_idle(&self) -> bool {
        self.flight == Flight::None
    }
}
