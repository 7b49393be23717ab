//! A response that is not what was asked for.

use std::fmt;
use std::time::{Duration, SystemTime};

use http::{HeaderValue, StatusCode};

use super::outcome::Outcome;
use super::{Challenge, ErrorCode, HttpResponse, Malformed, Refused, ServerError, Spent, Unavailable, Untrusted};
use crate::wire::secret::Secret;

/// A response that is not what was asked for.
///
/// The predicates say what to do next. They hold for the request that the response belongs to: a refusal of a refresh
/// token needs a sign-in, the same refusal of a client's own request does not.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// An OAuth error response.
    Server(ServerError),
    /// A refusal without an OAuth error.
    Refused(Refused),
    /// The server is not available: 429, 5xx, or the page of something between here and the server.
    Unavailable(Unavailable),
    /// A response that is not a valid OAuth response.
    Malformed(Malformed),
    /// The response is well-formed and fails a check that guards against attacks. Nothing of it may be used.
    Untrusted(Untrusted),
}

impl DecodeError {
    /// What the server sent.
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

    /// The HTTP status of the response.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.response().status()
    }

    /// The time to wait before the next request, counted from `now`. See [`HttpResponse::retry_after`].
    #[must_use]
    pub fn retry_after(&self, now: SystemTime) -> Option<Duration> {
        self.response().retry_after(now)
    }

    /// The challenges of the response. See [`HttpResponse::challenges`].
    #[must_use]
    pub fn challenges(&self) -> Vec<Challenge> {
        self.response().challenges()
    }

    /// The server's error code, if it sent an OAuth error.
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

    /// Whether the same request may succeed later, with nothing changed.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        self.outcome().is_transient
    }

    /// Whether the server may have received the request. `false` if the response came from something in between.
    #[must_use]
    pub fn may_have_been_received(&self) -> bool {
        self.outcome().may_have_been_received
    }

    /// Whether only a new sign-in helps: the refresh token, or whatever else stood for the user's consent, is expired,
    /// revoked or used up. Always `false` for a grant without a user, and for a call that does not say what it asked for
    /// ([`RequestContext`](crate::call::RequestContext)).
    #[must_use]
    pub fn needs_sign_in(&self) -> bool {
        self.outcome().needs_sign_in
    }

    /// Whether the client itself was refused: its id, its credentials, or what it is registered for. Asking again
    /// without changing one of them is of no use.
    #[must_use]
    pub fn is_client_fault(&self) -> bool {
        self.outcome().is_client_fault
    }

    /// What became of the refresh token that the request carried.
    #[must_use]
    pub fn refresh_token_is(&self) -> Spent {
        self.outcome().refresh_token
    }

    /// The new refresh token that came in a response which is refused for another reason. The old one may be spent by
    /// now: keep this one.
    #[must_use]
    pub fn rotated(&self) -> Option<&Secret> {
        match self {
            Self::Malformed(error) => error.rotated(),
            Self::Untrusted(error) => error.rotated(),
            _ => None,
        }
    }

    /// The nonce that the server demands in a DPoP proof: it sent `use_dpop_nonce`, in the body or in a challenge, and a
    /// `DPoP-Nonce` header ([RFC 9449 §8](https://www.rfc-editor.org/rfc/rfc9449.html#section-8)).
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
