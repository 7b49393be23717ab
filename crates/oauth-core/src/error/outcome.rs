//! The next step after an error. All error types share these rules.

use http::StatusCode;

use super::{ErrorCode, HttpResponse, OnBehalfOf};

/// The state of a refresh token after a request that carried it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Spent {
    /// The server refused it permanently. It will never work again.
    Dead,
    /// It may be spent: the server may have processed the request.
    Unknown,
    /// It is still valid as far as this request goes: the server did not process it.
    Unspent,
}

/// The values of the predicates that every error type has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) is_transient: bool,
    pub(crate) may_have_been_received: bool,
    pub(crate) needs_sign_in: bool,
    pub(crate) is_client_fault: bool,
    pub(crate) refresh_token: Spent,
}

/// Not transient, no known fault of the client, and received by the server.
const PLAIN: Outcome = Outcome {
    is_transient: false,
    may_have_been_received: true,
    needs_sign_in: false,
    is_client_fault: false,
    refresh_token: Spent::Unspent,
};

const CLIENT_FAULT: [ErrorCode; 5] = [
    ErrorCode::INVALID_CLIENT,
    ErrorCode::INVALID_CLIENT_METADATA,
    ErrorCode::INVALID_DPOP_PROOF,
    ErrorCode::INVALID_REQUEST_OBJECT,
    ErrorCode::UNAUTHORIZED_CLIENT,
];

/// Codes that mean "later". The server did not process the request.
const LATER: [ErrorCode; 4] = [
    ErrorCode::AUTHORIZATION_PENDING,
    ErrorCode::SLOW_DOWN,
    ErrorCode::TEMPORARILY_UNAVAILABLE,
    ErrorCode::USE_DPOP_NONCE,
];

/// Codes that require the caller to change the request.
const CALLER: [ErrorCode; 5] = [
    ErrorCode::INVALID_AUTHORIZATION_DETAILS,
    ErrorCode::INVALID_SCOPE,
    ErrorCode::INVALID_TARGET,
    ErrorCode::UNSUPPORTED_GRANT_TYPE,
    ErrorCode::UNSUPPORTED_TOKEN_TYPE,
];

const SIGN_IN: [ErrorCode; 6] = [
    ErrorCode::ACCOUNT_SELECTION_REQUIRED,
    ErrorCode::CONSENT_REQUIRED,
    ErrorCode::EXPIRED_TOKEN,
    ErrorCode::INTERACTION_REQUIRED,
    ErrorCode::INVALID_GRANT,
    ErrorCode::LOGIN_REQUIRED,
];

/// The rules, in order of precedence: the client's fault, the codes that mean "later", the status, the caller's codes,
/// then the sign-in.
impl Outcome {
    /// Classifies an OAuth error.
    pub(super) fn of_code(code: &ErrorCode, status: StatusCode, user: OnBehalfOf) -> Self {
        if CLIENT_FAULT.contains(code) {
            return Self { is_client_fault: true, ..PLAIN };
        }
        if LATER.contains(code) {
            return Self { is_transient: true, ..PLAIN };
        }
        if *code == ErrorCode::SERVER_ERROR && !status.is_server_error() {
            return Self { is_transient: true, refresh_token: Spent::Unknown, ..PLAIN };
        }
        if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
            return Self::of_status(status);
        }
        let signs_in = match user {
            OnBehalfOf::Client => false,
            OnBehalfOf::User => SIGN_IN.contains(code),
            // In a refresh, an unknown code can only be about the refresh token.
            OnBehalfOf::RefreshToken => !CALLER.contains(code),
        };
        if signs_in { DEAD } else { PLAIN }
    }

    /// Classifies 429, 5xx and pages from something in between.
    pub(super) fn of_status(status: StatusCode) -> Self {
        let refused_unseen = matches!(status.as_u16(), 429 | 503);
        if status.is_server_error() && !refused_unseen {
            return Self { is_transient: true, refresh_token: Spent::Unknown, ..PLAIN };
        }
        // A page with any other status did not come from the server.
        Self { is_transient: true, may_have_been_received: refused_unseen, ..PLAIN }
    }

    /// Classifies a response that is malformed or fails a check.
    pub(super) fn of_unusable(status: StatusCode) -> Self {
        // A server redirects before it processes anything.
        if status.is_redirection() { PLAIN } else { Self { refresh_token: Spent::Unknown, ..PLAIN } }
    }

    /// Classifies a refusal without an error code.
    pub(super) fn of_refusal(response: &HttpResponse, user: OnBehalfOf) -> Self {
        match (response.status().as_u16(), user) {
            (400, OnBehalfOf::RefreshToken) => DEAD,
            // A body that is not JSON comes from something in between.
            (401, OnBehalfOf::RefreshToken) if response.is_empty_or_object() => DEAD,
            (407, _) => Self { may_have_been_received: false, ..PLAIN },
            _ => PLAIN,
        }
    }
}

const DEAD: Outcome = Outcome { needs_sign_in: true, refresh_token: Spent::Dead, ..PLAIN };
