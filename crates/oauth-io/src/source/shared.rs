//! One lifecycle, and what it works with.

use std::sync::Arc;

use oauth_core::Now;
use oauth_core::lifecycle::{Event, TokenKey};

use super::demands::Demands;
use super::metrics::Metrics;
use super::renewals::Renewals;
use super::slot::Slot;
use super::state::State;
use crate::store::AnyStore;
use crate::wait::Watched;
use crate::{AnyTransport, Transport as _};

/// Told of every event.
pub(super) type Observer = dyn Fn(&Event) + Send + Sync;

/// One lifecycle, its requests, its store and its transport.
pub(super) struct Shared {
    pub(super) renewals: Arc<dyn Renewals>,
    pub(super) transport: AnyTransport,
    /// The store, and the key of the grant in it.
    pub(super) store: Option<(AnyStore, String)>,
    pub(super) state: Watched<State>,
    pub(super) observer: Option<Arc<Observer>>,
    pub(super) metrics: Metrics,
}

impl Shared {
    pub(super) fn now(&self) -> Now {
        self.transport.now()
    }

    /// Returns the slot of a token.
    pub(super) fn slot(&self, key: &TokenKey, demands: &Demands) -> Arc<Slot> {
        let now = self.now();
        self.state.update(|state| (state.slot(key, demands, now), false))
    }

    /// A number that no other grant has, for as long as this one lives.
    pub(super) fn id(self: &Arc<Self>) -> usize {
        Arc::as_ptr(self).addr()
    }

    pub(super) fn observe(&self, events: &[Event]) {
        for event in events {
            self.metrics.count(event);
            #[cfg(feature = "tracing")]
            super::trace::event(self.renewals.client(), event);
            if let Some(observer) = &self.observer {
                observer(event);
            }
        }
    }
}
