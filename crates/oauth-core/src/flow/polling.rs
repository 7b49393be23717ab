//! Polling for a token until the user has decided on another device.

use std::time::{Duration, SystemTime};

use super::{AfterFailure, Failure, Flow, FlowError, RoundTrip, Step, WaitReason, Waiting};
use crate::call::Response;
use crate::client::token_request::{Grant, TokenRequest};
use crate::error::{DecodeError, ErrorCode};
use crate::grant::{Ciba, DeviceCode};
use crate::key::{NotSupplied, Supplied};
use crate::token::TokenResponse;

/// How much `slow_down` adds to the interval (RFC 8628 §3.5, CIBA §11).
const SLOWER: Duration = Duration::from_secs(5);
/// The longest wait after lost connections, unless twice the interval is longer.
const LONGEST_BACK_OFF: Duration = Duration::from_secs(60);
/// The longest `Retry-After`, and the longest `interval` in a `slow_down` response, that is obeyed.
const LONGEST_WAIT: Duration = Duration::from_secs(3_600);

/// A flow that polls for a token until the user has decided or the time is over.
///
/// The first request is sent after one interval. After each response, the flow waits for the next request:
///
/// * `authorization_pending` does not change the interval. `slow_down` lengthens it by 5 seconds for the rest of the
///   flow, or to the `interval` in the response if that is longer.
/// * If there is no response, or the server is temporarily not available (429, 5xx, an HTML page), the wait doubles
///   each time, up to one minute or, if longer, twice the interval, until the server responds normally again.
/// * A longer `Retry-After` is obeyed, up to one hour.
/// * Any other response ends the flow.
///
/// Expiry is detected locally, without a server response: [`FlowError::Expired`]. The flow ends slightly early if the
/// next request would be too late. If the last attempt failed because of the network or the server, that failure is
/// reported instead.
///
/// [`inspect`](Self::inspect) adds an observer of the waits.
#[derive(Debug)]
pub struct Polling<G: Grant> {
    round_trip: RoundTrip<TokenRequest<G>>,
    interval: Duration,
    expires_at: SystemTime,
    /// The number of consecutive requests that got no response, or only a transient error.
    lost: u32,
    /// The reason for the current or the last wait.
    reason: WaitReason,
    state: State,
}

#[derive(Debug)]
enum State {
    /// Wait this long from the next step on, which is when the response was handled.
    Pause(Duration),
    Waiting {
        until: SystemTime,
        pause: Duration,
    },
    /// The round trip decides the next step.
    Asking,
    Over,
}

impl TokenRequest<DeviceCode> {
    /// Turns the request into a flow that polls until the user has decided
    /// ([RFC 8628 §3.5](https://www.rfc-editor.org/rfc/rfc8628.html#section-3.5)).
    #[must_use]
    pub fn poll(self) -> Polling<DeviceCode> {
        let (interval, expires_at) = (self.grant.authorization.interval, self.grant.authorization.expires_at);
        Polling::new(self, interval, expires_at)
    }
}

impl TokenRequest<Ciba> {
    /// Turns the request into a flow that polls until the user has decided
    /// ([OpenID Connect CIBA §10.1](https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#token_request)).
    #[must_use]
    pub fn poll(self) -> Polling<Ciba> {
        let (interval, expires_at) = (self.grant.authentication.interval, self.grant.authentication.expires_at);
        Polling::new(self, interval, expires_at)
    }
}

impl<G: Grant> Polling<G> {
    fn new(request: TokenRequest<G>, interval: Duration, expires_at: SystemTime) -> Self {
        let round_trip = RoundTrip::new(request);
        Self { round_trip, interval, expires_at, lost: 0, reason: WaitReason::Begun, state: State::Pause(interval) }
    }

    /// Returns the current polling interval, which `slow_down` lengthens.
    #[must_use]
    pub fn interval(&self) -> Duration {
        self.interval
    }

    /// Returns the current wait at the time `now`. `None` if the flow is not waiting.
    pub(super) fn waiting(&self, now: SystemTime) -> Option<Waiting> {
        let State::Waiting { until, .. } = self.state else { return None };
        let pause = until.duration_since(now).unwrap_or_default();
        Some(Waiting { reason: self.reason, until, pause, expires_at: self.expires_at })
    }

    /// Returns the time of the next request, or `None` if that is not before the expiry.
    fn next(&self, now: SystemTime, pause: Duration) -> Option<SystemTime> {
        now.checked_add(pause).filter(|next| *next < self.expires_at)
    }

