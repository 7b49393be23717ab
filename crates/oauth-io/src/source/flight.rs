//! The flight that works for a lifecycle.

use std::sync::Arc;
use std::time::Duration;

use oauth_core::flow::RoundTrip;
use oauth_core::lifecycle::{
    Attempt, CredentialId, Job, Outcome, RenewalError, StoreFailed, TokenKey, Tokens, With, Work,
};

use super::checked::Checked;
use super::error::TokenError;
use super::mark;
use super::shared::Shared;
use super::state::Flight;
use crate::maybe_send::Boxed;
use crate::store::StoreError;
use crate::wait::within;
use crate::{Error, Transport as _, run, send};

/// Whatever ends a flight, its own end or that of its runtime: the lifecycle hears of it, and everybody who waits looks
/// again.
pub(super) struct Landing {
    shared: Arc<Shared>,
    has_landed: bool,
}

impl Landing {
    /// Starts a flight.
    pub(super) fn start(shared: &Arc<Shared>) -> Result<(), TokenError> {
        // It is made here, so that a task that is dropped before its first poll is noticed too.
        let landing = Self { shared: Arc::clone(shared), has_landed: false };
        let flight = mark::marked(shared.id(), landing.fly());
        shared.transport.spawn(Box::pin(flight)).map_err(|error| TokenError::Transport(error.into_reason()))
    }

    async fn fly(mut self) {
        let shared = Arc::clone(&self.shared);
        loop {
            let now = shared.now();
            let (job, told, events) = shared.state.update(|state| {
                let job = state.lifecycle.work(now);
                state.flight = match job.work {
                    Work::Idle => Flight::None,
                    Work::WaitUntil(_) => Flight::Resting,
                    _ => Flight::Working,
                };
                // Those who wait look again if the flight ends.
                ((job, state.told, state.publish(now)), state.is_idle())
            });
            shared.observe(&events);
            match job.work {
                Work::Idle => {
                    self.has_landed = true;
                    return;
                }
                Work::WaitUntil(at) => {
                    let is_told = shared.state.until(|state| (state.told != told).then_some(()));
                    let _ = within(is_told, shared.transport.sleep(at.until(now))).await;
                }
                _ => shared.work_at(job).await,
            }
        }
    }
}

impl Drop for Landing {
    fn drop(&mut self) {
        if self.has_landed {
            return;
        }
        let now = self.shared.now();
        let events = self.shared.state.update(|state| {
            state.lifecycle.died(now);
            state.flight = Flight::None;
            (state.publish(now), true)
        });
        self.shared.observe(&events);
    }
}

impl Shared {
    /// Carries out one piece of work within its limit. A request that takes longer goes on, and its response still counts.
    async fn work_at(self: &Arc<Self>, job: Job) {
        let Job { attempt, limit, work, .. } = job;
        let is_renewal = matches!(work, Work::Renew { .. });
        let timed_out = Outcome::timed_out(&work);
        let mut outcome: Boxed<'static, Outcome> = Box::pin(Arc::clone(self).carry_out(work));
        let in_time = within(&mut outcome, self.transport.limit(limit)).await;
        if in_time.is_none() && is_renewal {
            let shared = Arc::clone(self);
            let late = async move {
                let outcome = outcome.await;
                shared.done(attempt, outcome);
            };
            // If there is no place for it any more, nobody hears the response, as after a time-out.
            let _ = self.transport.spawn(Box::pin(mark::marked(self.id(), late)));
        }
        if let Some(outcome) = in_time.or(timed_out) {
            self.done(attempt, outcome);
        }
    }

    fn done(&self, attempt: Attempt, outcome: Outcome) {
        let now = self.now();
        let succeeded = matches!(outcome, Outcome::Renewed(Ok(_)));
        let events = self.state.update(|state| {
            let before = state.lifecycle.generation();
            state.lifecycle.done(attempt, outcome, now);
            if succeeded {
                state.error = None;
            }
            (state.publish(now), state.lifecycle.generation() != before)
        });
        self.observe(&events);
    }

    async fn carry_out(self: Arc<Self>, work: Work) -> Outcome {
        match (work, &self.store) {
            (Work::Renew { key, with, not_with }, _) => {
                Outcome::Renewed(self.renew(&key, &with, not_with).await.map(Box::new).map_err(Box::new))
            }
            (Work::Revoke(token), _) => {
                let revocation = self.renewals.client().revoke(&token).token_type_hint("refresh_token");
                Outcome::Revoked(send(&self.transport, &revocation).await.is_ok())
            }
            (Work::Load, Some((store, key))) => {
                Outcome::Loaded(store.load(key).await.map_err(|error| self.failed(error)))
            }
            (Work::Lease { id, length }, Some((store, key))) => {
                Outcome::Leased(store.lease(key, id, length).await.map_err(|error| self.failed(error)))
            }
            (Work::Write { replaces, record }, Some((store, key))) => {
                let written = store.compare_and_set(key, replaces.as_ref(), &record).await;
                Outcome::Written(written.map_err(|error| self.failed(error)))
            }
            (Work::Release { id, pause }, Some((store, key))) => {
                store.release(key, id, pause).await;
                Outcome::Released
            }
            // Without a store, the lifecycle has no work for it.
            (work, _) => Outcome::timed_out(&work).unwrap_or(Outcome::Released),
        }
    }

    async fn renew(&self, key: &TokenKey, with: &With, not_with: Option<CredentialId>) -> Result<Tokens, RenewalError> {
        let Some(slot) = self.state.update(|state| (state.slots.get(key).cloned(), false)) else {
            return Err(RenewalError::not_sent());
        };
        let client = self.renewals.client();
        let request = self.renewals.request(with, &slot.demands);
        let sent_at = self.now();
        let checked = Checked::new(&self.transport, client, not_with);
        let outcome = run(&checked, RoundTrip::new(&request)).await;
        let received_at = self.now();
        self.metrics.requested(received_at.wall().duration_since(sent_at.wall()).unwrap_or(Duration::ZERO));
        let error = match outcome {
            Ok(tokens) => return Ok(Tokens::from_response(&tokens, sent_at.wall())),
            Err(error) => error,
        };
        if checked.is_same() {
            return Err(RenewalError::same_credential());
        }
        let renewal = match &error {
            Error::Decode(error) => RenewalError::from_response(error, received_at.wall()),
            Error::Encode(error) => RenewalError::from_request(error),
            error if error.may_have_been_received() => RenewalError::no_response(),
            _ => RenewalError::not_sent(),
        };
        let error = Arc::new(error);
        self.state.update(|state| (state.error = Some(error), false));
        Err(match checked.credential() {
            Some(credential) => renewal.with_credential(credential),
            None => renewal,
        })
    }

    fn failed(&self, error: StoreError) -> StoreFailed {
        #[cfg(feature = "tracing")]
        super::trace::store(self.renewals.client(), &error);
        self.metrics.store_failed();
        let error = Arc::new(error);
        self.state.update(|state| (state.store_error = Some(error), false));
        StoreFailed
    }
}
