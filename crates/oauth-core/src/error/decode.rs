//! An answer that is not what was asked for.

use std::fmt;
use std::time::{Duration, SystemTime};

use http::StatusCode;

use super::{Challenge, ErrorCode, HttpResponse, Malformed, ServerError, Untrusted};

/// The server answered, and not with what was asked for.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum DecodeError {
    /// The server said no, in the way of OAuth.
    Server(ServerError),
    /// This is not an answer of an OAuth endpoint, or a broken one.
    Malformed(Malformed),
    /// The answer is well-formed and fails a check that guards against attacks. Nothing of it may be used.
    Untrusted(Untrusted),
}

impl DecodeError {
    /// What the server sent.
    #[must_use]
    pub fn answer(&self) -> &HttpResponse {
        match self {
            Self::Server(error) => error.answer(),
            Self::Malformed(error) => error.answer(),
            Self::Untrusted(error) => error.answer(),
        }
    }

    /// The HTTP status of the answer.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.answer().status()
    }

    /// How long to wait before the next request, counted from `now`. See [`HttpResponse::retry_after`].
    #[must_use]
    pub fn retry_after(&self, now: SystemTime) -> Option<Duration> {
        self.answer().retry_after(now)
    }

    /// The challenges of the answer. See [`HttpResponse::challenges`].
    #[must_use]
    pub fn challenges(&self) -> Vec<Challenge> {
        self.answer().challenges()
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
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Server(error) => fmt::Display::fmt(error, f),
            Self::Malformed(error) => fmt::Display::fmt(error, f),
            Self::Untrusted(error) => fmt::Display::fmt(error, f),
        }
    }
}

impl std::error::Error for DecodeError {}