    /// Counts a lost request and returns the next wait: the interval, doubled for each consecutive one.
    fn back_off(&mut self) -> Duration {
        self.lost = self.lost.saturating_add(1);
        let doubled = self.interval.saturating_mul(2_u32.saturating_pow(self.lost));
        doubled.min(LONGEST_BACK_OFF.max(self.interval.saturating_mul(2)))
    }

    /// Returns how long to wait after this error. `None` if it ends the flow.
    fn pause_after(&mut self, error: &Refusal, now: SystemTime) -> Option<Duration> {
        match error.kind {
            Kind::Pending => self.reason = WaitReason::Pending,
            Kind::SlowDown(said) => {
                self.interval = self.interval.saturating_add(SLOWER).max(said);
                self.reason = WaitReason::SlowDown;
            }
            Kind::Busy => {
                self.reason = WaitReason::Unavailable;
                let pause = self.back_off().max(error.retry_after);
                // If there is no time for another request, report this response.
                return self.next(now, pause).map(|_| pause);
            }
            Kind::Final => return None,
        }
        self.lost = 0;
        Some(self.interval.max(error.retry_after))
    }
}

/// The meaning of an error for the next request.
struct Refusal {
    kind: Kind,
    retry_after: Duration,
}

enum Kind {
    Pending,
    /// The interval that the server asks for, or zero.
    SlowDown(Duration),
    Busy,
    Final,
}

impl Refusal {
    fn of(error: &DecodeError, now: SystemTime) -> Self {
        let kind = match error {
            DecodeError::Server(server) if *server.code() == ErrorCode::AUTHORIZATION_PENDING => Kind::Pending,
            DecodeError::Server(server) if *server.code() == ErrorCode::SLOW_DOWN => {
                let number = || server.extra().get::<u64>("interval");
                let text = || server.extra().get::<String>("interval")?.trim().parse().ok();
                let said = Duration::from_secs(number().or_else(text).unwrap_or_default());
                Kind::SlowDown(said.min(LONGEST_WAIT))
            }
            DecodeError::Server(server)
                if [ErrorCode::ACCESS_DENIED, ErrorCode::EXPIRED_TOKEN].contains(server.code()) =>
            {
                Kind::Final
            }
            error if error.is_transient() => Kind::Busy,
            _ => Kind::Final,
        };
        Self { kind, retry_after: error.retry_after(now).unwrap_or_default().min(LONGEST_WAIT) }
    }
}

impl<G: Grant> Flow for Polling<G> {
    type Output = TokenResponse;

    fn step(&mut self, now: SystemTime) -> Result<Step<TokenResponse>, FlowError> {
        let pause = match self.state {
            State::Over => return Err(FlowError::Ended),
            State::Asking => return self.round_trip.step(now),
            State::Waiting { until, .. } if until <= now && now < self.expires_at => {
                self.round_trip.again();
                self.state = State::Asking;
                return self.round_trip.step(now);
            }
            // The clock may have been set back. That does not lengthen the wait.
            State::Waiting { until, pause } => until.duration_since(now).unwrap_or_default().min(pause),
            State::Pause(pause) => pause,
        };
        let Some(until) = self.next(now, pause) else {
            self.state = State::Over;
            return Err(FlowError::Expired);
        };
        self.state = State::Waiting { until, pause };
        Ok(Step::WaitUntil(until))
    }

    fn receive(&mut self, response: Response<'_>, received_at: SystemTime) {
        if !self.round_trip.is_sent() {
            return;
        }
        self.round_trip.receive(response, received_at);
        // If there is no error, the round trip has the tokens or repeats the request with a nonce.
        let refusal = self.round_trip.error().map(|error| Refusal::of(error, received_at));
        if let Some(pause) = refusal.and_then(|refusal| self.pause_after(&refusal, received_at)) {
            self.state = State::Pause(pause);
        }
    }

    fn failed(&mut self, failure: Failure, now: SystemTime) -> AfterFailure {
        if !self.round_trip.is_sent() || self.round_trip.failed(failure, now) == AfterFailure::Continue {
            return AfterFailure::Continue;
        }
        self.reason = WaitReason::NoResponse;
        let pause = self.back_off();
        // If there is no time for another request, report the failure.
        if self.next(now, pause).is_none() {
            self.state = State::Over;
            return AfterFailure::GiveUp;
        }
        self.state = State::Pause(pause);
        AfterFailure::Continue
    }

    fn supply(&mut self, supplied: Result<Supplied, NotSupplied>, now: SystemTime) {
        self.round_trip.supply(supplied, now);
    }
}
