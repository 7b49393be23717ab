//! Outcomes of requests, for tables.

use oauth_io::error::{AuthorizationError, FailedCheck, Problem};
use oauth_io::{DecodeError, EncodeError, Error, TransportErrorKind};

#[derive(Debug, PartialEq)]
pub(crate) enum Outcome {
    Good,
    Encode(EncodeError),
    Expired,
    /// The HTTP status, or 0 for a response through the browser; and the problem.
    Malformed(u16, Problem),
    /// The HTTP status of a refusal without an error code.
    Refused(u16),
    /// The HTTP status, or 0 for a response through the browser; and the error code.
    Server(u16, String),
    Transport(TransportErrorKind),
    /// The HTTP status of a server that is not available.
    Unavailable(u16),
    /// The HTTP status, or 0 for a response through the browser; and the failed check.
    Untrusted(u16, FailedCheck),
}

impl Outcome {
    pub(crate) fn server(status: u16, code: &str) -> Self {
        Self::Server(status, code.to_owned())
    }

    /// The outcome of a request.
    pub(crate) fn of<T>(result: &Result<T, Error>) -> Self {
        let Err(error) = result else { return Self::Good };
        let status = error.status().map_or(0, |status| status.as_u16());
        match error {
            Error::Encode(error) => Self::Encode(error.clone()),
            Error::Expired => Self::Expired,
            Error::Decode(DecodeError::Malformed(error)) => Self::Malformed(status, error.problem().clone()),
            Error::Decode(DecodeError::Refused(_)) => Self::Refused(status),
            Error::Decode(DecodeError::Server(error)) => Self::server(status, error.code().as_str()),
            Error::Decode(DecodeError::Unavailable(_)) => Self::Unavailable(status),
            Error::Decode(DecodeError::Untrusted(error)) => Self::Untrusted(status, error.check().clone()),
            Error::Transport(error) => Self::Transport(error.kind()),
            other => panic!("{other:?}"),
        }
    }

    /// The outcome of an authorization response.
    pub(crate) fn of_response<T>(result: &Result<T, AuthorizationError>) -> Self {
        match result {
            Ok(_) => Self::Good,
            Err(AuthorizationError::Malformed(problem)) => Self::Malformed(0, problem.clone()),
            Err(AuthorizationError::Server(error)) => Self::server(0, error.code().as_str()),
            Err(AuthorizationError::Untrusted(check)) => Self::Untrusted(0, check.clone()),
            Err(other) => panic!("{other:?}"),
        }
    }
}
