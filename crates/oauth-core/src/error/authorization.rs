//! Errors of the authorization response.

use std::fmt;

use super::{ErrorCode, FailedCheck, Problem};
use crate::wire::extra::Extra;
use crate::wire::text::Shown;

/// The error of an authorization response.
///
/// The response arrived through the user's browser, so it has no HTTP status.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AuthorizationError {
    /// The server or the user refused the request.
    Server(AuthorizationErrorResponse),
    /// The response is malformed, or not an authorization response at all.
    Malformed(Problem),
    /// The response is well-formed but fails a security check. Use nothing from it, and do not show its text: it may
    /// not come from the server.
    Untrusted(FailedCheck),
}

impl AuthorizationError {
    /// Returns the server's error code, if the response is an OAuth error.
    #[must_use]
    pub fn code(&self) -> Option<&ErrorCode> {
        match self {
            Self::Server(error) => Some(error.code()),
            _ => None,
        }
    }

    /// Returns whether the server needs the user: repeat a sign-in that used `prompt=none` without it.
    #[must_use]
    pub fn needs_sign_in(&self) -> bool {
        self.code().is_some_and(Self::is_code_that_needs_sign_in)
    }

    pub(crate) fn is_code_that_needs_sign_in(code: &ErrorCode) -> bool {
        const NEED: [ErrorCode; 4] = [
            ErrorCode::ACCOUNT_SELECTION_REQUIRED,
            ErrorCode::CONSENT_REQUIRED,
            ErrorCode::INTERACTION_REQUIRED,
            ErrorCode::LOGIN_REQUIRED,
        ];
        NEED.contains(code)
    }
}

impl fmt::Display for AuthorizationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Server(error) => fmt::Display::fmt(error, f),
            Self::Malformed(problem) => write!(f, "this is not an authorization response: {problem}"),
            // The general message would suggest configuring this issuer, which may be an attacker's.
            Self::Untrusted(FailedCheck::Issuer { expected, found }) => write!(
                f,
                "the authorization response cannot be trusted: it comes from the issuer \"{}\", and the sign-in was begun at \
                 \"{}\"",
                Shown(found),
                Shown(expected)
            ),
            Self::Untrusted(check) => write!(f, "the authorization response cannot be trusted: {check}"),
        }
    }
}

/// An OAuth error response to an authorization request
/// ([RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2.1)).
#[derive(Clone, PartialEq)]
pub struct AuthorizationErrorResponse {
    pub(crate) code: ErrorCode,
    pub(crate) description: Option<String>,
    pub(crate) uri: Option<String>,
    pub(crate) extra: Extra,
}

impl AuthorizationErrorResponse {
    /// Returns the `error`.
    #[must_use]
    pub fn code(&self) -> &ErrorCode {
        &self.code
    }

    /// Returns the `error_description` verbatim. It is untrusted text: this library escapes it in messages.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }

    /// Returns the `error_uri` verbatim.
    #[must_use]
    pub fn uri(&self) -> Option<&str> {
        self.uri.as_deref()
    }

    /// Returns the parameters that the standard does not define.
    #[must_use]
    pub fn extra(&self) -> &Extra {
        &self.extra
    }
}

impl fmt::Debug for AuthorizationErrorResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizationErrorResponse")
            .field("code", &self.code)
            .field("description", &self.description().map(|text| Shown(text).to_string()))
            .field("extra", &self.extra)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for AuthorizationErrorResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the server answered the authorization request with {}", self.code)?;
        match self.description() {
            Some(description) => write!(f, ": {}", Shown(description)),
            None => Ok(()),
        }
    }
}
