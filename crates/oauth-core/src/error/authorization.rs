//! A sign-in that did not come to its end.

use std::fmt;

use super::{ErrorCode, FailedCheck, Problem};
use crate::wire::extra::Extra;
use crate::wire::text::Shown;

/// The authorization response is not the grant that was asked for. It came through the user's browser, so there is no
/// HTTP status to tell.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AuthorizationError {
    /// The server said no, or the user did.
    Server(AuthorizationErrorResponse),
    /// This is not an authorization response, or a broken one.
    Malformed(Problem),
    /// The response is well-formed and fails a check that guards against attacks. Nothing of it may be used, and it
    /// may come from somebody else than the server: do not show what it says.
    Untrusted(FailedCheck),
}

impl AuthorizationError {
    /// The server's error code, where it said no.
    #[must_use]
    pub fn code(&self) -> Option<&ErrorCode> {
        match self {
            Self::Server(error) => Some(error.code()),
            _ => None,
        }
    }

    /// Whether the server could not go on without the user: a sign-in with `prompt=none` is to be begun again without
    /// it.
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
            // Whoever is attacked is not to set up the server of the attacker.
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

/// The server's no to an authorization request
/// ([RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2.1)).
#[derive(Clone, PartialEq)]
pub struct AuthorizationErrorResponse {
    pub(crate) code: ErrorCode,
    pub(crate) description: Option<String>,
    pub(crate) uri: Option<String>,
    pub(crate) extra: Extra,
}

impl AuthorizationErrorResponse {
    /// The `error`.
    #[must_use]
    pub fn code(&self) -> &ErrorCode {
        &self.code
    }

    /// The `error_description`, word for word. It is text from outside: a message of this library shows it escaped.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }

    /// The `error_uri`, word for word.
    #[must_use]
    pub fn uri(&self) -> Option<&str> {
        self.uri.as_deref()
    }

    /// The parameters that the standard does not define.
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
