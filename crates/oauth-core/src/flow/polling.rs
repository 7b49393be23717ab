//! Asking for a token until a user has decided, for the grants where that happens somewhere else.

use std::time::{Duration, SystemTime};

use http::StatusCode;

use super::{AfterFailure, Flow, FlowError, Step};
use crate::call::Call as _;
use crate::call::Response;
use crate::client::{Grant, TokenRequest};
use crate::error::{DecodeError, ErrorCode};
use crate::grant::{Ciba, DeviceCode};
use crate::token::TokenResponse;

/// What `slow_down` adds (RFC 8628 §3.5, CIBA §11).
const SLOWER: Duration = Duration::from_secs(5);
/// Lost connections never make the wait longer than this, unless the interval is.
const LONGEST_BACK_OFF: Duration = Duration::from_secs(60);
/// The longest `Retry-After` that is obeyed.
const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(3_600);

/// Asks for a token again and again, until the user has said yes or no or the time is over.
///
/// The first request leaves after one interval, and so does each next one after the answer to the one before it:
///
/// * `authorization_pending` changes nothing; `slow_down` makes the interval 5 seconds longer, for good;
/// * a request without an answer doubles the wait each time, up to a minute, until the server answers again; so does an
///   answer of 429 or 503;
/// * `Retry-After` is obeyed, up to an hour, where it is longer;
/// * any other answer ends it.
///
/// That the time is over is known here, with no answer of the server: [`FlowError::Expired`]. It ends a little early
/// where no further request fits in. A network that is still down by then is reported as that.
#[derive(Debug)]
pub struct Polling<G> {
    request: TokenRequest<G>,
    interval: Duration,
    expires_at: SystemTime,
    /// How many requests in a row got no answer, or none but "not now".
    lost: u32,
    state: State,
}

#[derive(Debug)]
enum State {
    /// Wait for so long, counted from the next step: from when the answer is there.
    Pause(Duration),
    Waiting {
        until: SystemTime,
        pause: Duration,
    },
    Sent,
    Answered(Result<TokenResponse, DecodeError>),
    Over,
}

impl TokenRequest<DeviceCode> {
    /// The flow that asks until the user has decided
    /// ([RFC 8628 §3.5](https://www.rfc-editor.org/rfc/rfc8628.html#section-3.5)).
    #[must_use]
    pub fn poll(self) -> Polling<DeviceCode> {
        let (interval, expires_at) = (self.grant.authorization.interval, self.grant.authorization.expires_at);
        Polling::new(self, interval, expires_at)
    }
}

impl TokenRequest<Ciba> {
    /// The flow that asks until the user has decided
    /// ([OpenID Connect CIBA §10.1](https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#token_request)).
    #[must_use]
    pub fn poll(self) -> Polling<Ciba> {
        let (interval, expires_at) = (self.grant.authentication.interval, self.grant.authentication.expires_at);
        Polling::new(self, interval, expires_at)
    }
}

impl<G: Grant> Polling<G> {
    fn new(request: TokenRequest<G>, interval: Duration, expires_at: SystemTime) -> Self {
        Self { request, interval, expires_at, lost: 0, state: State::Pause(interval) }
    }

    /// When the next request leaves, if it does so before the time is over.
    fn next(&self, now: SystemTime, pause: Duration) -> Option<SystemTime> {
        now.checked_add(pause).filter(|next| *next < self.expires_at)
    }

    /// The interval, doubled for every request in a row that got no answer.
    fn back_off(&mut self) -> Duration {
        self.lost = self.lost.saturating_add(1);
        let doubled = self.interval.saturating_mul(2_u32.saturating_pow(self.lost));
        doubled.min(LONGEST_BACK_OFF.max(self.interval.saturating_mul(2)))
    }

    /// How long to wait because of this answer. `None` where it ends the flow.
    fn pause_after(&mut self, error: &DecodeError, now: SystemTime) -> Option<Duration> {
        let retry_after = error.retry_after(now).unwrap_or_default().min(LONGEST_RETRY_AFTER);
        match error.code() {
            Some(code) if *code == ErrorCode::AUTHORIZATION_PENDING => {}
            Some(code) if *code == ErrorCode::SLOW_DOWN => self.interval = self.interval.saturating_add(SLOWER),
            Some(code) if [ErrorCode::ACCESS_DENIED, ErrorCode::EXPIRED_TOKEN].contains(code) => return None,
            _ if is_busy(error) => {
                let pause = self.back_off().max(retry_after);
                // Where no other request fits in, this answer is what to tell of.
                return self.next(now, pause).map(|_| pause);
            }
            _ => return None,
        }
        self.lost = 0;
        Some(self.interval.max(retry_after))
    }
}

/// Whether the server says "not now" to whatever it is asked.
fn is_busy(error: &DecodeError) -> bool {
    [StatusCode::TOO_MANY_REQUESTS, StatusCode::SERVICE_UNAVAILABLE].contains(&error.status())
}

impl<G: Grant> Flow for Polling<G> {
    type Output = TokenResponse;

    fn step(&mut self, now: SystemTime) -> Result<Step<TokenResponse>, FlowError> {
        let pause = match std::mem::replace(&mut self.state, State::Over) {
            State::Over => return Err(FlowError::Ended),
            State::Sent => {
                self.state = State::Sent;
                return Err(FlowError::Ended);
            }
            State::Answered(outcome) => return Ok(Step::Done(outcome?)),
            State::Waiting { until, .. } if until <= now && now < self.expires_at => {
                let request = self.request.encode(now)?;
                self.state = State::Sent;
                return Ok(Step::Send(request));
            }
            // A clock that was set back meanwhile does not make the wait longer.
            State::Waiting { until, pause } => until.duration_since(now).unwrap_or_default().min(pause),
            State::Pause(pause) => pause,
        };
        let until = self.next(now, pause).ok_or(FlowError::Expired)?;
        self.state = State::Waiting { until, pause };
        Ok(Step::WaitUntil(until))
    }

    fn receive(&mut self, response: Response<'_>, now: SystemTime) {
        if !matches!(self.state, State::Sent) {
            return;
        }
        let outcome = self.request.decode(response, now);
        let pause = outcome.as_ref().err().and_then(|error| self.pause_after(error, now));
        self.state = pause.map_or_else(|| State::Answered(outcome), State::Pause);
    }

    fn failed(&mut self, now: SystemTime) -> AfterFailure {
        let pause = self.back_off();
        // Where no other request fits in, the failure is what to tell of.
        if self.next(now, pause).is_none() {
            self.state = State::Over;
            return AfterFailure::GiveUp;
        }
        self.state = State::Pause(pause);
        AfterFailure::Continue
    }
}
