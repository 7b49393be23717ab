//! Everything that can go wrong between a request and its response.

use std::time::{Duration, SystemTime};

use http::StatusCode;
use oauth_core::{
    Answer, AuthorizationError, Challenge, ConfigError, DecodeError, EncodeError, ErrorCode, FlowError, Malformed,
    ServerError, Untrusted,
};

use crate::TransportError;

/// A request that failed, by whose fault it is.
///
/// ```
/// use oauth_io::oauth_core::ErrorCode;
/// # use oauth_io::Error;
///
/// fn advice(error: &Error) -> &'static str {
///     match error {
///         Error::Server(error) if *error.code() == ErrorCode::INVALID_CLIENT => "check the client's id and secret",
///         Error::Transport(error) if !error.may_have_been_received() => "nothing was sent: try again",
///         _ => "see the message",
///     }
/// }
/// ```
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The user, or the server on the user's behalf, refused a sign-in; or the authorization response is not valid, or
    /// not of this sign-in.
    #[error(transparent)]
    Authorization(#[from] AuthorizationError),
    /// The client or the server was described in a way that cannot work. The caller's fault.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The request cannot be sent as it was asked for. The caller's fault.
    #[error(transparent)]
    Encode(#[from] EncodeError),
    /// A flow was run that had ended. The caller's fault.
    #[error("the flow is over; start a new one")]
    Ended,
    /// The time for the user's decision is over. It is measured here; the server did not say so.
    #[error("the time for the user's decision is over; start again")]
    Expired,
    /// The response is not a valid OAuth response. The server's fault.
    #[error(transparent)]
    Malformed(Malformed),
    /// The server refused the request.
    #[error(transparent)]
    Server(ServerError),
    /// There is no response. The network's fault.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// oauth-core reports something that this version of oauth-io does not know.
    #[error("oauth-core reports something that this version of oauth-io does not know; update oauth-io")]
    Unsupported,
    /// The response fails a check that guards against attacks. Nothing in it may be used.
    #[error(transparent)]
    Untrusted(Untrusted),
}

impl Error {
    /// The response, if there was one.
    #[must_use]
    pub fn response(&self) -> Option<&Answer> {
        match self {
            Self::Malformed(error) => Some(error.answer()),
            Self::Server(error) => Some(error.answer()),
            Self::Untrusted(error) => Some(error.answer()),
            _ => None,
        }
    }

    /// The HTTP status, if there was a response.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.response().map(Answer::status)
    }

    /// The server's error code, if it sent an OAuth error response.
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

    /// The challenges of the response: what a resource wants before it gives access.
    #[must_use]
    pub fn challenges(&self) -> Vec<Challenge> {
        self.response().map(Answer::challenges).unwrap_or_default()
    }

    /// How long the server asks to wait before the next request, counted from `now`.
    #[must_use]
    pub fn retry_after(&self, now: SystemTime) -> Option<Duration> {
        self.response().and_then(|response| response.retry_after(now))
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
