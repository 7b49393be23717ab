//! Polling for a token until a user has decided, for the grants in which that happens on another device.

use std::time::{Duration, SystemTime};

use super::{AfterFailure, Failure, Flow, FlowError, RoundTrip, Step, WaitReason, Waiting};
use crate::call::Response;
use crate::client::token_request::{Grant, TokenRequest};
use crate::error::{DecodeError, ErrorCode};
use crate::grant::{Ciba, DeviceCode};
use crate::key::{NotSupplied, Supplied};
use crate::token::TokenResponse;

/// What `slow_down` adds (RFC 8628 §3.5, CIBA §11).
const SLOWER: Duration = Duration::from_secs(5);
/// The longest wait after lost connections, unless the interval is longer.
const LONGEST_BACK_OFF: Duration = Duration::from_secs(60);
/// The longest `Retry-After` or `interval` that is obeyed.
const LONGEST_WAIT: Duration = Duration::from_secs(3_600);

/// Asks for a token again and again, until the user has decided or the time is over.
///
/// The first request leaves after one interval, and so does each next one after the response to the one before it:
///
/// * `authorization_pending` changes nothing; `slow_down` makes the interval 5 seconds longer, for good, or as long as
///   the response says if that is longer;
/// * a request without a response doubles the wait each time, up to a minute, until the server responds again; so does a
///   server that is not available (429, 5xx, a page of HTML);
/// * `Retry-After` is obeyed, up to an hour, if it is longer;
/// * any other response ends it.
///
/// Expiry is detected locally, without a response of the server: [`FlowError::Expired`]. The flow ends a little early if
/// no further request fits in. A network that is still down by then is reported as that.
///
/// [`inspect`](Self::inspect) tells of each wait.
#[derive(Debug)]
pub struct Polling<G: Grant> {
    round_trip: RoundTrip<TokenRequest<G>>,
    interval: Duration,
    expires_at: SystemTime,
    /// How many requests in a row got no response, or none but "not now".
    lost: u32,
    /// Why it waits, or waited last.
    reason: WaitReason,
    state: State,
}

#[derive(Debug)]
enum State {
    /// Wait for so long, counted from the next step: from when the response is there.
    Pause(Duration),
    Waiting {
        until: SystemTime,
        pause: Duration,
    },
    /// The round trip has the word.
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

    /// The interval between two requests by now, which `slow_down` makes longer.
    #[must_use]
    pub fn interval(&self) -> Duration {
        self.interval
    }

    /// The wait that it is in at the time `now`. `None` if it does not wait.
    pub(super) fn waiting(&self, now: SystemTime) -> Option<Waiting> {
        let State::Waiting { until, .. } = self.state else { return None };
        let pause = until.duration_since(now).unwrap_or_default();
        Some(Waiting { reason: self.reason, until, pause, expires_at: self.expires_at })
    }

    /// When the next request leaves, if it does so before the time is over.
    fn next(&self, now: SystemTime, pause: Duration) -> Option<SystemTime> {
        now.checked_add(pause).filter(|next| *next < self.expires_at)
    }

    /// The interval, doubled for every request in a row that got no response.
    fn back_off(&mut self) -> Duration {
        self.lost = self.lost.saturating_add(1);
        let doubled = self.interval.saturating_mul(2_u32.saturating_pow(self.lost));
        doubled.min(LONGEST_BACK_OFF.max(self.interval.saturating_mul(2)))
    }

    /// How long to wait because of this error. `None` if it ends the flow.
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
                // If no other request fits in, this response is what to tell of.
                return self.next(now, pause).map(|_| pause);
            }
            Kind::Final => return None,
        }
        self.lost = 0;
        Some(self.interval.max(error.retry_after))
    }
}

/// What an error means for the next request.
struct Refusal {
    kind: Kind,
    retry_after: Duration,
}

enum Kind {
    Pending,
    /// With the interval that the server asks for, or zero.
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
            // A clock that was set back meanwhile does not make the wait longer.
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
        // Without an error, the round trip has the tokens, or repeats the request for a nonce.
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
        // If no other request fits in, the failure is what to tell of.
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
