//! What the callers and the flight of a grant share.

use std::collections::BTreeMap;
use std::mem;
use std::sync::Arc;
use std::time::Duration;

use oauth_core::lifecycle::{Event, Lifecycle, Snapshot, TokenKey};
use oauth_core::{Client, Now};

use super::error::TokenError;
use super::metrics::Metrics;
use super::plan::Plan;
use super::slot::Slot;
use crate::Error;
use crate::store::StoreError;
use crate::wait::Workload;

/// The number of access tokens of one grant. What is not in use gives way.
pub(super) const MOST: usize = 64;
/// If a flight is needed and none could take off, callers with a valid token try again after this time.
const NEXT_TAKE_OFF: Duration = Duration::from_secs(1);

/// The lifecycle of a grant and what belongs to it, under one lock.
pub(super) struct State {
    pub(super) lifecycle: Lifecycle,
    /// The newest client: its credentials are those of the next request.
    pub(super) client: Client,
    slots: BTreeMap<TokenKey, (Arc<Slot>, Plan)>,
    /// The error of the last request that failed, until a success.
    pub(super) error: Option<Arc<Error>>,
    /// The last error of the store.
    pub(super) store_error: Option<Arc<StoreError>>,
    /// The events that the observer was not told yet.
    events: Vec<Event>,
    /// Somebody is telling the observer.
    is_observed: bool,
    /// The last flight crashed, or could not take off.
    pub(super) is_grounded: bool,
    /// Requests that took too long and go on.
    pub(super) late: usize,
    pub(super) is_shut_down: bool,
}

impl State {
    pub(super) fn new(lifecycle: Lifecycle, client: Client) -> Self {
        Self {
            lifecycle,
            client,
            slots: BTreeMap::new(),
            error: None,
            store_error: None,
            events: Vec::new(),
            is_observed: false,
            is_grounded: false,
            late: 0,
            is_shut_down: false,
        }
    }

    /// Returns the slot of a token, which is made at its first use. From now on, the token is requested by this plan.
    ///
    /// # Errors
    ///
    /// There are too many that somebody holds.
    pub(super) fn slot(&mut self, key: &TokenKey, plan: Plan, now: Now) -> Result<Arc<Slot>, TokenError> {
        if let Some((slot, known)) = self.slots.get_mut(key) {
            *known = plan;
            return Ok(Arc::clone(slot));
        }
        if self.slots.len() >= MOST {
            let lifecycle = &mut self.lifecycle;
            self.slots.retain(|key, (slot, _)| {
                let stays = Arc::strong_count(slot) > 1 || lifecycle.pending(key);
                if !stays {
                    lifecycle.drop_unused(key);
                }
                stays
            });
        }
        if self.slots.len() >= MOST {
            return Err(TokenError::TooMany { most: MOST });
        }
        let slot = Arc::new(Slot::default());
        slot.publish(self.lifecycle.snapshot(key, now));
        self.slots.insert(key.clone(), (Arc::clone(&slot), plan));
        Ok(slot)
    }

    pub(super) fn plan(&self, key: &TokenKey) -> Option<Plan> {
        self.slots.get(key).map(|(_, plan)| plan.clone())
    }

    /// Publishes what the lifecycle says now. Returns whether there is something to observe.
    pub(super) fn publish(&mut self, now: Now, metrics: &Metrics) -> bool {
        let is_grounded = self.is_grounded && self.lifecycle.wants_flight();
        for (key, (slot, _)) in &self.slots {
            let snapshot = self.lifecycle.snapshot(key, now);
            let soon = |snapshot: Snapshot| {
                let soon = now.age_of(snapshot.since()).perhaps.saturating_add(NEXT_TAKE_OFF);
                snapshot.at_most(soon)
            };
            slot.publish(if is_grounded { snapshot.map(soon) } else { snapshot });
        }
        let events = self.lifecycle.take_events();
        events.iter().for_each(|event| metrics.count(event));
        self.events.extend(events);
        !self.events.is_empty()
    }

    /// Whether nothing is lost with it: everything is saved or can be requested again, and nothing is under way.
    pub(super) fn can_be_dropped(&self, is_kept: bool, now: Now) -> bool {
        let is_settled = self.lifecycle.is_saved() && !self.lifecycle.wants_flight() && self.late == 0;
        is_settled && (is_kept || self.lifecycle.is_over(now))
    }

    /// Whether a failure holds requests back.
    pub(super) fn is_resting(&self, now: Now) -> bool {
        self.slots.keys().any(|key| self.lifecycle.stats(key, now).next_try.is_some())
    }

    /// Takes the events to tell the observer of. `None`: there are none, or somebody else is telling it.
    pub(super) fn observe(&mut self) -> Option<Vec<Event>> {
        if self.is_observed || self.events.is_empty() {
            return None;
        }
        self.is_observed = true;
        Some(mem::take(&mut self.events))
    }

    /// The observer was told of what was taken.
    pub(super) fn observed(&mut self) {
        self.is_observed = false;
    }
}

impl Workload for State {
    fn wants_flight(&self) -> bool {
        self.lifecycle.wants_flight()
    }
}
