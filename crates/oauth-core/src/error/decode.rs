//! An answer that is not what was asked for.

use std::fmt;
use std::time::{Duration, SystemTime};

use http::StatusCode;

use super::{Answer, ErrorCode};
use crate::extra::Extra;
use crate::url::UrlProblem;
use crate::wire::problem::Problem;
use crate::wire::text::Shown;

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
    pub fn answer(&self) -> &Answer {
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

    /// How long to wait before the next request, counted from `now`. See [`Answer::retry_after`].
    #[must_use]
    pub fn retry_after(&self, now: SystemTime) -> Option<Duration> {
        self.answer().retry_after(now)
    }

    /// The server's error code, where it said no in the way of OAuth.
    #[must_use]
    pub fn code(&self) -> Option<&ErrorCode> {
        match self {
            Self::Server(error) => Some(error.code()),
            _ => None,
        }
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

/// The server said no ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-5.2)), with whatever status:
/// some servers say it with 200.
#[derive(Clone)]
pub struct ServerError(Box<ServerErrorParts>);

#[derive(Clone)]
pub(crate) struct ServerErrorParts {
    pub(crate) answer: Answer,
    pub(crate) code: ErrorCode,
    pub(crate) description: Option<String>,
    pub(crate) uri: Option<String>,
    pub(crate) extra: Extra,
}

impl ServerError {
    pub(crate) fn new(parts: ServerErrorParts) -> Self {
        Self(Box::new(parts))
    }

    /// The `error`.
    #[must_use]
    pub fn code(&self) -> &ErrorCode {
        &self.0.code
    }

    /// The `error_description`, word for word. It is text from outside: a message of this library shows it escaped.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.0.description.as_deref()
    }

    /// The `error_uri`, which is not always a URL: some servers give a path.
    #[must_use]
    pub fn uri(&self) -> Option<&str> {
        self.0.uri.as_deref()
    }

    /// The members that RFC 6749 does not define, such as a trace id.
    #[must_use]
    pub fn extra(&self) -> &Extra {
        &self.0.extra
    }

    /// What the server sent.
    #[must_use]
    pub fn answer(&self) -> &Answer {
        &self.0.answer
    }
}

impl fmt::Debug for ServerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerError")
            .field("answer", &self.0.answer)
            .field("code", &self.0.code)
            .field("description", &self.description().map(|text| Shown(text).to_string()))
            .field("extra", &self.0.extra)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for ServerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the server answered {} {}", self.0.answer.status().as_u16(), self.0.code)?;
        match self.description() {
            Some(description) => write!(f, ": {}", Shown(description)),
            None => Ok(()),
        }
    }
}

impl std::error::Error for ServerError {}

/// This is not an answer of an OAuth endpoint, or a broken one.
#[derive(Debug, Clone)]
pub struct Malformed(Box<(Problem, Answer)>);

impl Malformed {
    pub(crate) fn new(problem: Problem, answer: Answer) -> Self {
        Self(Box::new((problem, answer)))
    }

    /// What is wrong.
    #[must_use]
    pub fn problem(&self) -> &Problem {
        &self.0.0
    }

    /// What the server sent.
    #[must_use]
    pub fn answer(&self) -> &Answer {
        &self.0.1
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = self.answer().status();
        write!(f, "the server answered {} with what is not an OAuth answer: {}", status.as_u16(), self.problem())
    }
}

impl std::error::Error for Malformed {}

/// The answer is well-formed and fails a check that guards against attacks. Nothing of it may be used.
#[derive(Debug, Clone)]
pub struct Untrusted(Box<(FailedCheck, Answer)>);

/// The checks that an answer can fail.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FailedCheck {
    /// Metadata names an endpoint that a request with credentials cannot go to.
    Endpoint {
        /// The member of the metadata.
        field: &'static str,
        /// What is wrong with its URL.
        problem: UrlProblem,
    },
    /// The issuer is not the expected one, byte for byte (RFC 8414 §3.3).
    Issuer {
        /// The issuer that was asked for.
        expected: String,
        /// The issuer that the answer names.
        found: String,
    },
}

impl fmt::Display for FailedCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Endpoint { field, problem } => write!(f, "the {field} {problem}"),
            Self::Issuer { expected, found } => write!(
                f,
                "the issuer is \"{}\" where \"{}\" is expected; if that is the right server, configure the issuer \
                 exactly as it names itself",
                Shown(found),
                Shown(expected)
            ),
        }
    }
}

impl Untrusted {
    pub(crate) fn new(check: FailedCheck, answer: Answer) -> Self {
        Self(Box::new((check, answer)))
    }

    /// The check that failed.
    #[must_use]
    pub fn check(&self) -> &FailedCheck {
        &self.0.0
    }

    /// What the server sent.
    #[must_use]
    pub fn answer(&self) -> &Answer {
        &self.0.1
    }
}

impl fmt::Display for Untrusted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the answer cannot be trusted: {}", self.check())
    }
}

impl std::error::Error for Untrusted {}
