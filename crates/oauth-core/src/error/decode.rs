//! Errors of a response.

use std::fmt;
use std::time::{Duration, SystemTime};

use http::{HeaderValue, StatusCode};

use super::outcome::Outcome;
use super::{Challenge, ErrorCode, HttpResponse, Malformed, Refused, ServerError, Spent, Unavailable, Untrusted};
use crate::wire::secret::Secret;

/// The error of a response: the request was refused, or the response cannot be used.
///
/// The predicates say what to do next. They take the request into account: a refused refresh token requires a new
/// sign-in, the same refusal of a client's own request does not.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// An OAuth error response.
    Server(ServerError),
    /// A refusal without an OAuth error.
    Refused(Refused),
    /// The server is not available: 429, 5xx, or a page from something in between, such as a proxy.
    Unavailable(Unavailable),
    /// A response that is not a valid OAuth response.
    Malformed(Malformed),
    /// The response is well-formed but fails a security check. Use nothing from it.
    Untrusted(Untrusted),
}

impl DecodeError {
    /// Returns the response.
    #[must_use]
    pub fn response(&self) -> &HttpResponse {
        match self {
            Self::Server(error) => error.response(),
            Self::Refused(error) => error.response(),
            Self::Unavailable(error) => error.response(),
            Self::Malformed(error) => error.response(),
            Self::Untrusted(error) => error.response(),
        }
    }

    /// Returns the HTTP status of the response.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.response().status()
    }

    /// Returns how long to wait before the next request, counted from `now`. See [`HttpResponse::retry_after`].
    #[must_use]
    pub fn retry_after(&self, now: SystemTime) -> Option<Duration> {
        self.response().retry_after(now)
    }

    /// Returns the challenges of the response. See [`HttpResponse::challenges`].
    #[must_use]
    pub fn challenges(&self) -> Vec<Challenge> {
        self.response().challenges()
    }

    /// Returns the server's error code, if the response is an OAuth error.
    #[must_use]
    pub fn code(&self) -> Option<&ErrorCode> {
        match self {
            Self::Server(error) => Some(error.code()),
            _ => None,
        }
    }

    fn outcome(&self) -> Outcome {
        let (status, user) = (self.status(), self.response().on_behalf_of().unwrap_or_default());
        match self {
            Self::Server(error) => Outcome::of_code(error.code(), status, user),
            Self::Refused(_) => Outcome::of_refusal(self.response(), user),
            Self::Unavailable(_) => Outcome::of_status(status),
            Self::Malformed(_) | Self::Untrusted(_) => Outcome::of_unusable(status),
        }
    }

    /// Returns whether the same request may succeed later, unchanged.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        self.outcome().is_transient
    }

    /// Returns whether the server may have received the request. `false` if the response came from something in
    /// between.
    #[must_use]
    pub fn may_have_been_received(&self) -> bool {
        self.outcome().may_have_been_received
    }

    /// Returns whether only a new sign-in helps, because the refresh token or other proof of the user's consent is
    /// expired, revoked or used up. Always `false` for a grant without a user, and for a call that does not set a
    /// [`RequestContext`](crate::call::RequestContext).
    #[must_use]
    pub fn needs_sign_in(&self) -> bool {
        self.outcome().needs_sign_in
    }

    /// Returns whether the server refused the client itself: its id, its credentials or its registration. Repeating the
    /// request unchanged does not help.
    #[must_use]
    pub fn is_client_fault(&self) -> bool {
        self.outcome().is_client_fault
    }

    /// Returns the state of the refresh token that the request carried.
    #[must_use]
    pub fn refresh_token_is(&self) -> Spent {
        self.outcome().refresh_token
    }

    /// Returns the new refresh token of a response that was rejected for another reason. Keep it: the old one may be
    /// spent.
    #[must_use]
    pub fn rotated(&self) -> Option<&Secret> {
        match self {
            Self::Malformed(error) => error.rotated(),
            Self::Untrusted(error) => error.rotated(),
            _ => None,
        }
    }

    /// Returns the nonce that the server requires in the DPoP proof: the response has the error `use_dpop_nonce`, in
    /// its body or in a challenge, and a `DPoP-Nonce` header
    /// ([RFC 9449 §8](https://www.rfc-editor.org/rfc/rfc9449.html#section-8)).
    #[must_use]
    pub fn dpop_nonce(&self) -> Option<&str> {
        if *self.code()? != ErrorCode::USE_DPOP_NONCE {
            return None;
        }
        self.response().headers().get("dpop-nonce").map(HeaderValue::to_str)?.ok()
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Server(error) => fmt::Display::fmt(error, f),
            Self::Refused(error) => fmt::Display::fmt(error, f),
            Self::Unavailable(error) => fmt::Display::fmt(error, f),
            Self::Malformed(error) => fmt::Display::fmt(error, f),
            Self::Untrusted(error) => fmt::Display::fmt(error, f),
        }
    }
}
