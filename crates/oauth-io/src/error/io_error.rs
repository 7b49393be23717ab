//! Everything that can go wrong between a question and its answer.

use std::time::{Duration, SystemTime};

use http::StatusCode;
use oauth_core::error::{AuthorizationError, Challenge, HttpResponse, Malformed, ServerError, Untrusted};
use oauth_core::{ConfigError, DecodeError, EncodeError, ErrorCode, FlowError};

use crate::TransportError;

/// A request that did not end with what was asked for, by whose fault it is.
///
/// ```
/// use oauth_io::oauth_core::ErrorCode;
/// # use oauth_io::Error;
///
/// fn advice(error: &Error) -> &'static str {
///     match error {
///         Error::Server(error) if *error.code() == ErrorCode::INVALID_CLIENT => "check the client's id and secret",
///         Error::Transport(error) if !error.may_have_been_sent() => "nothing was sent: try again",
///         _ => "see the message",
///     }
/// }
/// ```
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The user, or the server in the user's stead, said no to a sign-in; or the response is none, or not of this
    /// sign-in.
    #[error(transparent)]
    Authorization(#[from] AuthorizationError),
    /// The client or the server was described in a way that cannot work. The caller's fault.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The request cannot be sent as it was asked for. The caller's fault.
    #[error(transparent)]
    Encode(#[from] EncodeError),
    /// A flow was run that is over already. The caller's fault.
    #[error("the flow is over; start a new one")]
    Ended,
    /// The time in which a user could decide is over. A fact known here; the server did not say so.
    #[error("the time is over in which the user could decide; begin anew")]
    Expired,
    /// This is not an answer of an OAuth endpoint, or a broken one. The server's fault.
    #[error(transparent)]
    Malformed(Malformed),
    /// The server said no.
    #[error(transparent)]
    Server(ServerError),
    /// There is no answer. The network's fault.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// oauth-core reports something that this version of oauth-io does not know.
    #[error("oauth-core reports something that this version of oauth-io does not know; update oauth-io")]
    Unsupported,
    /// The answer fails a check that guards against attacks. Nothing of it may be used.
    #[error(transparent)]
    Untrusted(Untrusted),
}

impl Error {
    /// What the server sent, where it sent something.
    #[must_use]
    pub fn answer(&self) -> Option<&HttpResponse> {
        match self {
            Self::Malformed(error) => Some(error.answer()),
            Self::Server(error) => Some(error.answer()),
            Self::Untrusted(error) => Some(error.answer()),
            _ => None,
        }
    }

    /// The HTTP status, where there was an answer.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.answer().map(HttpResponse::status)
    }

    /// The server's error code, where it said no in the way of OAuth.
    #[must_use]
    pub fn code(&self) -> Option<&ErrorCode> {
        match self {
            Self::Server(error) => Some(error.code()),
            _ => None,
        }
    }

    /// Whether only a new sign-in helps. See [`ServerError::needs_sign_in`].
    #[must_use]
    pub fn needs_sign_in(&self) -> bool {
        matches!(self, Self::Server(error) if error.needs_sign_in())
    }

    /// The challenges of the answer, where there was one: what a resource wants before it gives access.
    #[must_use]
    pub fn challenges(&self) -> Vec<Challenge> {
        self.answer().map(HttpResponse::challenges).unwrap_or_default()
    }

    /// How long the server asks to wait before the next request, counted from `now`.
    #[must_use]
    pub fn retry_after(&self, now: SystemTime) -> Option<Duration> {
        self.answer().and_then(|answer| answer.retry_after(now))
    }
}

impl From<DecodeError> for Error {
    fn from(error: DecodeError) -> Self {
        match error {
            DecodeError::Server(error) => Self::Server(error),
            DecodeError::Malformed(error) => Self::Malformed(error),
            DecodeError::Untrusted(error) => Self::Untrusted(error),
            _ => Self::Unsupported,
        }
    }
}

impl From<FlowError> for Error {
    fn from(error: FlowError) -> Self {
        match error {
            FlowError::Decode(error) => error.into(),
            FlowError::Encode(error) => error.into(),
            FlowError::Ended => Self::Ended,
            FlowError::Expired => Self::Expired,
            _ => Self::Unsupported,
        }
    }
}
