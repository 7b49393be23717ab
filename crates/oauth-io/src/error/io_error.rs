//! Everything that can go wrong between a request and its response.

use std::time::{Duration, SystemTime};

use http::StatusCode;
use oauth_core::Secret;
use oauth_core::error::{
    AuthorizationError, Challenge, ConfigError, DecodeError, EncodeError, ErrorCode, HttpResponse, Spent,
};
use oauth_core::flow::{DiscoveryError, FlowError};

use crate::TransportError;

/// A request that did not end with what was asked for, by whose fault it is.
///
/// The predicates say what to do next, for every kind of error alike.
///
/// ```
/// use oauth_io::ErrorCode;
/// # use oauth_io::Error;
///
/// fn advice(error: &Error) -> &'static str {
///     match error {
///         error if error.needs_sign_in() => "ask the user to sign in again",
///         error if error.is_client_fault() => "check the client's id and secret",
///         error if error.is_transient() => "try again later",
///         _ => "see the message",
///     }
/// }
/// ```
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The server or the user refused a sign-in; or the response is none, or not of this sign-in.
    #[error(transparent)]
    Authorization(#[from] AuthorizationError),
    /// The client or the server was described in a way that cannot work. The caller's fault.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A response that is not what was asked for.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// No place has the metadata that was looked for. The error says what each place answered.
    #[error(transparent)]
    Discovery(#[from] DiscoveryError),
    /// The request cannot be sent as it was asked for, or something for it was not supplied.
    #[error(transparent)]
    Encode(EncodeError),
    /// A flow was run that is over already. The caller's fault.
    #[error("the flow is over; start a new one")]
    Ended,
    /// The time in which a user could decide is over. A fact known here; the server did not say so.
    #[error("the time is over in which the user could decide; begin anew")]
    Expired,
    /// There is no response. The network's fault.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// oauth-core reports something that this version of oauth-io does not know.
    #[error("oauth-core reports something that this version of oauth-io does not know; update oauth-io")]
    Unsupported,
}

impl From<EncodeError> for Error {
    fn from(error: EncodeError) -> Self {
        match error {
            EncodeError::Config(error) => Self::Config(error),
            error => Self::Encode(error),
        }
    }
}

impl Error {
    /// The response, if there was one.
    #[must_use]
    pub fn response(&self) -> Option<&HttpResponse> {
        self.decode().map(DecodeError::response)
    }

    /// The HTTP status, if there was a response.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.response().map(HttpResponse::status)
    }

    /// The server's error code, if it sent an OAuth error.
    #[must_use]
    pub fn code(&self) -> Option<&ErrorCode> {
        match self {
            Self::Authorization(error) => error.code(),
            error => error.decode()?.code(),
        }
    }

    /// The challenges of the response: what a resource wants before it gives access.
    #[must_use]
    pub fn challenges(&self) -> Vec<Challenge> {
        self.response().map(HttpResponse::challenges).unwrap_or_default()
    }

    /// The time to wait before the next request, counted from `now`, if the server asks for it.
    #[must_use]
    pub fn retry_after(&self, now: SystemTime) -> Option<Duration> {
        match self {
            Self::Discovery(error) => error.retry_after(now),
            error => error.response()?.retry_after(now),
        }
    }

    /// Whether the same request may succeed later, with nothing changed.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Decode(error) => error.is_transient(),
            Self::Discovery(error) => error.is_transient(),
            Self::Encode(error) => error.is_transient(),
            Self::Transport(error) => error.is_transient(),
            Self::Authorization(_) | Self::Config(_) | Self::Ended | Self::Expired | Self::Unsupported => false,
        }
    }

    /// Whether the server may have received the request.
    #[must_use]
    pub fn may_have_been_received(&self) -> bool {
        match self {
            Self::Decode(error) => error.may_have_been_received(),
            Self::Discovery(error) => error.may_have_been_received(),
            Self::Transport(error) => error.may_have_been_received(),
            Self::Authorization(_)
            | Self::Config(_)
            | Self::Encode(_)
            | Self::Ended
            | Self::Expired
            | Self::Unsupported => false,
        }
    }

    /// Whether only a new sign-in helps. See [`DecodeError::needs_sign_in`].
    #[must_use]
    pub fn needs_sign_in(&self) -> bool {
        match self {
            Self::Authorization(error) => error.needs_sign_in(),
            Self::Decode(error) => error.needs_sign_in(),
            Self::Encode(error) => error.needs_sign_in(),
            Self::Expired => true,
            Self::Config(_) | Self::Discovery(_) | Self::Ended | Self::Transport(_) | Self::Unsupported => false,
        }
    }

    /// Whether the server refused the client itself. See [`DecodeError::is_client_fault`].
    #[must_use]
    pub fn is_client_fault(&self) -> bool {
        self.decode().is_some_and(DecodeError::is_client_fault)
    }

    /// What became of the refresh token that the request carried.
    #[must_use]
    pub fn refresh_token_is(&self) -> Spent {
        match self {
            Self::Decode(error) => error.refresh_token_is(),
            Self::Transport(error) if error.may_have_been_received() => Spent::Unknown,
            _ => Spent::Unspent,
        }
    }

    /// The new refresh token that came in a response which is refused for another reason. See [`DecodeError::rotated`].
    #[must_use]
    pub fn rotated(&self) -> Option<&Secret> {
        self.decode()?.rotated()
    }

    fn decode(&self) -> Option<&DecodeError> {
        match self {
            Self::Decode(error) => Some(error),
            _ => None,
        }
    }
}

impl From<FlowError> for Error {
    fn from(error: FlowError) -> Self {
        match error {
            FlowError::Decode(error) => error.into(),
            FlowError::Discovery(error) => error.into(),
            FlowError::Encode(error) => error.into(),
            FlowError::Ended => Self::Ended,
            FlowError::Expired => Self::Expired,
            _ => Self::Unsupported,
        }
    }
}
