//! The flight that works for a lifecycle.

use std::sync::Arc;

use oauth_core::flow::RoundTrip;
use oauth_core::lifecycle::{
    Attempt, CredentialId, FailureKind, Job, Outcome, RenewalError, StoreFailed, TokenKey, Tokens, With, Work,
};

use super::caught::{Panicked, caught};
use super::checked::Checked;
use super::late::Late;
use super::mark;
use super::shared::{Rouse, Shared};
use crate::maybe_send::Boxed;
use crate::store::StoreError;
use crate::wait::{Landing, Next, Wakes, within};
use crate::{Error, Transport as _, TransportError, TransportErrorKind, run, send};

impl Shared {
    /// Works until there is nothing to do.
    pub(super) async fn fly(landing: Landing<Self>) {
        let shared = Arc::clone(landing.crew());
        loop {
            let now = shared.now();
            let ((job, has_events), told) = shared.state.next(|state| {
                state.is_grounded = false;
                let before = state.lifecycle.generation();
                let job = state.lifecycle.work(now);
                let next = match job.work {
                    Work::Idle => Next::Land,
                    Work::WaitUntil(_) => Next::Rest,
                    _ => Next::Work,
                };
                let has_events = state.publish(now, &shared.metrics);
                let callers = state.lifecycle.generation() != before;
                ((job, has_events), next, Wakes { callers, flight: false })
            });
            if matches!(job.work, Work::Idle) {
                landing.land();
                return shared.observe(has_events);
            }
            shared.observe(has_events);
            match job.work {
                Work::WaitUntil(at) => {
                    within(shared.state.roused(told), shared.transport.sleep(at.until(now))).await;
                }
                _ => shared.work_at(job).await,
            }
        }
    }

    /// Carries out one piece of work within its limit. A request that takes longer goes on, and its response still counts.
    async fn work_at(self: &Arc<Self>, job: Job) {
        let Job { attempt, limit, work, .. } = job;
        let is_renewal = matches!(work, Work::Renew { .. });
        let timed_out = Outcome::timed_out(&work);
        let mut outcome: Boxed<'static, Option<Outcome>> = Box::pin(Arc::clone(self).carried_out(work));
        let in_time = within(&mut outcome, self.transport.limit(limit)).await;
        if in_time.is_none() && is_renewal {
            let late = Late::new(self).arrive(attempt, outcome);
            // If there is no place for it any more, nobody hears the response, as after a time-out.
            let _ = self.transport.spawn(Box::pin(mark::marked(self.id(), late)));
        }
        if let Some(outcome) = in_time.flatten().or(timed_out) {
            self.done(attempt, outcome);
        }
    }

    /// Reports a result. One that comes late may find no flight, and then begins one: it may have to be saved.
    pub(super) fn done(self: &Arc<Self>, attempt: Attempt, outcome: Outcome) {
        let succeeded = matches!(outcome, Outcome::Renewed(Ok(_)));
        let ((), _started) = self.change(|state, now| {
            state.lifecycle.done(attempt, outcome, now);
            if succeeded {
                state.error = None;
            }
            ((), Rouse::Flight)
        });
    }

    /// The outcome of a piece of work. `None`: something of others panicked.
    async fn carried_out(self: Arc<Self>, work: Work) -> Option<Outcome> {
        let is_of_store = matches!(work, Work::Load | Work::Lease { .. } | Work::Write { .. });
        let outcome = caught(Arc::clone(&self).carry_out(work)).await;
        if outcome.is_err() && is_of_store {
            self.failed(StoreError::new("panicked"));
        }
        outcome.ok()
    }

    async fn carry_out(self: Arc<Self>, work: Work) -> Outcome {
        match (work, &self.store) {
            (Work::Renew { key, with, not_with }, _) => {
                Outcome::Renewed(self.renew(&key, &with, not_with).await.map(Box::new).map_err(Box::new))
            }
            (Work::Revoke(token), _) => {
                let client = self.state.look(|state| state.client.clone());
                let revocation = client.revoke(&token).token_type_hint("refresh_token");
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
        let Some((plan, client)) = self.state.look(|state| Some((state.plan(key)?, state.client.clone()))) else {
            return Err(RenewalError::not_sent());
        };
        let sent_at = self.now();
        let checked = Checked::new(&self.transport, &client, not_with);
        let outcome = caught(async {
            let request = plan.request(with);
            run(&checked, RoundTrip::new(&request)).await
        });
        let outcome = outcome.await.unwrap_or_else(|Panicked| Err(panicked(checked.has_request())));
        let received_at = self.now();
        self.metrics.requested(received_at.age_of(sent_at).perhaps);
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
        self.state.look(|state| state.error = Some(error));
        // Of any other failure, the credential is not the cause.
        let refused = checked.credential().filter(|_| renewal.kind() == FailureKind::ClientFault);
        Err(match refused {
            Some(credential) => renewal.with_credential(credential),
            None => renewal,
        })
    }

    fn failed(&self, error: StoreError) -> StoreFailed {
        #[cfg(feature = "tracing")]
        super::trace::store(&self.grant, &error);
        self.metrics.store_failed();
        let error = Arc::new(error);
        self.state.look(|state| state.store_error = Some(error));
        StoreFailed
    }
}

/// The error of a request during which a closure, a key or the transport panicked.
fn panicked(was_sent: bool) -> Error {
    let error = TransportError::new(TransportErrorKind::Other, "a closure of the client, or the transport, panicked");
    Error::Transport(if was_sent { error } else { error.not_sent() })
}
