//! One lifecycle, and what it works with.

use std::sync::Arc;

use oauth_core::Now;
use oauth_core::lifecycle::{Event, GrantKey, TokenKey};

use super::caught::calmly;
use super::error::TokenError;
use super::metrics::Metrics;
use super::plan::Plan;
use super::slot::Slot;
use super::state::State;
use crate::process::Process;
use crate::store::AnyStore;
use crate::wait::{Crew, Landing, SingleFlight, Wakes};
use crate::{AnyTransport, Transport as _};

/// Told of every event.
pub(super) type Observer = dyn Fn(&GrantKey, &Event) + Send + Sync;

/// One lifecycle, its requests, its store and its transport.
pub(super) struct Shared {
    /// The grant, without the access token.
    pub(super) grant: GrantKey,
    pub(super) transport: AnyTransport,
    /// The store, and the key of the grant in it.
    pub(super) store: Option<(AnyStore, String)>,
    pub(super) state: SingleFlight<State>,
    pub(super) observer: Option<Arc<Observer>>,
    pub(super) metrics: Metrics,
    pub(super) process: Arc<Process>,
}

/// What a change means for the flight.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Rouse {
    /// If it is resting, it looks again.
    Flight,
    Nobody,
}

impl Shared {
    pub(super) fn now(&self) -> Now {
        self.transport.now()
    }

    /// Returns the slot of a token.
    pub(super) fn slot(&self, key: &TokenKey, plan: Plan) -> Result<Arc<Slot>, TokenError> {
        let now = self.now();
        self.state.look(|state| state.slot(key, plan, now))
    }

    /// A number that no other grant has, for as long as this one lives.
    pub(super) fn id(self: &Arc<Self>) -> usize {
        Arc::as_ptr(self).addr()
    }

    /// Changes the state, publishes what the lifecycle now says, and sees to it that somebody works if there is work.
    ///
    /// The second is the error of the flight, if one is needed and could not begin. Who has what it needs can ignore it.
    pub(super) fn change<R>(
        self: &Arc<Self>,
        act: impl FnOnce(&mut State, Now) -> (R, Rouse),
    ) -> (R, Result<(), TokenError>) {
        let now = self.now();
        let ((outcome, has_events), starts) = self.state.tell(|state| {
            let (before, was_shut_down) = (state.lifecycle.generation(), state.is_shut_down);
            let (outcome, rouse) = act(state, now);
            let has_events = state.publish(now, &self.metrics);
            let callers = state.lifecycle.generation() != before || state.is_shut_down != was_shut_down;
            ((outcome, has_events), Wakes { callers, flight: rouse == Rouse::Flight })
        });
        // First of all: the mark says that it is there.
        let started = if starts { self.start() } else { Ok(()) };
        self.observe(has_events);
        (outcome, started)
    }

    /// Starts a flight. If it cannot take off, the landing says so to everybody else.
    fn start(self: &Arc<Self>) -> Result<(), TokenError> {
        let flight = Self::fly(Landing::new(self));
        let task = Box::pin(super::mark::marked(self.id(), flight));
        self.transport.spawn(task).map_err(|error| TokenError::Transport(error.into_reason()))
    }

    /// Tells the observer of what has happened: in order, one event after the other, outside of the lock.
    pub(super) fn observe(&self, has_events: bool) {
        if !has_events {
            return;
        }
        while let Some(events) = self.state.look(State::observe) {
            for event in &events {
                calmly(|| self.tell_observer(event));
            }
            self.state.look(State::observed);
        }
    }

    fn tell_observer(&self, event: &Event) {
        #[cfg(feature = "tracing")]
        super::trace::event(&self.grant, event);
        if let Some(observer) = &self.observer {
            observer(&self.grant, event);
        }
    }
}

impl Crew for Shared {
    fn crashed(&self) {
        let now = self.now();
        let has_events = self.state.crashed(|state| {
            state.lifecycle.died(now);
            state.is_grounded = true;
            state.publish(now, &self.metrics)
        });
        self.observe(has_events);
    }
}
